package zabra.server.run;

import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place in which a running server decides that it must end: says why, once, and completes
 * with the exit code. Any thread.
 */
public final class Fatal {
    private static final Logger LOG = LoggerFactory.getLogger(Fatal.class);

    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

    /** Completes when the server must end. */
    public CompletableFuture<Integer> exitCode() {
        return exitCode;
    }

    /** The server cannot go on; only the first call counts. */
    public void end(int code, String message, Throwable cause) {
        synchronized (this) {
            if (exitCode.isDone()) {
                return;
            }
            LOG.error("{} This server ends now with exit code {}.", message, code, cause);
        }
        exitCode.complete(code);
    }

    public boolean isEnding() {
        return exitCode.isDone();
    }
}
