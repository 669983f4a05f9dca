package zabra.simulator.check;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What one server has on its disk, as the simulation knows it: kept beside the server, from what it
 * hands to its journal and what the disk below says of syncs. Survives the server's crashes.
 */
public final class Ledger {
    private final String server;

    /** All transactions from the first on, those that only a snapshot holds as well. */
    final NavigableMap<Long, byte[]> log = new TreeMap<>();

    long shown;
    long durable;
    long durableBeforeCut;
    long acceptedEpoch = -1;
    long currentEpoch = -1;

    Ledger(String server) {
        this.server = server;
    }

    public String server() {
        return server;
    }

    /** The last transaction in log or snapshot, synced or not. */
    public long last() {
        return log.isEmpty() ? 0 : log.lastKey();
    }

    /** Up to here everything is synced. */
    public long durable() {
        return durable;
    }

    /** As in the file, -1 before there is one. */
    public long acceptedEpoch() {
        return acceptedEpoch;
    }

    /** As in the file, -1 before there is one. */
    public long currentEpoch() {
        return currentEpoch;
    }

    /** Whether a snapshot or the log has the transaction, synced or not. */
    public boolean holds(long zxid) {
        return zxid == 0 || log.containsKey(zxid);
    }

    /** Whether it would survive the loss of power now. */
    public boolean holdsDurably(long zxid) {
        return zxid <= durable && holds(zxid);
    }

    /** What it holds after {@code zxid}. */
    public NavigableMap<Long, byte[]> after(long zxid) {
        return log.tailMap(zxid, false);
    }
}
