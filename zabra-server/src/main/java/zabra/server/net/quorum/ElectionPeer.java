package zabra.server.net.quorum;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.protocol.JuteWriter;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.PeerAddress;
import zabra.protocol.quorum.PeerState;

/**
 * Our election connection to one other server: at most one stands, at most one is being made; one
 * on which our questions get no answer is given up. Loop only.
 *
 * <p>One vote waits to be sent, a newer one replaces it: only the newest counts. A new connection
 * with nothing waiting begins with what was sent last, for that may have been lost with the old
 * one.
 */
final class ElectionPeer {
    private static final Logger LOG = LoggerFactory.getLogger(ElectionPeer.class);

    /** What is being done to get a connection. */
    private enum Effort {
        NONE,
        /** Connecting. */
        DIALING,
        /** Connected to a larger server, told it who we are, closed: it is to call back. */
        AWAITING_CALL
    }

    private final ElectionPort port;
    private final long sid;

    private Channel standing;

    /** It is there, or was, or called: where we are the one that calls, it waits for that. */
    private boolean expected;

    private boolean writing;
    private Notification waiting;
    private Notification last;

    /** When we asked, on the connection that stands, what is not answered yet; nanoseconds. */
    private long askedNanos;

    /** When we asked last. */
    private long askedAgainNanos;

    private boolean asking;

    private Effort effort = Effort.NONE;

    /**
     * It connected to us, though {@link #standing} did: that one is lost unless a new one comes.
     */
    private Channel doubted;

    /** It connected to us while we dialed: dial again if that fails, it may have moved. */
    private boolean called;

    /** Where it said that it is, when it called last; for one in the config good for one try. */
    private List<PeerAddress> told = List.of();

    private Future<?> timer;
    private int redialMillis;

    ElectionPeer(ElectionPort port, long sid) {
        this.port = port;
        this.sid = sid;
        this.redialMillis = port.options().redialMinMillis();
    }

    long sid() {
        return sid;
    }

    void send(Notification notification) {
        if (standing != null && isUnanswered(notification)) {
            LOG.info("Server {} does not answer on a connection that stands: making it anew", sid);
            Channel dead = standing;
            broken(dead);
            dead.close();
        }
        waiting = notification;
        if (standing == null) {
            dial();
        } else {
            pump();
        }
    }

    /**
     * Whether we ask in vain. Who looks for a leader asks: another one that has one answers, and
     * one that looks, too, asks by itself again and again. Where neither comes the connection is
     * dead, however well it stands here: what its other end, or anything between, forgot may be
     * swallowed without a word for as long as TCP repeats it. A new one shows what is true.
     *
     * <p>An answer gets no answer; and the last question of an election may have none, because
     * there was a leader then.
     */
    private boolean isUnanswered(Notification next) {
        long now = System.nanoTime();
        long most = TimeUnit.MILLISECONDS.toNanos(port.options().electionSilenceMillis());
        boolean another =
                !asking
                        || last == null
                        || (last.electionEpoch() != next.electionEpoch()
                                && now - askedAgainNanos > most);
        asking = next.state() == PeerState.LOOKING;
        askedAgainNanos = now;
        if (another) {
            askedNanos = now;
        }
        return asking && !another && now - askedNanos >= most;
    }

    void dialUnlessStanding() {
        if (standing == null) {
            dial();
        }
    }

    /** It, the smaller one, connected to be called back, at these addresses if it names any. */
    void callBack(List<PeerAddress> addresses) {
        expected = true;
        told = addresses;
        doubted = standing;
        if (effort == Effort.DIALING) {
            called = true;
        } else {
            dial();
        }
    }

    /** This connection is the one from now on. */
    void stand(Channel channel) {
        Channel old = standing;
        standing = channel;
        doubted = null;
        expected = true;
        writing = false;
        asking = false;
        redialMillis = port.options().redialMinMillis();
        if (effort != Effort.DIALING) {
            cancelTimer();
            effort = Effort.NONE;
        }
        if (old != null) {
            old.close();
        }
        port.loop().breakWhenSilent(channel, port.options().electionSilenceMillis());
        channel.closeFuture().addListener(_ -> broken(channel));
        LOG.debug("Election connection to server {} stands", sid);
        port.reachable(sid, true);
        if (waiting == null) {
            waiting = last;
        }
        pump();
    }

