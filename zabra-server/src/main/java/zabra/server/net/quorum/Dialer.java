package zabra.server.net.quorum;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.protocol.quorum.PeerAddress;

/**
 * Connects to a server that may have several addresses: to all at once, and keeps the connection
 * that is there first. Loop only.
 */
final class Dialer {
    private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);

    private final QuorumLoop loop;
    private final Resolver resolver;
    private final int timeoutMillis;

    Dialer(QuorumLoop loop, Resolver resolver, int timeoutMillis) {
        this.loop = loop;
        this.resolver = resolver;
        this.timeoutMillis = timeoutMillis;
    }

    /**
     * Tries once.
     *
     * @param outcome gets the channel, which does not read yet and has no handler, or null where
     *     there is none; once, never before this call returns
     */
    void dial(List<PeerAddress> addresses, Consumer<Channel> outcome) {
        new Attempt(addresses, outcome).start();
    }

    private final class Attempt {
        private final List<PeerAddress> addresses;
        private final Consumer<Channel> outcome;
        private Future<?> deadline;
        private int pending;
        private boolean done;

        Attempt(List<PeerAddress> addresses, Consumer<Channel> outcome) {
            this.addresses = addresses;
            this.outcome = outcome;
        }

        void start() {
            // Counted before anything can answer.
            pending = addresses.size();
            deadline = loop.schedule(() -> finish(null), addresses.isEmpty() ? 0 : timeoutMillis);
            for (PeerAddress address : addresses) {
                resolver.resolve(address.host(), found -> connect(address, found));
            }
        }

        private void connect(PeerAddress address, InetAddress[] found) {
            if (done) {
                return;
            }
            pending += found.length;
            for (InetAddress host : found) {
                loop.connect(new InetSocketAddress(host, address.port()), timeoutMillis)
                        .addListener((ChannelFuture connected) -> connected(address, connected));
            }
            answered();
        }

        private void connected(PeerAddress address, ChannelFuture connected) {
            if (!connected.isSuccess()) {
                LOG.debug("No connection to {}: {}", address, connected.cause().toString());
                answered();
            } else if (done) {
                connected.channel().close();
            } else {
                finish(connected.channel());
            }
        }

        private void answered() {
            if (--pending == 0 && !done) {
                finish(null);
            }
        }

        private void finish(Channel channel) {
            if (done) {
                return;
            }
            done = true;
            deadline.cancel(false);
            outcome.accept(channel);
        }
    }
}
