package zabra.consensus.model;

import java.util.Random;
import zabra.consensus.zab.ZabOptions;

/**
 * What may go wrong in a run, and how often. Each run has some of them only, for a fault that keeps
 * happening hides what others would show.
 *
 * @param crash milliseconds between two of them, on average; 0 for never. So are all others
 * @param crashAll all servers at once
 * @param pause a server stands still
 * @param stall a disk does
 * @param cut a connection between a leader and a learner breaks
 * @param partition two servers do not hear each other, or only one way
 * @param orphan a leader proposes something that nobody hears of for a while
 * @param resign a server is stopped in good order
 * @param snapshot a server takes a snapshot
 * @param load proposals
 * @param slow whether disks take long
 * @param windowTxns as in {@link ZabOptions}, so the next two
 * @param plainPercent servers that speak like ZooKeeper, which knows no acknowledgement of many
 * @param lastCounter as in {@link zabra.consensus.zab.ZabOptions}
 */
record Faults(
        int crash,
        int crashAll,
        int pause,
        int stall,
        int cut,
        int partition,
        int orphan,
        int resign,
        int snapshot,
        int load,
        boolean slow,
        int windowTxns,
        long windowBytes,
        boolean alwaysSnapshot,
        int plainPercent,
        long lastCounter) {
    /** Nothing goes wrong. */
    static final Faults NONE =
            new Faults(
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    40,
                    false,
                    500,
                    1 << 20,
                    false,
                    0,
                    ZabOptions.COUNTER_MAX);

    static Faults of(Random random) {
        return new Faults(
                some(random, 700, 4_000),
                some(random, 3_000, 10_000),
                some(random, 500, 4_000),
                some(random, 500, 3_000),
                some(random, 300, 3_000),
                some(random, 500, 4_000),
                random.nextInt(3) > 0 ? 800 + random.nextInt(1_500) : 0,
                random.nextInt(2) == 0 ? 500 + random.nextInt(5_000) : 0,
                some(random, 200, 2_000),
                5 + random.nextInt(100),
                random.nextInt(3) == 0,
                random.nextInt(12),
                16L * random.nextInt(12),
                random.nextInt(10) == 0,
                random.nextInt(3) == 0 ? 50 : 0,
                random.nextInt(4) == 0 ? 5 + random.nextInt(200) : ZabOptions.COUNTER_MAX);
    }

    private static int some(Random random, int from, int to) {
        return random.nextBoolean() ? from + random.nextInt(to - from) : 0;
    }
}
