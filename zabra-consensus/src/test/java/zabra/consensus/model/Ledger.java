package zabra.consensus.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What has happened so far, as one sees it who sees all. */
final class Ledger {
    /** A proposal and who made it. */
    record Proposed(long sid, int life, Txn txn) {}

    /** Who led an epoch: a server, between a start and a crash. */
    record Leader(long sid, int life) {}

    /** All that any server delivered while it served, in order. */
    final List<Txn> committed = new ArrayList<>();

    final SortedMap<Long, Proposed> proposed = new TreeMap<>();

    /** Who said NEWLEADER, by epoch. */
    final SortedMap<Long, Leader> leaders = new TreeMap<>();

    /** What that leader had at the time, by epoch. */
    final SortedMap<Long, List<Txn>> initial = new TreeMap<>();

    /** How often what happened, by the first word of its line. */
    final SortedMap<String, Integer> counts = new TreeMap<>();

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }
}
