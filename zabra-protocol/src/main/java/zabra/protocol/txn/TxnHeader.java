package zabra.protocol.txn;

import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;

/**
 * Who asked for a transaction, its place and its time.
 *
 * @param sessionId the session that asked
 * @param cxid the request's xid in that session
 * @param zxid its place in history
 * @param timeMillis the leader's wall clock when it prepared the transaction
 * @param type the operation's number on the wire
 */
public record TxnHeader(long sessionId, int cxid, long zxid, long timeMillis, int type) {
    public void write(JuteWriter out) {
        out.writeLong(sessionId)
                .writeInt(cxid)
                .writeLong(zxid)
                .writeLong(timeMillis)
                .writeInt(type);
    }

    public static TxnHeader read(JuteReader in) {
        return new TxnHeader(
                in.readLong(), in.readInt(), in.readLong(), in.readLong(), in.readInt());
    }
}
