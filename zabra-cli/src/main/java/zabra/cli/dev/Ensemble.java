package zabra.cli.dev;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The servers while they run: starts them, waits until they serve, tells when one ends and starts
 * it again. One thread, but for {@link #stop}.
 */
public final class Ensemble {
    private static final long START_PATIENCE_MILLIS = 60_000;
    private static final long POLL_MILLIS = 100;
    private static final long STOP_PATIENCE_MILLIS = 15_000;

    /** Time for a Ctrl-C, which reaches every process at once, to reach this one, too. */
    private static final long RESTART_DELAY_MILLIS = 1000;

    /** A server that ends as often in a row without having served is left alone. */
    private static final int FUTILE_STARTS_MAX = 5;

    /**
     * How servers are run.
     *
     * @param mainClass of the command line
     * @param heapMegabytes of each server
     * @param restart start a server again that has ended
     * @param verbose servers log to standard output, not into their files
     */
    public record Options(String mainClass, int heapMegabytes, boolean restart, boolean verbose) {}

    private final Layout layout;
    private final Options options;
    private final PrintWriter out;
    private final List<Child> children = new ArrayList<>();
    private final BlockingQueue<Child> ended = new LinkedBlockingQueue<>();
    private final Map<Integer, Integer> futileStarts = new HashMap<>();
    private volatile boolean stopping;

    public Ensemble(Layout layout, Options options, PrintWriter out) {
        this.layout = layout;
        this.options = options;
        this.out = out;
        for (Layout.Server server : layout.servers()) {
            children.add(
                    new Child(
                            server,
                            options.mainClass(),
                            options.heapMegabytes(),
                            options.verbose()));
        }
    }

    /**
     * Starts all servers, and returns when each serves.
     *
     * @return whether they do; where not, it was told why
     */
    public boolean start() throws IOException, InterruptedException {
        synchronized (this) {
            for (Child child : children) {
                launch(child);
            }
        }
        long deadline = System.nanoTime() + START_PATIENCE_MILLIS * 1_000_000;
        while (!stopping) {
            Child gone = ended.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (gone != null) {
                if (gone.wasAskedToEnd()) {
                    Thread.sleep(RESTART_DELAY_MILLIS);
                }
                if (!stopping) {
                    report(gone, "it did not start");
                }
                return false;
            }
            if (children.stream().noneMatch(child -> mode(child).isEmpty())) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                say(
                        "The servers do not serve after a minute; see their logs in "
                                + layout.directory());
                return false;
            }
        }
        return false;
    }

    private void launch(Child child) throws IOException {
        child.start();
        child.process().onExit().thenRun(() -> ended.add(child));
    }

    private String mode(Child child) {
        return Srvr.mode(layout.host(), child.server().clientPort());
    }

    private void report(Child child, String what) {
        say(child.name() + " " + child.end() + "; " + what);
        if (!options.verbose()) {
            child.logTail().forEach(line -> say("    " + line));
        }
    }

    /** A line for each server: address, process, what it does. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        for (Child child : children) {
            lines.add(
                    "server %d   %s   pid %d   %s"
                            .formatted(
                                    child.server().sid(),
                                    layout.address(child.server()),
                                    child.process().pid(),
                                    mode(child)));
        }
        return lines;
    }

    /**
     * Watches until {@link #stop}, or until no server is left.
     *
     * @return whether it was stopped
     */
    public boolean watch() throws IOException, InterruptedException {
        while (!stopping) {
            Child gone = ended.take();
            Thread.sleep(RESTART_DELAY_MILLIS);
            if (stopping) {
                return true;
            }
            if (!tellOf(gone)) {
                return false;
            }
        }
        return true;
    }

    /** Whether any server is left. */
    private boolean tellOf(Child gone) throws IOException, InterruptedException {
        int futile = futileStarts.getOrDefault(gone.server().sid(), 0);
        if (!options.restart()) {
            say(gone.name() + " " + gone.end() + ", and is not started again");
            tellWhoLeads();
        } else if (futile == FUTILE_STARTS_MAX) {
            report(gone, "too often: it is not started again");
        } else {
            futileStarts.merge(gone.server().sid(), 1, Integer::sum);
            say(gone.name() + " " + gone.end());
            tellWhoLeads();
            restart(gone);
        }
        return children.stream().anyMatch(Child::isAlive);
    }

    private void restart(Child child) throws IOException, InterruptedException {
        synchronized (this) {
            if (stopping) {
                return;
            }
            launch(child);
        }
        say(child.name() + " is started again");
        String mode = awaitMode(child);
        if (!mode.isEmpty()) {
            futileStarts.remove(child.server().sid());
            say(child.name() + " is back: " + mode);
        }
    }

    private void tellWhoLeads() throws InterruptedException {
        long deadline = System.nanoTime() + START_PATIENCE_MILLIS * 1_000_000;
        while (!stopping && ended.isEmpty() && System.nanoTime() < deadline && hasQuorum()) {
            for (Child child : children) {
                if (child.isAlive() && mode(child).equals("leader")) {
                    say(child.name() + " leads");
                    return;
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private boolean hasQuorum() {
        return children.stream().filter(Child::isAlive).count() > children.size() / 2;
    }

    private String awaitMode(Child child) throws InterruptedException {
        long deadline = System.nanoTime() + START_PATIENCE_MILLIS * 1_000_000;
        while (!stopping && child.isAlive() && System.nanoTime() < deadline) {
            String mode = mode(child);
            if (!mode.isEmpty()) {
                return mode;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return "";
    }

    /** Whether {@link #stop} was called. Any thread. */
    public boolean isStopping() {
        return stopping;
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Stops every server and waits for their ends. Any thread; idempotent. */
    public void stop() throws InterruptedException {
        synchronized (this) {
            stopping = true;
        }
        children.forEach(Child::askToStop);
        for (Child child : children) {
            child.awaitEnd(STOP_PATIENCE_MILLIS);
        }
    }
}
