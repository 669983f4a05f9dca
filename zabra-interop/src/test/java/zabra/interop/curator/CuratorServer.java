package zabra.interop.curator;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.ExponentialBackoffRetry;
import zabra.interop.server.ServerKind;
import zabra.interop.server.ServerOptions;
import zabra.interop.server.ServerProcess;

/** A server and the Curator clients a test opens to it; closing closes all. */
final class CuratorServer implements AutoCloseable {
    static final int PATIENCE_SECONDS = 60;

    private final ServerProcess process;
    private final Deque<CuratorFramework> clients = new ArrayDeque<>();

    CuratorServer(Path directory) {
        process =
                ServerProcess.start(
                        ServerKind.underTest(),
                        directory,
                        ServerOptions.defaults().unsynced().with("extendedTypesEnabled", "true"));
    }

    /** A client that is connected. */
    CuratorFramework client() throws InterruptedException {
        CuratorFramework client =
                CuratorFrameworkFactory.builder()
                        .connectString(process.connectString())
                        .sessionTimeoutMs(60_000)
                        .connectionTimeoutMs(30_000)
                        .retryPolicy(new ExponentialBackoffRetry(100, 5))
                        .build();
        clients.push(client);
        client.start();
        if (!client.blockUntilConnected(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("Curator does not connect");
        }
        return client;
    }

    void closeClients() {
        while (!clients.isEmpty()) {
            clients.pop().close();
        }
    }

    @Override
    public void close() {
        closeClients();
        process.close();
    }
}
