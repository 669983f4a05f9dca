package zabra.client.crowd;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import zabra.client.FreshPath;

/**
 * Many sessions with ephemerals fall silent together, while others write at a steady rate. How long
 * from the first ephemeral's end to the last one's, and what do the others notice?
 */
final class Expiry implements Crowd.Listener {
    private static final int ONLOOKERS = 16;
    private static final int STAT_CHILDREN_OFFSET = 56;
    private static final long LOOK_NANOS = 5_000_000;
    private static final long MARGIN_NANOS = 100_000_000;
    private static final Duration CALM = Duration.ofSeconds(4);

    private final Crowd crowd;
    private final CrowdOptions options;
    private final String root = FreshPath.of("expiry");
    private final List<long[]> writes = new ArrayList<>();
    private final List<ArrayDues> dues = new ArrayList<>();
    private CrowdSession watchman;
    private int children = -1;
    private long beganNanos;
    private long endedNanos;
    private int all;

    /** When the writes in flight on a session were due, oldest first. */
    private static final class ArrayDues extends ArrayDeque<Long> {
        private static final long serialVersionUID = 1;
    }

    Expiry(Crowd crowd, CrowdOptions options) {
        this.crowd = crowd;
        this.options = options;
        crowd.listen(this);
    }

    @Override
    public void onReply(CrowdSession session, int error, ByteBuffer body, long now) {
        if (session == watchman) {
            onLook(body, now);
        } else if (session.index() <= ONLOOKERS && !dues.get(session.index()).isEmpty()) {
            long due = dues.get(session.index()).remove();
            writes.add(new long[] {due, now - due});
        }
    }

    private void onLook(ByteBuffer stat, long now) {
        if (stat.remaining() < STAT_CHILDREN_OFFSET + 4) {
            return; // Of creating the znode, not of looking at it.
        }
        children = stat.getInt(stat.position() + STAT_CHILDREN_OFFSET);
        if (beganNanos == 0 && children < all) {
            beganNanos = now;
        }
        if (endedNanos == 0 && children == 0) {
            endedNanos = now;
        }
    }

    Findings run(Cue cue) {
        Duration patience = options.patience();
        watchman = crowd.join();
        crowd.join(ONLOOKERS, patience);
        for (int i = 0; i <= ONLOOKERS; i++) {
            dues.add(new ArrayDues());
        }
        List<byte[]> places = new ArrayList<>();
        places.add(Asking.create(root, new byte[0], false));
        places.add(Asking.create(root + "/all", new byte[0], false));
        for (int i = 1; i <= ONLOOKERS; i++) {
            places.add(Asking.create(root + "/" + i, new byte[100], false));
        }
        crowd.demand(watchman, places, patience);
        crowd.join(options.sessions(), patience);
        List<CrowdSession> doomed =
                List.copyOf(crowd.sessions().subList(ONLOOKERS + 1, crowd.sessions().size()));
        for (CrowdSession session : doomed) {
            for (int i = 0; i < options.each(); i++) {
                String path = root + "/all/" + session.index() + "-" + i;
                crowd.send(session, Asking.create(path, new byte[10], true));
            }
            crowd.pump(0);
        }
        crowd.await(
                "ephemerals", () -> doomed.stream().allMatch(s -> s.unanswered() == 0), patience);
        crowd.await(cue, "calm");
        all = options.sessions() * options.each();
        return observe(doomed, patience);
    }

    private Findings observe(List<CrowdSession> doomed, Duration patience) {
        // Half of the calm is warm-up.
        long begun = crowd.now();
        Timetable timetable = new Timetable(begun);
        timetable.runUntil(() -> crowd.now() - begun > CALM.toNanos(), CALM.multipliedBy(2));
        long calmEnd = crowd.now();
        List<Double> calm = latencies(begun + CALM.toNanos() / 2, calmEnd);
        doomed.forEach(CrowdSession::fallSilent);
        timetable.runUntil(() -> endedNanos != 0, patience);
        long after = endedNanos + MARGIN_NANOS;
        timetable.runUntil(() -> crowd.now() > after, patience);
        List<Double> during = latencies(beganNanos - MARGIN_NANOS, after);
        Findings findings = new Findings();
        findings.put("expiryMillis", (endedNanos - beganNanos) / 1e6);
        findings.put("calmP99Micros", percentile(calm));
        findings.put("duringP99Micros", percentile(during));
        findings.put("duringWrites", during.size());
        findings.put("errors", crowd.errors());
        return findings;
    }

    /** In microseconds, of writes that were due in that time. */
    private List<Double> latencies(long from, long to) {
        List<Double> found = new ArrayList<>();
        for (long[] write : writes) {
            if (write[0] >= from && write[0] <= to) {
                found.add(write[1] / 1e3);
            }
        }
        return found;
    }

    private static double percentile(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get((int) (sorted.size() * 0.99));
    }

    /** Sends writes when they are due, whether or not the earlier ones are answered. */
    private final class Timetable {
        private final long begun;
        private final double intervalNanos = 1e9 / options.rate();
        private long sent;
        private long lookedNanos;

        Timetable(long begun) {
            this.begun = begun;
        }

        void runUntil(BooleanSupplier done, Duration patience) {
            long start = crowd.now();
            while (!done.getAsBoolean()) {
                long now = crowd.now();
                for (long due = due(); due <= now; due = due()) {
                    int index = 1 + (int) (sent++ % ONLOOKERS);
                    dues.get(index).add(due);
                    crowd.send(
                            crowd.sessions().get(index),
                            Asking.setData(root + "/" + index, new byte[100]));
                }
                if (now - lookedNanos > LOOK_NANOS && watchman.unanswered() == 0) {
                    lookedNanos = now;
                    crowd.send(watchman, Asking.exists(root + "/all"));
                }
                crowd.pump(0);
                if (now - start > patience.toNanos()) {
                    throw new CrowdException(
                            "no end of it: %d of %d ephemerals are left".formatted(children, all));
                }
                LockSupport.parkNanos(50_000);
            }
        }

        private long due() {
            return begun + (long) (sent * intervalNanos);
        }
    }
}
