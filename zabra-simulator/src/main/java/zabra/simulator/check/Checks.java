package zabra.simulator.check;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import zabra.protocol.Zxid;
import zabra.storage.Disk;
import zabra.tree.DataTree;

/** All checks of a simulation, and the history that they share. */
public final class Checks {
    private final History history;
    private final List<Check> all;

    /** Those that hold for a server alone as well as for an ensemble. */
    public Checks() {
        List<Check> checks = new ArrayList<>();
        history = new History(checks);
        checks.add(history.model());
        checks.add(new WritesAreHistory(history));
        checks.add(new RealTimeOrder());
        checks.add(new ReadsShowHistory(history.model()));
        checks.add(new SyncIsFresh());
        checks.add(new TimeNeverRunsBack());
        checks.add(new WatchesFireFirst(history.model()));
        checks.add(new EphemeralsEnd());
        checks.add(new SequencesAreNew());
        checks.add(new DigestsAgree());
        all = checks;
    }

    public History history() {
        return history;
    }

    /**
     * The server's state is now that of {@code upTo}, and it may show it.
     *
     * @param after what the state was of before
     * @param log what the server has in its log of {@code (after, upTo]}
     */
    public void applied(
            String server, long after, long upTo, NavigableMap<Long, byte[]> log, DataTree tree) {
        history.extend(server, after, upTo, log);
        all.forEach(check -> check.applied(server, upTo, tree));
    }

    /**
     * A server alone has started: what its disk holds is history.
     *
     * @param log what was replayed, at least what is not yet known to be history
     */
    public void recovered(
            String server, long zxid, NavigableMap<Long, byte[]> log, DataTree tree, Disk disk) {
        if (zxid < history.last()) {
            throw new Violation(
                    "what was applied outlives a crash",
                    server
                            + " recovered "
                            + Zxid.toString(zxid)
                            + ", history is at "
                            + Zxid.toString(history.last()));
        }
        long after = history.last();
        history.extend(server, after, zxid, log.subMap(after, false, zxid, true));
        all.forEach(check -> check.recovered(server, zxid, tree, disk));
        all.forEach(check -> check.applied(server, zxid, tree));
    }

    public void digestDiffers(String server, long zxid, long expected, long actual) {
        all.forEach(check -> check.digestDiffers(server, zxid, expected, actual));
    }

    public void invoked(Operation operation) {
        all.forEach(check -> check.invoked(operation));
    }

    public void heard(Session session, long zxid) {
        all.forEach(check -> check.heard(session, zxid));
    }

    public void rearmed(Session session, long zxid) {
        all.forEach(check -> check.rearmed(session, zxid));
    }

    public void completed(Operation operation) {
        all.forEach(check -> check.completed(operation));
    }

    public void event(Session session, String path, int type, long zxid) {
        all.forEach(check -> check.event(session, path, type, zxid));
    }

    public void settled(String server, DataTree tree) {
        all.forEach(check -> check.settled(server, tree));
    }
}
