package zabra.consensus.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The disk of one server: log, snapshots, epoch files. What is asked is done in order, in steps of
 * which each may be the last before a crash; a crash loses what is not synced, or a part of that.
 */
final class ModelDisk {
    /** Something to be done. */
    private sealed interface Task {
        record Append(Txn txn) implements Task {}

        record Accepted(long epoch) implements Task {}

        record Current(long epoch) implements Task {}

        record Truncate(long zxid) implements Task {}

        record Install(List<Txn> state) implements Task {}
    }

    /** Who hears what is done. */
    interface Reports {
        void durable(long zxid);

        void acceptedEpochStored(long epoch);

        void currentEpochStored(long epoch);

        void truncated(boolean done, long zxid);

        void installed(List<Txn> state);
    }

    private final Set<Plant> plants;
    private final ArrayDeque<Task> tasks = new ArrayDeque<>();

    /** Each the whole history up to some transaction, oldest first; at least one. */
    private List<List<Txn>> snapshots = new ArrayList<>(List.of(List.of()));

    /** Records, each behind the one before, the first somewhere behind the oldest snapshot. */
    private List<Txn> log = new ArrayList<>();

    /** So many of the log's records outlive a crash. */
    private int synced;

    /** The log has all transactions after this one. */
    private long floor;

    private long acceptedEpoch;
    private long currentEpoch;

    /** Steps done of the first task, where it takes several. */
    private int stage;

    private List<Txn> recoverable = List.of();

    ModelDisk(Set<Plant> plants) {
        this.plants = plants;
    }

    private boolean has(Plant plant) {
        return plants.contains(plant);
    }

    // ---- what is asked

    void append(Txn txn) {
        tasks.add(new Task.Append(txn));
    }

    void storeAcceptedEpoch(long epoch) {
        tasks.add(new Task.Accepted(epoch));
    }

    void storeCurrentEpoch(long epoch) {
        tasks.add(new Task.Current(epoch));
    }

    void truncate(long zxid) {
        tasks.add(new Task.Truncate(zxid));
    }

    void install(List<Txn> state) {
        tasks.add(new Task.Install(state));
    }

    boolean isIdle() {
        return tasks.isEmpty() && synced == log.size();
    }

    /** Takes a snapshot of what was applied, unless the log does not reach so far yet. */
    void snapshot(List<Txn> state) {
        if (Txn.last(state) > Txn.last(snapshots.getLast())
                && Txn.last(state) <= Txn.last(recoverable)) {
            snapshots.add(List.copyOf(state));
        }
    }

    // ---- doing it

    /** Does one step. */
    void step(boolean many, Reports reports) {
        if (tasks.peek() instanceof Task.Append && (synced == log.size() || many)) {
            write(reports);
        } else if (synced < log.size()) {
            synced = log.size();
            refresh();
            if (!has(Plant.REPORTS_DURABLE_BEFORE_SYNC)) {
                reports.durable(log.getLast().zxid());
            }
        } else if (tasks.peek() != null) {
            perform(tasks.peek(), reports);
        }
    }

    private void write(Reports reports) {
        Task.Append append = (Task.Append) tasks.remove();
        log.add(append.txn);
        if (has(Plant.REPORTS_DURABLE_BEFORE_SYNC)) {
            reports.durable(append.txn.zxid());
        }
    }

    private void perform(Task task, Reports reports) {
        switch (task) {
            case Task.Append append -> throw new IllegalStateException("written elsewhere");
            case Task.Accepted(long epoch) -> {
                acceptedEpoch = epoch;
                done();
                reports.acceptedEpochStored(epoch);
            }
            case Task.Current(long epoch) -> {
                currentEpoch = epoch;
                done();
                reports.currentEpochStored(epoch);
            }
            case Task.Truncate(long zxid) -> truncate(zxid, reports);
            case Task.Install(List<Txn> state) -> install(state, reports);
        }
        refresh();
    }

    private void done() {
        tasks.remove();
        stage = 0;
    }

