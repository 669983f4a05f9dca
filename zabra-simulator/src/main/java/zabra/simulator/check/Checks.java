package zabra.simulator.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import zabra.consensus.quorum.Membership;
import zabra.protocol.OpCode;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumMessage;
import zabra.tree.DataTree;

/** All checks of a simulation, and what they share: the history, and what each server holds. */
public final class Checks {
    private final boolean ensemble;
    private final History history;
    private final Map<String, Ledger> ledgers = new TreeMap<>();
    private final List<Check> all = new ArrayList<>();

    /**
     * @param membership of the ensemble; null for a server alone
     */
    public Checks(Membership membership) {
        ensemble = membership != null;
        history = new History(all);
        all.add(history.model());
        all.add(new OneTransactionPerRequest());
        all.add(new WritesAreHistory(history));
        all.add(new RealTimeOrder());
        all.add(new ReadsShowHistory(history));
        all.add(new SyncIsFresh());
        all.add(new TimeNeverRunsBack());
        all.add(new WatchesFireFirst(history.model()));
        all.add(new EphemeralsEnd());
        all.add(new SequencesAreNew());
        all.add(new DigestsAgree());
        if (ensemble) {
            for (long sid : membership.members().keySet()) {
                ledger("s" + sid);
            }
            all.add(new LogsHaveNoGap());
            all.add(new OneTransactionPerZxid());
            all.add(new EpochsOnlyGrow());
            all.add(new HistoryStays(history, membership, ledgers));
            all.add(new HonestAcknowledgements(membership));
            all.add(new OneLeaderPerEpoch());
            all.add(new LeadersHoldHistory(history, membership, ledgers));
            all.add(new OrderedCommits());
        }
    }

    public History history() {
        return history;
    }

    private Ledger ledger(String server) {
        return ledgers.computeIfAbsent(server, Ledger::new);
    }

    /** The transactions inside a state: some server logged them one by one. */
    private NavigableMap<Long, byte[]> upTo(long zxid) {
        if (zxid == 0) {
            return new TreeMap<>();
        }
        for (Ledger each : ledgers.values()) {
            if (each.log.containsKey(zxid)) {
                return new TreeMap<>(each.log.headMap(zxid, true));
            }
        }
        throw new Violation(
                "a snapshot is of a state that was",
                "no server has the transaction " + Zxid.toString(zxid));
    }

    private void tell(Consumer<Check> what) {
        all.forEach(what);
    }

    // ---- servers

    /**
     * A server has started from its disk.
     *
     * @param base the last transaction of the snapshot it started from, 0 for none
     * @param log the transactions replayed on top
     * @param accepted the epochs in its files, -1 where it has none
     */
    public void recovered(
            String server, long base, NavigableMap<Long, byte[]> log, long accepted, long current) {
        Ledger ledger = ledger(server);
        long last = log.isEmpty() ? base : log.lastKey();
        for (long zxid : ledger.log.headMap(ledger.durable, true).keySet()) {
            if (zxid > base && !log.containsKey(zxid)) {
                throw new Violation(
                        "what was synced comes back",
                        "%s recovered %s without %s"
                                .formatted(server, Zxid.toString(last), Zxid.toString(zxid)));
            }
        }
        if (last < ledger.durable || (!ensemble && last < history.last())) {
            throw new Violation(
                    "what was synced comes back",
                    "%s recovered %s, it had %s, and history is at %s"
                            .formatted(
                                    server,
                                    Zxid.toString(last),
                                    Zxid.toString(ledger.durable),
                                    Zxid.toString(history.last())));
        }
        if (accepted >= 0) {
            tell(check -> check.epochs(ledger, accepted, current));
        }
        NavigableMap<Long, byte[]> before = upTo(base);
        ledger.log.clear();
        ledger.log.putAll(before);
        ledger.log.putAll(log);
        ledger.shown = base;
        ledger.durable = last;
        ledger.acceptedEpoch = accepted;
        ledger.currentEpoch = current;
        tell(check -> check.changed(ledger));
    }

    public void appending(String server, long zxid, byte[] txn) {
        Ledger ledger = ledger(server);
        tell(check -> check.appending(ledger, zxid, txn));
        ledger.log.put(zxid, txn);
    }

    /** All that was appended up to {@code zxid} is on the disk itself. */
    public void synced(String server, long zxid) {
        Ledger ledger = ledger(server);
        ledger.durable = Math.max(ledger.durable, zxid);
    }

    public void epochs(String server, long accepted, long current) {
        Ledger ledger = ledger(server);
        tell(check -> check.epochs(ledger, accepted, current));
        ledger.acceptedEpoch = accepted;
        ledger.currentEpoch = current;
        tell(check -> check.changed(ledger));
    }

    /** A step begins that takes back what follows {@code zxid}; it may stop anywhere. */
    public void cutting(String server, long zxid) {
        Ledger ledger = ledger(server);
        tell(check -> check.cutting(ledger, zxid));
        ledger.durableBeforeCut = ledger.durable;
        ledger.durable = Math.min(ledger.durable, zxid);
    }

    /** The step changed nothing. */
    public void notCut(String server) {
        Ledger ledger = ledger(server);
        ledger.durable = ledger.durableBeforeCut;
    }

    public void truncated(String server, long zxid) {
        Ledger ledger = ledger(server);
        ledger.after(zxid).clear();
        ledger.shown = Math.min(ledger.shown, zxid);
        tell(check -> check.changed(ledger));
    }

    public void installed(String server, long zxid) {
        Ledger ledger = ledger(server);
        NavigableMap<Long, byte[]> state = upTo(zxid);
        ledger.log.clear();
        ledger.log.putAll(state);
        ledger.shown = zxid;
        ledger.durable = zxid;
        tell(check -> check.changed(ledger));
    }

    public void sent(String server, String to, String connection, QuorumMessage message) {
        Ledger ledger = ledger(server);
        tell(check -> check.sent(ledger, to, connection, message));
    }

    public void serving(String server, boolean leads, long epoch) {
        Ledger ledger = ledger(server);
        tell(check -> check.serving(ledger, leads, epoch));
    }

    /** The server shows clients its state, which is that of {@code zxid}. */
    public void shows(String server, long zxid, DataTree tree) {
        Ledger ledger = ledger(server);
        long after = Math.min(Math.min(ledger.shown, history.last()), zxid);
        history.extend(server, after, zxid, ledger.log.subMap(after, false, zxid, true));
        ledger.shown = zxid;
        tell(check -> check.applied(server, zxid, tree));
    }

    public void digestDiffers(String server, long zxid, long expected, long actual) {
        tell(check -> check.digestDiffers(server, zxid, expected, actual));
    }

    public void settled(String server, DataTree tree) {
        tell(check -> check.settled(server, tree));
    }

    // ---- clients

    public void invoked(Operation operation) {
        tell(check -> check.invoked(operation));
    }

    public void heard(Session session, long zxid) {
        tell(check -> check.heard(session, zxid));
    }

    public void rearmed(Session session, long zxid) {
        tell(check -> check.rearmed(session, zxid));
    }

    public void completed(Operation operation) {
        if (operation.op() == OpCode.CLOSE_SESSION
                && !history.model().hadSession(operation.session().id())) {
            // The end of a session that only one server knew makes no history.
            return;
        }
        tell(check -> check.completed(operation));
    }

    public void event(Session session, String path, int type, long zxid) {
        tell(check -> check.event(session, path, type, zxid));
    }
}
