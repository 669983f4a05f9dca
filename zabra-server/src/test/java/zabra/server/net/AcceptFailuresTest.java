package zabra.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AcceptFailuresTest {
    @Test
    void pausesAndTriesAgain() {
        EmbeddedChannel listener = new EmbeddedChannel(new AcceptFailures());
        listener.freezeTime();

        listener.pipeline().fireExceptionCaught(new IOException("Too many open files"));

        assertThat(listener.config().isAutoRead()).isFalse();
        assertThat(listener.isOpen()).isTrue();
        listener.advanceTimeBy(AcceptFailures.PAUSE_SECONDS, TimeUnit.SECONDS);
        listener.runScheduledPendingTasks();
        assertThat(listener.config().isAutoRead()).isTrue();
        // Nothing is left for Netty to complain about.
        listener.checkException();
    }
}