    void received(Channel channel, Notification notification) {
        if (channel.equals(standing) && !port.isStopped()) {
            asking = false;
            port.vote(sid, notification);
        }
    }

    private void broken(Channel channel) {
        if (!channel.equals(standing) || port.isStopped()) {
            return;
        }
        standing = null;
        doubted = null;
        writing = false;
        LOG.info("Election connection to server {} broke", sid);
        unreachable();
    }

    private void dial() {
        if (effort != Effort.NONE) {
            return;
        }
        cancelTimer();
        effort = Effort.DIALING;
        called = false;
        port.dialer().dial(port.configured(sid), this::dialedWhereConfigured);
    }

    /**
     * Where it says it is comes second: many a server calls itself "localhost". But who moved, or
     * is not in the config, is nowhere else.
     */
    private void dialedWhereConfigured(Channel channel) {
        if (channel == null && !told.isEmpty() && !port.isStopped()) {
            List<PeerAddress> once = told;
            if (port.isMember(sid)) {
                told = List.of();
            }
            port.dialer().dial(once, this::dialed);
        } else {
            dialed(channel);
        }
    }

    private void dialed(Channel channel) {
        effort = Effort.NONE;
        if (port.isStopped()) {
            if (channel != null) {
                channel.close();
            }
        } else if (channel == null) {
            notDialed();
        } else if (sid > port.sid()) {
            askToBeCalled(channel);
        } else {
            channel.writeAndFlush(initialMessage(channel));
            channel.pipeline().addLast(new ElectionHandler(port, this));
            stand(channel);
            channel.config().setAutoRead(true);
        }
    }

    private void notDialed() {
        if (called) {
            dial();
            return;
        }
        LOG.debug("No election connection to server {}", sid);
        if (standing == null) {
            unreachable();
        } else if (standing.equals(doubted)) {
            // It would not have called if this one stood at its end.
            standing.close();
        }
    }

    private void askToBeCalled(Channel channel) {
        if (standing != null) {
            channel.close();
            return;
        }
        channel.writeAndFlush(initialMessage(channel)).addListener(ChannelFutureListener.CLOSE);
        effort = Effort.AWAITING_CALL;
        timer = port.loop().schedule(this::notCalled, port.options().connectTimeoutMillis());
    }

    private void notCalled() {
        timer = null;
        effort = Effort.NONE;
        LOG.info("Server {} was asked to connect to us, and did not", sid);
        unreachable();
    }

    /**
     * Nothing stands. A voter that we call, and that was there before, is called again and again:
     * so it is known whether it lives. Who calls us will do so when it comes back.
     */
    private void unreachable() {
        port.reachable(sid, false);
        boolean ours = expected && sid < port.sid() && port.isVoter(sid);
        if (ours && effort == Effort.NONE && timer == null) {
            timer = port.loop().schedule(this::redial, redialMillis);
            redialMillis = Math.min(2 * redialMillis, port.options().redialMaxMillis());
        }
        if (effort == Effort.NONE && timer == null) {
            port.idle(this);
        }
    }

    private void redial() {
        timer = null;
        if (standing == null && !port.isStopped()) {
            dial();
        }
    }

    private void pump() {
        if (standing == null || writing || waiting == null) {
            return;
        }
        Channel channel = standing;
        JuteWriter out = new JuteWriter();
        waiting.write(out);
        last = waiting;
        waiting = null;
        writing = true;
        channel.writeAndFlush(bytes(channel, out)).addListener(_ -> written(channel));
    }

    private void written(Channel channel) {
        if (channel.equals(standing)) {
            writing = false;
            pump();
        }
    }

    private ByteBuf initialMessage(Channel channel) {
        JuteWriter out = new JuteWriter();
        port.initialMessage().write(out);
        return bytes(channel, out);
    }

    private static ByteBuf bytes(Channel channel, JuteWriter out) {
        return channel.alloc()
                .directBuffer(out.position())
                .writeBytes(out.array(), 0, out.position());
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    void stop() {
        cancelTimer();
        if (standing != null) {
            standing.close();
        }
    }
}
