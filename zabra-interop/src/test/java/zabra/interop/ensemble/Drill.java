package zabra.interop.ensemble;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import zabra.interop.server.ServerKind;

/**
 * An ensemble under load that faults strike one after another; after each it must be whole again.
 * With {@code -Dinterop.talk=true} it says what it does. Owned by one thread.
 */
final class Drill implements AutoCloseable {
    private static final int MORE_MAX = 150;

    private final Ensemble ensemble;
    private final Load load;
    private final long begun = System.nanoTime();
    private int struck;

    /** Starts servers of these kinds and the load. */
    Drill(Path directory, List<ServerKind> kinds) throws Exception {
        ensemble = Ensemble.start(directory, kinds, Ensemble.quick(), List.of());
        try {
            load = new Load(ensemble);
            load.awaitProgress(ensemble.members(), 20, "fair weather");
        } catch (Exception | AssertionError e) {
            ensemble.close();
            throw e;
        }
    }

    Ensemble ensemble() {
        return ensemble;
    }

    /** One fault from beginning to end, while writers on the other servers go on. */
    void strike(Fault fault, SplittableRandom random) {
        String words = "fault " + struck++ + ": " + fault;
        say(words);
        fault.strike(ensemble);
        if (fault.kind() != Fault.Kind.KILL_ALL) {
            load.awaitProgress(fault.bystanders(ensemble), 1 + random.nextInt(MORE_MAX), words);
        }
        if (random.nextBoolean()) {
            fault.awaitNoticed();
        }
        fault.heal(ensemble);
        awaitWhole("the time after " + words);
    }

    /** Waits until every server serves, and every writer works. */
    void awaitWhole(String during) {
        ensemble.awaitAll();
        load.awaitProgress(ensemble.members(), 5, during);
    }

    /** Prints it, where that is wanted. */
    void say(String words) {
        if (Boolean.getBoolean("interop.talk")) {
            Duration since = Duration.ofNanos(System.nanoTime() - begun);
            System.out.println(since.toMillis() + " ms " + words + "; " + ensemble.modes());
        }
    }

    /** Ends the load and holds all servers to what they promised. */
    void check() throws Exception {
        say(load.check());
    }

    @Override
    public void close() {
        load.close();
        ensemble.close();
    }
}
