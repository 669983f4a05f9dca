package zabra.server.health;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import zabra.server.http.HttpAnswer;
import zabra.server.http.HttpPage;

/**
 * The pages of the health port. They are served from before the data is read until after the last
 * client is let go.
 *
 * <ul>
 *   <li>{@code /startupz}: 200 once the data is read and the ports are open.
 *   <li>{@code /livez}: 200 unless the process is beyond help; while it starts or stops, too.
 *   <li>{@code /readyz}: 200 while clients are served: by a member that has caught up, and has a
 *       quorum.
 * </ul>
 */
public final class HealthPages {
    private final BooleanSupplier ending;
    private volatile Stage stage = Stage.STARTING;
    private volatile Liveness liveness;
    private volatile Supplier<Optional<String>> idle = () -> Optional.of("it starts");

    /**
     * @param ending whether the server has found that it must end
     */
    public HealthPages(BooleanSupplier ending) {
        this.ending = ending;
    }

    /**
     * The server runs.
     *
     * @param threads which must be alive
     * @param notServing why it serves no clients; empty where it does
     */
    public void running(Liveness threads, Supplier<Optional<String>> notServing) {
        liveness = threads;
        idle = notServing;
        stage = Stage.RUNNING;
    }

    /** The server was told to stop: no more clients are wanted. */
    public void stopping() {
        stage = Stage.STOPPING;
    }

    /** By path. */
    public Map<String, HttpPage> pages() {
        return Map.of("/livez", this::live, "/readyz", this::ready, "/startupz", this::started);
    }

    private HttpAnswer live() {
        if (ending.getAsBoolean()) {
            return HttpAnswer.unavailable("ending: the log says why\n");
        }
        Stage now = stage;
        List<String> hanging = now == Stage.RUNNING ? liveness.hanging() : List.of();
        // What hangs because it has been told to end meanwhile does not count.
        return hanging.isEmpty() || stage == Stage.STOPPING
                ? HttpAnswer.ok("alive: " + word(now) + "\n")
                : HttpAnswer.unavailable("hanging: " + String.join("; ", hanging) + "\n");
    }

    private HttpAnswer ready() {
        if (ending.getAsBoolean()) {
            return HttpAnswer.unavailable("not ready: it ends, the log says why\n");
        }
        return switch (stage) {
            case STARTING -> HttpAnswer.unavailable("not ready: it reads its data\n");
            case STOPPING -> HttpAnswer.unavailable("not ready: it stops\n");
            case RUNNING ->
                    idle.get()
                            .map(why -> HttpAnswer.unavailable("not ready: " + why + "\n"))
                            .orElseGet(() -> HttpAnswer.ok("ready\n"));
        };
    }

    private HttpAnswer started() {
        Stage now = stage;
        return now == Stage.STARTING
                ? HttpAnswer.unavailable("starting: it reads its data\n")
                : HttpAnswer.ok("started: " + word(now) + "\n");
    }

    private static String word(Stage stage) {
        return switch (stage) {
            case STARTING -> "starting";
            case RUNNING -> "running";
            case STOPPING -> "stopping";
        };
    }
}