    private void truncate(long zxid, Reports reports) {
        if (stage == 0 && !contains(zxid)) {
            done();
            reports.truncated(false, zxid);
            return;
        }
        switch (stage++) {
            case 0 -> {
                if (!has(Plant.KEEPS_NEWER_SNAPSHOTS)) {
                    snapshots.removeIf(snapshot -> Txn.last(snapshot) > zxid);
                }
            }
            case 1 -> cut(zxid, countAfter(zxid) / 2);
            default -> {
                cut(zxid, 0);
                done();
                reports.truncated(true, zxid);
            }
        }
    }

    /** Whether the history contains that transaction and can be cut behind it. */
    private boolean contains(long zxid) {
        boolean base = snapshots.stream().anyMatch(snapshot -> Txn.last(snapshot) <= zxid);
        boolean record = log.stream().anyMatch(txn -> txn.zxid() == zxid);
        return base && (record || snapshots.stream().anyMatch(state -> Txn.last(state) == zxid));
    }

    private int countAfter(long zxid) {
        return (int) log.stream().filter(txn -> txn.zxid() > zxid).count();
    }

    /** Drops the records after {@code zxid}, from the last one on, but for some. */
    private void cut(long zxid, int spared) {
        if (!has(Plant.TRUNCATES_IN_MEMORY_ONLY)) {
            log = new ArrayList<>(log.subList(0, log.size() - countAfter(zxid) + spared));
            synced = log.size();
        }
    }

    private void install(List<Txn> state, Reports reports) {
        if (stage++ == 0) {
            // Written aside; what was there before is there still.
            return;
        }
        snapshots = new ArrayList<>(List.of(state));
        log = new ArrayList<>();
        synced = 0;
        floor = Txn.last(state);
        done();
        reports.installed(state);
    }

    /** Drops what is older than the newest snapshot. */
    void purge() {
        if (tasks.isEmpty()) {
            floor = Txn.last(snapshots.getLast());
            snapshots = new ArrayList<>(List.of(snapshots.getLast()));
            int before = log.size();
            log.removeIf(txn -> txn.zxid() <= floor);
            synced -= before - log.size();
        }
    }

    // ---- crash and recovery

    /**
     * Loses what is not synced.
     *
     * @param survivors of the records that are not synced, at most; {@code delivered} is for a bug
     */
    void crash(int survivors, long delivered) {
        tasks.clear();
        stage = 0;
        int kept = Math.min(log.size(), synced + survivors);
        log = new ArrayList<>(log.subList(0, kept));
        if (has(Plant.RECOVERS_ONLY_WHAT_WAS_DELIVERED)) {
            log.removeIf(txn -> txn.zxid() > delivered);
        }
        if (has(Plant.FORGETS_ACCEPTED_EPOCH)) {
            acceptedEpoch = currentEpoch;
        }
        synced = log.size();
        refresh();
    }

    private void refresh() {
        List<Txn> history = new ArrayList<>(snapshots.getLast());
        long base = Txn.last(history);
        for (Txn txn : log.subList(0, synced)) {
            if (txn.zxid() > base) {
                history.add(txn);
            }
        }
        recoverable = List.copyOf(history);
    }

    /** The history that would be found after a crash now, at least. */
    List<Txn> recoverable() {
        return recoverable;
    }

    long acceptedEpoch() {
        return acceptedEpoch;
    }

    long currentEpoch() {
        return currentEpoch;
    }

    // ---- reading the log

    /** The greatest zxid up to this one from which the log has all that follows; -1 for none. */
    long locate(long zxid) {
        long found = -1;
        for (List<Txn> snapshot : snapshots) {
            long base = Txn.last(snapshot);
            if (base <= zxid && base >= floor) {
                found = Math.max(found, base);
            }
        }
        for (Txn txn : log.subList(0, synced)) {
            if (txn.zxid() <= zxid) {
                found = Math.max(found, txn.zxid());
            }
        }
        return found;
    }

    /** What follows {@code after}, up to {@code upTo}; null where the log does not have it all. */
    List<Txn> read(long after, long upTo) {
        if (after < floor) {
            return null;
        }
        List<Txn> found = new ArrayList<>();
        for (Txn txn : log.subList(0, synced)) {
            if (txn.zxid() > after && txn.zxid() <= upTo) {
                found.add(txn);
            }
        }
        boolean whole = upTo <= after || (!found.isEmpty() && found.getLast().zxid() == upTo);
        return whole ? found : null;
    }
}
