package zabra.interop.javaclient;

import java.io.IOException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/** Opens Apache ZooKeeper's client and waits until it is connected. */
final class ConnectedClient {
    static final int TIMEOUT_MILLIS = 60_000;

    private ConnectedClient() {}

    static ZooKeeper open(String connectString) throws IOException {
        return open(connectString, new Events());
    }

    static ZooKeeper open(String connectString, Events events) throws IOException {
        ZooKeeper client =
                new ZooKeeper(connectString, TIMEOUT_MILLIS, events, new ZKClientConfig());
        events.await(KeeperState.SyncConnected);
        return client;
    }
}
