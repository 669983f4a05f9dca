package zabra.peer;

import zabra.protocol.JuteReader;
import zabra.protocol.txn.LoggedTxn;

/** A transaction that was appended to the log and is not yet applied. Replica thread only. */
final class Logged {
    private final long zxid;
    private byte[] bytes;
    private LoggedTxn txn;

    private Logged(long zxid, byte[] bytes, LoggedTxn txn) {
        this.zxid = zxid;
        this.bytes = bytes;
        this.txn = txn;
    }

    /** One that another server made: understood when it is due. */
    static Logged received(long zxid, byte[] bytes) {
        return new Logged(zxid, bytes, null);
    }

    /** One that this server made. */
    static Logged prepared(LoggedTxn txn) {
        return new Logged(txn.header().zxid(), null, txn);
    }

    long zxid() {
        return zxid;
    }

    /**
     * @throws zabra.protocol.MarshallingException where the bytes mean nothing: a leader of another
     *     version, or a bug
     */
    LoggedTxn txn() {
        if (txn == null) {
            txn = LoggedTxn.read(new JuteReader(bytes));
            bytes = null;
        }
        return txn;
    }
}
