package zabra.server;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import zabra.server.config.ServerConfig;

/** A running server. Thread-safe. */
public final class ZabraServer implements AutoCloseable {
    private ZabraServer() {}

    /**
     * Starts a server: returns when it serves.
     *
     * @throws java.net.BindException where the client port is taken
     * @throws IOException where its data cannot be read or written
     */
    public static ZabraServer start(ServerConfig config) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The client port it listens on; -1 where it listens on none. */
    public int clientPort() {
        throw new UnsupportedOperationException();
    }

    /** Completes with the process's exit code when the server must end, a failed disk for one. */
    public CompletableFuture<Integer> exitCode() {
        throw new UnsupportedOperationException();
    }

    /** Stops cleanly: what was acknowledged is on disk, the ports are free. Idempotent. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
