package zabra.server.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says why connections cannot be accepted, mostly that there are no file handles left, and tries
 * again after a while: those that wait stay in the kernel's queue, and all that are connected go
 * on. On the accepting thread.
 */
final class AcceptFailures extends ChannelInboundHandlerAdapter {
    /** Trying at once would keep the thread busy with failing. */
    static final int PAUSE_SECONDS = 1;

    private static final Logger LOG = LoggerFactory.getLogger(AcceptFailures.class);

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.warn(
                "Cannot accept a connection: {}. The next try is in {} s; where file handles are"
                        + " short, raise the limit of open files (ulimit -n)",
                cause.getMessage(),
                PAUSE_SECONDS);
        context.channel().config().setAutoRead(false);
        context.executor()
                .schedule(
                        () -> context.channel().config().setAutoRead(true),
                        PAUSE_SECONDS,
                        TimeUnit.SECONDS);
    }
}
