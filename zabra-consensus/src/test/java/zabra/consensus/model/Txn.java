package zabra.consensus.model;

import java.nio.ByteBuffer;
import java.util.List;
import zabra.protocol.Zxid;

/**
 * A transaction.
 *
 * @param serial its content: no two proposals have the same
 */
record Txn(long zxid, long serial) {
    static Txn of(long zxid, byte[] bytes) {
        return new Txn(zxid, ByteBuffer.wrap(bytes).getLong());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(Long.BYTES).putLong(serial).array();
    }

    /** The zxid of the last of them; 0 where there is none. */
    static long last(List<Txn> history) {
        return history.isEmpty() ? 0 : history.getLast().zxid;
    }

    /** Whether {@code shorter} is how {@code longer} begins. */
    static boolean isPrefix(List<Txn> shorter, List<Txn> longer) {
        return shorter.size() <= longer.size() && shorter.equals(longer.subList(0, shorter.size()));
    }

    /** Whether {@code zxid} may come right behind {@code last} in one history. */
    static boolean follows(long zxid, long last) {
        return Zxid.epoch(zxid) == Zxid.epoch(last)
                ? zxid == last + 1
                : zxid > last && Zxid.counter(zxid) == 1;
    }

    @Override
    public String toString() {
        return Zxid.toString(zxid) + "#" + serial;
    }
}
