package zabra.client.crowd;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import zabra.client.FreshPath;

/** All sessions watch one znode. How long after it was changed has the last one heard of it? */
final class FanOut {
    private final Crowd crowd;
    private final CrowdOptions options;
    private final String path = FreshPath.of("fanout");
    private final EventCount events = new EventCount();

    FanOut(Crowd crowd, CrowdOptions options) {
        this.crowd = crowd;
        this.options = options;
        crowd.listen(events);
    }

    Findings run(Cue cue) {
        Duration patience = options.patience();
        CrowdSession writer = crowd.join();
        crowd.await("session", writer::isAttached, patience);
        crowd.demand(writer, List.of(Asking.create(path, new byte[100], false)), patience);
        crowd.join(options.sessions(), patience);
        crowd.await(cue, "ready");
        byte[] watch = Asking.getData(path, true);
        byte[] change = Asking.setData(path, new byte[100]);
        double[] millis = new double[options.rounds()];
        for (int round = 0; round < options.rounds(); round++) {
            List<CrowdSession> watchers = crowd.sessions().subList(1, crowd.sessions().size());
            for (CrowdSession session : watchers) {
                crowd.send(session, watch);
                crowd.pump(0);
            }
            crowd.await(
                    "watches",
                    () -> watchers.stream().allMatch(s -> s.unanswered() == 0),
                    patience);
            long before = events.count();
            long begun = crowd.now();
            crowd.send(writer, change);
            crowd.await("events", () -> events.count() - before >= options.sessions(), patience);
            millis[round] = (events.lastNanos() - begun) / 1e6;
        }
        crowd.await(cue, "fired");
        crowd.demand(writer, List.of(Asking.delete(path)), patience);
        Findings findings = new Findings();
        // The first rounds are warm-up.
        double[] warm = Arrays.copyOfRange(millis, millis.length / 3, millis.length);
        findings.put("lastEventMillis", Findings.median(warm));
        findings.put("errors", crowd.errors());
        return findings;
    }
}
