package zabra.interop.javaclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;

/** A watcher that keeps what it is told, in order, to be taken by a test. */
final class Events implements Watcher {
    private static final int PATIENCE_SECONDS = 60;

    private final LinkedBlockingQueue<WatchedEvent> queue = new LinkedBlockingQueue<>();

    @Override
    public void process(WatchedEvent event) {
        queue.add(event);
    }

    /** The next event, whatever it is. */
    WatchedEvent take() {
        try {
            WatchedEvent event = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(event).as("an event").isNotNull();
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The next event about a znode is this one; changes of the connection are passed over. */
    void expect(EventType type, String path) {
        WatchedEvent event = take();
        while (event.getType() == EventType.None) {
            event = take();
        }
        assertThat(event.getType() + " " + event.getPath()).isEqualTo(type + " " + path);
    }

    /** Passes over everything until the connection is in this state. */
    void await(KeeperState state) {
        WatchedEvent event = take();
        while (event.getType() != EventType.None || event.getState() != state) {
            event = take();
        }
    }

    /** Nothing came that was not taken; ask after a round trip that would have brought it. */
    void expectNothing() {
        assertThat(queue).isEmpty();
    }
}
