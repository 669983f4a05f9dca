package zabra.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;
import zabra.peer.ConnectionThrottle;
import zabra.server.config.ConnectionConfig;

final class ConnectionLimitsTest {
    private static final int UNLIMITED = 0;

    private EmbeddedChannel listening;
    private ConnectionLimits limits;

    private void listen(int perClient, int total, int handles) {
        ConnectionConfig config =
                new ConnectionConfig(perClient, total, 0, 0, ConnectionThrottle.Options.OFF);
        limits = new ConnectionLimits(config, handles);
        listening = new EmbeddedChannel(limits);
    }

    /** An accepted connection that no event loop has yet. */
    private static final class Accepted extends EmbeddedChannel {
        private final String client;

        Accepted(String client) {
            super(DefaultChannelId.newInstance(), false, false);
            this.client = client;
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(client, 40_000);
        }
    }

    private static Accepted from(int client) {
        return new Accepted("10.0.0." + client);
    }

    private boolean admits(Accepted accepted) {
        listening.writeInbound(accepted);
        Accepted passedOn = listening.readInbound();
        if (passedOn != null) {
            assertThat(passedOn).isSameAs(accepted);
        }
        assertThat(accepted.isOpen()).isEqualTo(passedOn != null);
        return passedOn != null;
    }

    private static void serveAndClose(Accepted accepted) throws Exception {
        accepted.register();
        accepted.close().sync();
    }

    @Test
    void refusesTheOneOverTheLimitOfTheServer() {
        listen(UNLIMITED, 2, 100);
        assertThat(admits(from(1))).isTrue();
        assertThat(admits(from(2))).isTrue();
        assertThat(admits(from(3))).isFalse();
        assertThat(limits.rejectedCount()).isEqualTo(1);
    }

    @Test
    void refusesTheOneOverTheLimitOfItsClientOnly() {
        listen(2, UNLIMITED, 100);
        assertThat(admits(from(1))).isTrue();
        assertThat(admits(from(1))).isTrue();
        assertThat(admits(from(1))).isFalse();
        assertThat(admits(from(2))).isTrue();
    }

    @Test
    void refusesTheOneForWhichNoHandleIsLeft() {
        listen(UNLIMITED, UNLIMITED, 2);
        assertThat(admits(from(1))).isTrue();
        assertThat(admits(from(2))).isTrue();
        assertThat(admits(from(3))).isFalse();
    }

    @Test
    void hasRoomAgainWhenOneIsClosed() throws Exception {
        listen(1, 2, 100);
        Accepted first = from(1);
        assertThat(admits(first)).isTrue();
        assertThat(admits(from(2))).isTrue();
        assertThat(admits(from(3))).isFalse();
        serveAndClose(first);
        assertThat(admits(from(1))).isTrue();
        assertThat(admits(from(3))).isFalse();
    }

    @Test
    void doesNotCountWhomItRefuses() throws Exception {
        listen(1, 1, 100);
        Accepted first = from(1);
        assertThat(admits(first)).isTrue();
        for (int i = 0; i < 10; i++) {
            assertThat(admits(from(1))).isFalse();
        }
        serveAndClose(first);
        assertThat(admits(from(1))).isTrue();
        assertThat(limits.rejectedCount()).isEqualTo(10);
    }
}
