package zabra.server;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.peer.rehearsal.Rehearsal;

/**
 * Plays a fail-over in memory once this process serves as a member of an ensemble, on a thread of
 * its own: what it will run when it is elected is loaded and linked by then. Nobody waits for it,
 * and where it fails nothing is lost but that.
 */
final class FailoverRehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(FailoverRehearsal.class);

    /** Once in a process is enough, however many servers it has. */
    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private FailoverRehearsal() {}

    /** Begins, unless it has. Any thread. */
    static void begin() {
        if (!BEGUN.get() && BEGUN.compareAndSet(false, true)) {
            Thread.ofPlatform().name("zabra-rehearsal").daemon().start(FailoverRehearsal::play);
        }
    }

    private static void play() {
        try {
            Rehearsal.play();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("A fail-over cannot be rehearsed; the first one takes longer", e);
        }
    }
}
