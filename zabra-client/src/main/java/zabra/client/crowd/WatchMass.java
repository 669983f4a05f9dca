package zabra.client.crowd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import zabra.client.FreshPath;

/**
 * Every session watches the same many znodes: what do so many watches occupy, and how fast do they
 * fire?
 */
final class WatchMass {
    private static final int AT_ONCE = 100;

    private final Crowd crowd;
    private final CrowdOptions options;
    private final String root = FreshPath.of("watches");
    private final EventCount events = new EventCount();

    WatchMass(Crowd crowd, CrowdOptions options) {
        this.crowd = crowd;
        this.options = options;
        crowd.listen(events);
    }

    Findings run(Cue cue) {
        Duration patience = options.patience();
        CrowdSession writer = crowd.join();
        crowd.await("session", writer::isAttached, patience);
        List<byte[]> creates = new ArrayList<>();
        List<byte[]> changes = new ArrayList<>();
        List<byte[]> watches = new ArrayList<>();
        creates.add(Asking.create(root, new byte[0], false));
        for (int i = 0; i < options.each(); i++) {
            String path = root + "/" + i;
            creates.add(Asking.create(path, new byte[100], false));
            changes.add(Asking.setData(path, new byte[100]));
            watches.add(Asking.getData(path, true));
        }
        crowd.demand(writer, creates, patience);
        crowd.join(options.sessions(), patience);
        // Buffers grow by the first requests; what watches occupy is what comes on top.
        readAll(creates.size(), false);
        crowd.await(cue, "before");
        long begun = crowd.now();
        setAll(watches);
        double setMillis = (crowd.now() - begun) / 1e6;
        crowd.await(cue, "watching");
        long all = (long) options.sessions() * options.each();
        begun = crowd.now();
        changes.forEach(change -> crowd.send(writer, change));
        crowd.await("events", () -> events.count() >= all, patience);
        Findings findings = new Findings();
        findings.put("watches", (double) all);
        findings.put("setMillis", setMillis);
        findings.put("lastEventMillis", (events.lastNanos() - begun) / 1e6);
        findings.put("errors", crowd.errors());
        crowd.await(cue, "fired");
        return findings;
    }

    private void readAll(int count, boolean watch) {
        List<byte[]> reads = new ArrayList<>();
        for (int i = 0; i < count - 1; i++) {
            reads.add(Asking.getData(root + "/" + i, watch));
        }
        setAll(reads);
    }

    /** Sends all requests on all sessions but the writer's, some at a time. */
    private void setAll(List<byte[]> requests) {
        for (int from = 0; from < requests.size(); from += AT_ONCE) {
            List<byte[]> some = requests.subList(from, Math.min(from + AT_ONCE, requests.size()));
            for (CrowdSession session : crowd.sessions()) {
                if (session.index() > 0) {
                    some.forEach(request -> crowd.send(session, request));
                    crowd.pump(0);
                }
            }
            crowd.await(
                    "answers",
                    () -> crowd.sessions().stream().allMatch(s -> s.unanswered() == 0),
                    options.patience());
        }
    }
}
