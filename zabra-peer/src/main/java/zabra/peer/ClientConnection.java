package zabra.peer;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import zabra.protocol.ConnectRequest;
import zabra.protocol.ErrorCode;
import zabra.protocol.Id;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.MarshallingException;
import zabra.protocol.OpCode;
import zabra.protocol.RequestHeader;
import zabra.tree.acl.Authentication;
import zabra.tree.session.SessionTracker;
import zabra.tree.watch.EventType;
import zabra.tree.watch.Watcher;

/**
 * One client's connection: takes its frames apart, answers what it can, hands on what must be
 * ordered, and keeps replies in request order.
 *
 * <p>Order: a read is answered here only while no earlier request of this connection is in the
 * replica's hands; otherwise it goes the same way as the writes before it, so that it sees exactly
 * those. Replies from the replica arrive in order through the lane's mailbox. Pings and auth
 * packets may overtake.
 *
 * <p>Lane thread only, but for {@link #event}, {@link #sessionId}, {@link #identities} and the
 * counters, which other threads read.
 */
public final class ClientConnection implements Watcher {
    private enum State {
        /** Waits for the ConnectRequest. */
        NEW,
        /** The replica opens the session; nothing is read meanwhile. */
        OPENING,
        OPEN,
        /** Nothing is read any more; what was queued may still go out. */
        CLOSED
    }

    private final Serving serving;
    private final Lane lane;
    private final Transport transport;
    private final ConnectionStats stats;

    private State state = State.NEW;
    private boolean dirty;
    private boolean resumable;
    private boolean processing;
    private final Flow flow;
    private final InputBuffer leftover = new InputBuffer();

    private JuteWriter replay;
    private boolean gone;
    private volatile List<Id> identities;
    private volatile long sessionId;
    private volatile SessionTracker.Session session;

    public ClientConnection(Serving serving, Lane lane, Transport transport) {
        this.serving = serving;
        this.lane = lane;
        this.transport = transport;
        this.identities = List.of(new Id("ip", transport.remoteHost()));
        this.flow = new Flow(lane, transport, serving.options());
        this.stats = new ConnectionStats(serving.clock().wallMillis());
    }

    @Override
    public List<Id> identities() {
        return identities;
    }

    /** 0 before the session is open. */
    @Override
    public long sessionId() {
        return sessionId;
    }

    /** Null before the session is open. */
    public SessionTracker.Session session() {
        return session;
    }

    public ConnectionStats stats() {
        return stats;
    }

    /** The client's address and port. */
    public String remoteAddress() {
        return transport.remoteAddress();
    }

    /** How much is under way, and whether its socket is read. */
    public Flow flow() {
        return flow;
    }

    Lane lane() {
        return lane;
    }

    /** True until the ConnectRequest has come: such connections are closed after a while. */
    public boolean isSessionless() {
        return state == State.NEW;
    }

    /** Bytes from the client. The array is the caller's again when this returns. */
    public void onBytes(byte[] bytes, int offset, int length) {
        if (state == State.CLOSED) {
            return;
        }
        try {
            take(bytes, offset, length);
        } catch (RuntimeException | Error e) {
            lane.out.clear();
            fail(e);
        }
    }

    private void take(byte[] bytes, int offset, int length) {
        if (!leftover.isEmpty() || flow.isPaused()) {
            leftover.append(bytes, offset, length);
            if (!flow.isPaused()) {
                processLeftover();
            }
        } else {
            int end = offset + length;
            int consumed = process(bytes, offset, end);
            if (state != State.CLOSED) {
                leftover.append(bytes, consumed, end - consumed);
            }
        }
        flushOut();
    }

    /** Reading goes on after a pause. */
    void resume() {
        try {
            tryResume();
        } catch (RuntimeException | Error e) {
            lane.out.clear();
            fail(e);
        }
    }

    private void tryResume() {
        resumable = false;
        if (state == State.CLOSED || !flow.tryResume()) {
            return;
        }
        processLeftover();
        flushOut();
        if (!flow.isPaused() && state != State.CLOSED) {
            transport.setReading(true);
        }
    }

    /** The socket took what was pending. */
    public void onWritable() {
        if (flow.isPaused()) {
            resumeSoon();
        }
    }

    /** The socket is gone. */
    public void onClosed() {
        state = State.CLOSED;
        leftover.clear();
        serving.disconnected(this);
    }

    private void processLeftover() {
        int end = leftover.length();
        byte[] bytes = leftover.take();
        int consumed = process(bytes, 0, end);
        if (state != State.CLOSED) {
            leftover.keepRest(bytes, consumed, end);
        }
    }

