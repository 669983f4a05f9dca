package zabra.client.crowd;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What happens to a crowd. The lower-case name is what a person types. */
public enum Occasion {
    FANOUT("one znode is watched by all sessions, and changed"),
    WATCHES("each session watches --each znodes, which all are changed"),
    STORM("all connect at once, are cut off at once, and come back at once"),
    EXPIRY("all have --each ephemerals and expire together, while others write"),
    IDLE("all do nothing"),
    GAP("one writer per server, and the longest time without an acknowledged write");

    private final String description;

    Occasion(String description) {
        this.description = description;
    }

    /** One line for a person. */
    public String description() {
        return description;
    }

    /** The occasion of that name, in any case. */
    public static Optional<Occasion> of(String word) {
        return Arrays.stream(values()).filter(o -> o.word().equalsIgnoreCase(word)).findFirst();
    }

    /** As a person types it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Lets it happen, on the calling thread.
     *
     * @throws CrowdException where it cannot come to its end
     */
    public Findings run(CrowdOptions options, Cue cue) {
        Duration timeout = options.sessionTimeout();
        try (Crowd crowd = new Crowd(options.servers(), System::nanoTime, timeout)) {
            Findings findings =
                    switch (this) {
                        case FANOUT -> new FanOut(crowd, options).run(cue);
                        case WATCHES -> new WatchMass(crowd, options).run(cue);
                        case STORM -> new Storm(crowd, options).run(cue);
                        case EXPIRY -> new Expiry(crowd, options).run(cue);
                        case IDLE -> idle(crowd, options, cue);
                        case GAP -> new Gap(crowd, options).run(cue);
                    };
            findings.put("retries", crowd.retries());
            return findings;
        }
    }

    private static Findings idle(Crowd crowd, CrowdOptions options, Cue cue) {
        crowd.await(cue, "empty");
        crowd.join(options.sessions(), options.patience());
        crowd.await(cue, "idle");
        Findings findings = new Findings();
        findings.put("attached", crowd.attached());
        findings.put("lost", crowd.lost());
        return findings;
    }
}
