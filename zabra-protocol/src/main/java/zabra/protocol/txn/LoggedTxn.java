package zabra.protocol.txn;

import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;

/**
 * A transaction as it stands in the log and in proposals: header, record, and for all but errors
 * the digest of the whole tree after it.
 *
 * @param hasDigest whether a digest of version 2 follows
 * @param digest meaningful only with {@code hasDigest}
 */
public record LoggedTxn(TxnHeader header, Txn txn, boolean hasDigest, long digest) {
    public void write(JuteWriter out) {
        header.write(out);
        TxnCodec.write(out, txn);
        if (hasDigest) {
            out.writeInt(TxnCodec.DIGEST_VERSION).writeLong(digest);
        }
    }

    /** Reads a whole payload. A digest of another version than 2 is passed over. */
    public static LoggedTxn read(JuteReader in) {
        TxnHeader header = TxnHeader.read(in);
        Txn txn = TxnCodec.read(in, header.type());
        boolean hasDigest = false;
        long digest = 0;
        if (in.remaining() >= TxnCodec.DIGEST_LENGTH) {
            int version = in.readInt();
            digest = in.readLong();
            hasDigest = version == TxnCodec.DIGEST_VERSION;
        }
        return new LoggedTxn(header, txn, hasDigest, hasDigest ? digest : 0);
    }
}
