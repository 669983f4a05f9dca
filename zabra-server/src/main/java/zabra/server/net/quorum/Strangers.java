package zabra.server.net.quorum;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accepted connections that have not yet said who they are. Each has a time to do so, and only
 * so many are kept: a further one closes the oldest, for who means well speaks at once. So nobody
 * holds up the others by connecting. Loop only.
 */
final class Strangers {
    private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);

    private final QuorumLoop loop;
    private final int max;
    private final int timeoutMillis;
    private final ArrayDeque<Channel> byAge = new ArrayDeque<>();
    private final Map<Channel, Future<?>> deadlines = new HashMap<>();

    Strangers(QuorumLoop loop, int max, int timeoutMillis) {
        this.loop = loop;
        this.max = max;
        this.timeoutMillis = timeoutMillis;
    }

    /** It came. */
    void admit(Channel channel) {
        if (byAge.size() >= max) {
            Channel oldest = byAge.getFirst();
            introduced(oldest);
            close(oldest, "too many connections that do not say who they are");
        }
        byAge.addLast(channel);
        deadlines.put(
                channel,
                loop.schedule(
                        () -> close(channel, "it did not say who it is in time"), timeoutMillis));
        channel.closeFuture().addListener(_ -> introduced(channel));
    }

    /** It said who it is, or is gone. */
    void introduced(Channel channel) {
        Future<?> deadline = deadlines.remove(channel);
        if (deadline != null) {
            deadline.cancel(false);
            byAge.remove(channel);
        }
    }

    int count() {
        return byAge.size();
    }

    private static void close(Channel channel, String why) {
        LOG.info("Closing {}: {}", channel.remoteAddress(), why);
        channel.close();
    }
}
