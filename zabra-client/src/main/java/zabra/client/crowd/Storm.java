package zabra.client.crowd;

import java.time.Duration;
import java.util.List;

/**
 * All connect at once, are cut off at once as a switch that fails does it, and all come back. How
 * long until the last is there, and has any session been lost?
 */
final class Storm {
    private final Crowd crowd;
    private final CrowdOptions options;

    Storm(Crowd crowd, CrowdOptions options) {
        this.crowd = crowd;
        this.options = options;
    }

    Findings run(Cue cue) {
        Duration patience = options.patience();
        Findings findings = new Findings();
        crowd.await(cue, "empty");
        long begun = crowd.now();
        crowd.join(options.sessions(), patience);
        findings.put("connectMillis", (crowd.now() - begun) / 1e6);
        crowd.await(cue, "connected");
        double[] millis = new double[options.rounds()];
        for (int round = 0; round < options.rounds(); round++) {
            List<CrowdSession> all = crowd.sessions();
            all.forEach(crowd::drop);
            // A selector closes its channels' sockets when it selects next.
            crowd.pump(0);
            begun = crowd.now();
            // Pumping may have looked after some already: a second socket would stay open unseen.
            all.stream()
                    .filter(session -> !session.isSilent() && !session.hasChannel())
                    .forEach(crowd::connect);
            crowd.await(
                    "sessions back",
                    () -> crowd.attached() + crowd.refused() >= options.sessions(),
                    patience);
            millis[round] = (crowd.now() - begun) / 1e6;
        }
        findings.put("reattachMillis", Findings.median(millis));
        findings.put("expired", crowd.refused());
        crowd.await(cue, "back");
        return findings;
    }
}