    /** Takes whole frames from {@code bytes}; returns where the first one not taken begins. */
    private int process(byte[] bytes, int start, int end) {
        int position = start;
        long now = serving.clock().monotonicMillis();
        lane.setNow(now);
        boolean heard = false;
        processing = true;
        try {
            while (!flow.isPaused() && state != State.CLOSED && end - position >= 4) {
                int length = lane.in.wrap(bytes, position, 4).readInt();
                if (length < 0 || length > serving.options().maxFrameBytes()) {
                    serving.frameTooLong(this, length);
                    abort();
                    break;
                }
                if (end - position - 4 < length) {
                    break;
                }
                heard = true;
                lane.stats.countReceived(length);
                stats.onReceived();
                frame(lane.in.wrap(bytes, position + 4, length), length, now);
                position += 4 + length;
            }
        } finally {
            processing = false;
            lane.unlock();
            lane.stats.publish();
        }
        if (heard && session != null) {
            session.touch(now);
        }
        return position;
    }

    private void frame(JuteReader in, int length, long now) {
        if (state == State.NEW) {
            try {
                connect(in);
            } catch (MarshallingException e) {
                abort();
            }
            return;
        }
        if (length < RequestHeader.LENGTH) {
            abort();
            return;
        }
        int xid = in.readInt();
        int type = in.readInt();
        OpCode op = OpCode.of(type);
        Route route = Route.of(op);
        stats.onRequest(op, xid);
        if (!serving.isAuthenticatedEnough(identities)
                && route != Route.AUTH
                && route != Route.SASL) {
            reply(xid, 0, ErrorCode.SESSIONCLOSEDREQUIRESASLAUTH);
            closeAfterFlush();
            return;
        }
        switch (route) {
            case PING -> ping();
            case AUTH -> authenticate(xid, in);
            case SASL -> {
                Frames.writeNoSasl(lane.out, xid);
                countSent(0);
            }
            case ORDERED -> order(xid, op, in, now);
            case READ -> {
                if (flow.inFlight() > 0) {
                    order(xid, op, in, now);
                } else {
                    read(xid, op, in);
                }
            }
            case UNKNOWN -> {
                reply(xid, -1, ErrorCode.UNIMPLEMENTED);
                closeAfterFlush();
            }
        }
    }

    /**
     * Overtakes what is in the replica's hands, but not the events of what is applied: clients take
     * the zxid of any reply for the last they were told of, and ask for their watches from there.
     */
    private void ping() {
        lane.lockForRead();
        if (state != State.CLOSED) {
            reply(RequestHeader.PING_XID, serving.lastZxid(), ErrorCode.OK);
        }
    }

    private void connect(JuteReader in) {
        ConnectRequest request = ConnectRequest.read(in);
        if (!serving.admit(request)) {
            abort();
            return;
        }
        state = State.OPENING;
        flow.setOpening(true);
        serving.submit(
                new Inbound.OpenSession(
                        this,
                        request.lastZxidSeen(),
                        serving.clampTimeout(request.timeoutMillis()),
                        request.sessionId(),
                        request.password(),
                        request.hasReadOnly()));
    }

    private void read(int xid, OpCode op, JuteReader in) {
        lane.lockForRead();
        if (state == State.CLOSED) {
            // The mailbox held the order to close.
            return;
        }
        int before = lane.out.position();
        serving.reads().execute(this, xid, op, in, identities, lane.scratch, lane.out);
        lane.stats.countLocalRead(lane.out.position() - before);
        countSent(0);
        if (lane.out.position() > serving.options().pendingOutputHighBytes()) {
            flushOut();
            flow.pauseIfOverLimit();
        }
    }

    /** Hands a request to the replica, which answers in the order it was handed. */
    private void order(int xid, OpCode op, JuteReader in, long now) {
        int length = in.remaining();
        if (!serving.admitLarge(length)) {
            abort();
            return;
        }
        byte[] body = Arrays.copyOfRange(in.array(), in.position(), in.position() + length);
        serving.submit(new Inbound.Request(this, sessionId, xid, op, body, identities, now));
        flow.submitted(length);
    }

