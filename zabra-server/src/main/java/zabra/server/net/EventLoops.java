package zabra.server.net;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import zabra.peer.Lane;
import zabra.peer.LaneStats;
import zabra.peer.Peer;

/**
 * The event loops, the lane of each, and the loop that accepts: native epoll where there is one,
 * else NIO.
 */
public final class EventLoops {
    static {
        if (System.getProperty("io.netty.leakDetection.level") == null) {
            // It takes the stack of one buffer in a hundred; who looks for a leak turns it on.
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }

    private final MultiThreadIoEventLoopGroup group;
    private final MultiThreadIoEventLoopGroup acceptor;
    private final boolean epoll = Epoll.isAvailable();
    private final IdentityHashMap<EventLoop, LoopContext> contexts = new IdentityHashMap<>();

    /** What the handlers of one loop share. Loop only. */
    static final class LoopContext {
        private final EventLoop loop;
        private final Lane lane;
        private final byte[] scratch = new byte[64 << 10];
        private final Runnable flushing = this::flush;
        private boolean flushIsDue;

        private LoopContext(EventLoop loop, Lane lane) {
            this.loop = loop;
            this.lane = lane;
        }

        Lane lane() {
            return lane;
        }

        byte[] scratch() {
            return scratch;
        }

        /**
         * Flushes when the sockets that are ready now were read, once for all of them: whoever gets
         * an answer wakes up, and on a busy machine takes the core from this loop; all who are
         * answered in one wake-up then find their answers together. At once where much waits. The
         * replica need not wait so long.
         */
        void flushSoon() {
            lane.handOver();
            if (lane.isFull()) {
                lane.flush();
            } else if (!flushIsDue) {
                flushIsDue = true;
                // What a loop gives itself to do follows what it reads.
                loop.execute(flushing);
            }
        }

        private void flush() {
            flushIsDue = false;
            lane.flush();
        }
    }

    /**
     * How many loops to start. A core is left for the replica and log threads: where each core has
     * a loop, these and the loops push one another off the cores, and every wake-up finds fewer
     * sockets ready, so that each costs more of them.
     *
     * @param wanted by the configuration; 0 where it says nothing
     */
    public static int count(int wanted, int cores) {
        return wanted > 0 ? wanted : Math.max(1, cores - 1);
    }

    public EventLoops(Peer peer, int threads) {
        IoHandlerFactory factory = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group =
                new MultiThreadIoEventLoopGroup(
                        threads, new DefaultThreadFactory("zabra-lane"), factory);
        // Who finds the port's backlog full tries again after a second at best; a lane with
        // thousands of clients to serve would let it fill up.
        acceptor =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("zabra-accept"), factory);
        for (EventExecutor executor : group) {
            EventLoop loop = (EventLoop) executor;
            Lane[] lane = new Lane[1];
            Runnable onWakeUp = () -> lane[0].onWakeUp();
            lane[0] = peer.newLane(threads, () -> loop.execute(onWakeUp));
            contexts.put(loop, new LoopContext(loop, lane[0]));
        }
    }

    MultiThreadIoEventLoopGroup group() {
        return group;
    }

    /** The one thread that accepts, and refuses, and does nothing else. */
    MultiThreadIoEventLoopGroup acceptor() {
        return acceptor;
    }

    Class<? extends ServerChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    LoopContext context(EventLoop loop) {
        return contexts.get(loop);
    }

    public List<LaneStats> stats() {
        List<LaneStats> all = new ArrayList<>();
        contexts.values().forEach(context -> all.add(context.lane().stats()));
        return all;
    }

    /**
     * By name; each runs tasks one after the other, between connections or the bytes of its own.
     */
    public Map<String, Executor> executors() {
        Map<String, Executor> all = new LinkedHashMap<>();
        for (EventExecutor executor : group) {
            all.put("event loop " + all.size(), executor);
        }
        all.put("the acceptor", acceptor.next());
        return all;
    }

    public void stop() {
        Future<?> accepting = acceptor.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        accepting.syncUninterruptibly();
    }
}
