package zabra.client.crowd;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import zabra.client.FreshPath;

/**
 * A writer at each server, one write at a time and a millisecond between them; one whose server
 * goes away takes its session to the next at once and tries every millisecond. Somebody kills a
 * server at the cue: how long was no write acknowledged at all?
 */
final class Gap implements Crowd.Listener {
    private static final long PAUSE_NANOS = 1_000_000;
    private static final int ENOUGH = 300;

    private final Crowd crowd;
    private final CrowdOptions options;
    private final String root = FreshPath.of("gap");
    private final List<List<Long>> acknowledged = new ArrayList<>();
    private final long[] nextNanos;
    private boolean writing;

    Gap(Crowd crowd, CrowdOptions options) {
        this.crowd = crowd;
        this.options = options;
        this.nextNanos = new long[options.servers().size()];
        crowd.listen(this);
    }

    @Override
    public void onReply(CrowdSession session, int error, ByteBuffer body, long now) {
        if (writing && error == 0) {
            acknowledged.get(session.index()).add(now);
        }
    }

    @Override
    public void onLost(CrowdSession session, long now) {
        session.goTo((session.server() + 1) % options.servers().size());
        nextNanos[session.index()] = now;
    }

    Findings run(Cue cue) {
        Duration patience = options.patience();
        int writers = options.servers().size();
        crowd.join(writers, patience);
        CrowdSession first = crowd.sessions().getFirst();
        crowd.demand(first, List.of(Asking.create(root, new byte[0], false)), patience);
        for (int i = 0; i < writers; i++) {
            acknowledged.add(new ArrayList<>());
            String path = root + "/" + i;
            crowd.demand(first, List.of(Asking.create(path, new byte[100], false)), patience);
        }
        writing = true;
        writeUntilAllHave(crowd.now(), patience);
        cue.reached("strike");
        long struck = crowd.now();
        while (!cue.given()) {
            write();
        }
        writeUntilAllHave(crowd.now(), patience);
        Findings findings = new Findings();
        long[] merged =
                acknowledged.stream()
                        .flatMap(List::stream)
                        .mapToLong(Long::longValue)
                        .sorted()
                        .toArray();
        findings.put("gapMillis", gap(merged, struck));
        findings.put(
                "slowestMillis",
                acknowledged.stream()
                        .map(times -> times.stream().mapToLong(Long::longValue).toArray())
                        .mapToDouble(times -> gap(times, struck))
                        .max()
                        .orElse(Double.NaN));
        findings.put("expired", crowd.refused());
        return findings;
    }

    private void writeUntilAllHave(long since, Duration patience) {
        while (acknowledged.stream()
                .anyMatch(times ->
                        times.size() < ENOUGH || times.get(times.size() - ENOUGH) < since)) {
            write();
            if (crowd.now() - since > patience.toNanos()) {
                throw new CrowdException(
                        "not all write again: "
                                + Arrays.toString(nextNanos)
                                + ", attached "
                                + crowd.attached());
            }
        }
    }

    private void write() {
        long now = crowd.now();
        for (CrowdSession session : crowd.sessions()) {
            int index = session.index();
            if (nextNanos[index] > now) {
                continue;
            }
            if (session.isAttached() && session.unanswered() == 0) {
                nextNanos[index] = now + PAUSE_NANOS;
                crowd.send(session, Asking.setData(root + "/" + index, new byte[100]));
            } else if (!session.hasChannel()) {
                nextNanos[index] = now + PAUSE_NANOS;
                crowd.connect(session);
            }
        }
        crowd.pump(0);
        LockSupport.parkNanos(50_000);
    }

    /** The longest pause that ends after {@code since}, in milliseconds. */
    private static double gap(long[] times, long since) {
        long longest = 0;
        for (int i = 1; i < times.length; i++) {
            if (times[i] > since) {
                longest = Math.max(longest, times[i] - times[i - 1]);
            }
        }
        return longest / 1e6;
    }
}
