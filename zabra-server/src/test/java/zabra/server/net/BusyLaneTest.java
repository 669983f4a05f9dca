package zabra.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zabra.peer.ConnectionThrottle;
import zabra.peer.Journal;
import zabra.peer.Peer;
import zabra.peer.PeerEvents;
import zabra.peer.PeerOptions;
import zabra.peer.SnapshotPort;
import zabra.peer.TreeLock;
import zabra.peer.durable.DurableStep;
import zabra.protocol.snapshot.StateImage;
import zabra.server.config.ClientPortConfig;
import zabra.server.config.ConnectionConfig;
import zabra.server.run.SystemClock;
import zabra.tree.DataTree;
import zabra.tree.TreeOptions;
import zabra.tree.acl.Acls;
import zabra.tree.prepare.PrepareOptions;

/** The client port while the only lane has its hands full. */
final class BusyLaneTest {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int CLIENTS_MAX = 2;

    private final CountDownLatch busy = new CountDownLatch(1);
    private EventLoops loops;
    private ClientListener listener;

    @BeforeEach
    void startWithABusyLane() throws Exception {
        Peer peer =
                new Peer(
                        new DataTree(TreeOptions.DEFAULT),
                        new TreeLock(),
                        new Acls(List.of(), false),
                        PeerOptions.defaults(2000),
                        PrepareOptions.DEFAULT,
                        1,
                        null,
                        new Peer.Ports(
                                new SystemClock(),
                                new UnusedJournal(),
                                new UnusedSnapshots(),
                                new Random(1),
                                PeerEvents.NONE));
        loops = new EventLoops(peer, 1);
        ConnectionConfig limits =
                new ConnectionConfig(0, CLIENTS_MAX, 0, 1, ConnectionThrottle.Options.OFF);
        // No words: nobody says one.
        listener = new ClientListener(loops, peer.serving(), limits, null);
        CountDownLatch held = new CountDownLatch(1);
        loops.group()
                .next()
                .execute(() -> {
                    held.countDown();
                    try {
                        busy.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        held.await();
        listener.start(new ClientPortConfig(ClientPortConfig.ANY_FREE, "127.0.0.1", -1));
    }

    @AfterEach
    void stop() {
        busy.countDown();
        listener.stop();
        loops.stop();
    }

    /** Who waits for the lane has a file handle, too. */
    @Test
    void doesNotKeepThePortFromRefusing() throws Exception {
        try (Socket first = connect();
                Socket second = connect();
                Socket third = connect()) {
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> third.getInputStream().read())
                    .withMessageContaining("reset");
            assertThat(listener.rejectedCount()).isEqualTo(1);
            assertThat(first.isConnected()).isTrue();
            assertThat(second.isConnected()).isTrue();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** Nobody gets as far as a session here. */
    private static final class UnusedJournal implements Journal {
        @Override
        public void append(long zxid, byte[] txn) {
            throw new IllegalStateException("asked to log " + zxid);
        }

        @Override
        public void roll() {
            throw new IllegalStateException("asked to roll");
        }

        @Override
        public void flush() {
            throw new IllegalStateException("asked to flush");
        }

        @Override
        public void perform(DurableStep step) {
            throw new IllegalStateException("asked for " + step);
        }
    }

    private static final class UnusedSnapshots implements SnapshotPort {
        @Override
        public boolean isBusy() {
            return true;
        }

        @Override
        public void save(StateImage image) {
            throw new IllegalStateException("asked to save");
        }
    }
}
