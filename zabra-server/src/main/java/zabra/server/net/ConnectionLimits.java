package zabra.server.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.server.config.ConnectionConfig;

/**
 * Counts what is accepted and refuses what is over a limit, on the accepting thread, before a lane
 * hears of it: connections are accepted faster than a busy lane takes them on, and those that wait
 * for it have file handles, too. A connection counts until its handle is free again, which its lane
 * sees to.
 */
final class ConnectionLimits extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimits.class);

    private final ConnectionConfig limits;
    private final int handles;
    private final ConcurrentHashMap<InetAddress, Integer> perClient = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder rejected = new LongAdder();

    /**
     * @param handles as many connections as there are file handles for
     */
    ConnectionLimits(ConnectionConfig limits, int handles) {
        this.limits = limits;
        this.handles = handles;
    }

    /** Connections refused for a limit, since start. Any thread. */
    long rejectedCount() {
        return rejected.sum();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel accepted = (Channel) message;
        InetAddress client = ((InetSocketAddress) accepted.remoteAddress()).getAddress();
        int total = open.incrementAndGet();
        int ofClient = perClient.merge(client, 1, Integer::sum);
        String refusal = refusal(client, total, ofClient);
        if (refusal == null) {
            accepted.closeFuture().addListener(_ -> uncount(client));
            context.fireChannelRead(accepted);
        } else {
            reject(accepted, refusal);
            uncount(client);
        }
    }

    /** Why not; null where it may stay. */
    private String refusal(InetAddress client, int total, int ofClient) {
        if (limits.totalMax() > 0 && total > limits.totalMax()) {
            return "Too many connections - max is " + limits.totalMax();
        }
        if (total > handles) {
            return "Too many connections - max is "
                    + handles
                    + " for this limit of open files (ulimit -n)";
        }
        if (limits.perClientMax() > 0 && ofClient > limits.perClientMax()) {
            return "Too many connections from " + client + " - max is " + limits.perClientMax();
        }
        return null;
    }

    private void reject(Channel accepted, String why) {
        rejected.increment();
        LOG.warn("{}", why);
        // A reset, so that a flood of refused clients leaves no socket waiting.
        accepted.config().setOption(ChannelOption.SO_LINGER, 0);
        // No event loop has it yet that could close it.
        accepted.unsafe().closeForcibly();
    }

    private void uncount(InetAddress client) {
        open.decrementAndGet();
        perClient.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    }
}