    private void authenticate(int xid, JuteReader in) {
        Authentication outcome;
        try {
            // A provider may look at the tree, and the read side is not to be taken twice.
            lane.unlock();
            outcome = serving.authenticate(in, transport.remoteHost());
        } catch (MarshallingException e) {
            reply(xid, serving.lastZxid(), ErrorCode.MARSHALLINGERROR);
            return;
        }
        switch (outcome) {
            case Authentication.Accepted(List<Id> proved) -> {
                Set<Id> all = new LinkedHashSet<>(identities);
                all.addAll(proved);
                identities = List.copyOf(all);
                reply(xid, 0, ErrorCode.OK);
            }
            case Authentication.Refused _ -> {
                reply(xid, 0, ErrorCode.AUTHFAILED);
                closeAfterFlush();
            }
            case Authentication.Closed _ -> abort();
        }
    }

    private void resumeSoon() {
        if (!resumable && state != State.CLOSED) {
            resumable = true;
            lane.markResumable(this);
        }
    }

    private void reply(int xid, long zxid, ErrorCode error) {
        Frames.writeReply(lane.out, xid, zxid, error);
        countSent(0);
    }

    private void countSent(long latencyMillis) {
        lane.stats.countSent(-1);
        stats.onSent(serving.lastZxid(), latencyMillis, lane.nowMillis());
    }

    /** Moves what this connection wrote into the lane's buffer to its socket's queue. */
    private void flushOut() {
        int length = lane.out.position();
        if (length > 0) {
            // Cleared first: if this fails, the next connection must not send what is this one's.
            lane.out.clear();
            send(lane.out.array(), 0, length);
        }
    }

    private void send(byte[] bytes, int offset, int length) {
        transport.send(bytes, offset, length);
        if (!dirty) {
            dirty = true;
            lane.markDirty(this);
        }
    }

    void flush() {
        try {
            tryFlush();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void tryFlush() {
        dirty = false;
        transport.flush();
        if (state != State.CLOSED
                && transport.pendingBytes() > serving.options().pendingOutputMaxBytes()) {
            serving.outputTooLong(this);
            abort();
        }
    }

    private void closeAfterFlush() {
        if (state != State.CLOSED) {
            if (processing) {
                flushOut();
            }
            state = State.CLOSED;
            transport.closeAfterFlush();
        }
    }

    private void abort() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            transport.abort();
        }
    }

    /**
     * Ends this connection after a bug, or for want of memory: what goes wrong with one client
     * stays with it, for the lane goes on with those of others.
     */
    private void fail(Throwable cause) {
        serving.connectionFailed(this, cause);
        state = State.CLOSED;
        transport.abort();
    }

    /** A stretch of the replica's output for this connection. */
    void deliver(
            OutBatch.Kind kind,
            byte[] bytes,
            int offset,
            int length,
            int requestBytes,
            int latencyMillis) {
        try {
            tryDeliver(kind, bytes, offset, length, requestBytes, latencyMillis);
        } catch (RuntimeException | Error e) {
            if (processing) {
                lane.out.clear();
            }
            fail(e);
        }
    }

    private void tryDeliver(
            OutBatch.Kind kind,
            byte[] bytes,
            int offset,
            int length,
            int requestBytes,
            int latencyMillis) {
        if (requestBytes >= 0) {
            serving.releaseLarge(requestBytes);
            if (flow.completed(requestBytes)) {
                resumeSoon();
            }
        }
        if (state == State.CLOSED) {
            return;
        }
        if (processing) {
            // The lane's buffer holds this connection's earlier answers: they go first.
            flushOut();
        }
        if (length > 0) {
            send(bytes, offset, length);
            lane.stats.countSent(kind == OutBatch.Kind.REPLY ? length : -1);
            stats.onSent(serving.lastZxid(), latencyMillis, lane.nowMillis());
        }
        switch (kind) {
            case REPLY, EVENT -> {}
            case OPENED -> {
                state = State.OPEN;
                flow.setOpening(false);
                resumeSoon();
            }
            case CLOSE -> closeAfterFlush();
            case ABORT -> abort();
        }
    }

    /** The replica knows that the socket is gone. Replica thread. */
    void setGone() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    /** The replica opened the session; told to the client by the batch that follows. */
    void attached(SessionTracker.Session opened) {
        sessionId = opened.id();
        session = opened;
    }

    /**
     * Where events go while setWatches replays what was missed: before its reply, on whichever
     * thread answers it. Inside the tree lock, as {@link #event}, so the two exclude one another.
     */
    void replayTo(JuteWriter out) {
        replay = out;
    }

    /** Inside the write side of the tree lock, or during a replay. */
    @Override
    public void event(EventType type, String path, long zxid) {
        if (replay != null) {
            Frames.writeEvent(replay, type, path, zxid);
        } else {
            OutBatch batch = lane.batch();
            Frames.writeEvent(batch.frames, type, path, zxid);
            batch.mark(this, OutBatch.Kind.EVENT);
        }
    }
}
