package zabra.peer;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import zabra.protocol.ConnectRequest;
import zabra.protocol.ErrorCode;
import zabra.protocol.Id;
import zabra.protocol.JuteReader;
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
public final class ClientConnection implements Watcher, FrameInput.Owner {
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
    private final Flow flow;
    private final FrameInput input;
    private boolean gone;
    private volatile List<Id> identities;
    private volatile long sessionId;
    private volatile SessionTracker.Session session;

    public ClientConnection(Serving serving, Lane lane, Transport transport) {
        this.serving = serving;
        this.lane = lane;
        this.transport = transport;
        this.identities = List.of(new Id("ip", transport.remoteHost()));
        this.input = new FrameInput(this, lane, serving.options().maxFrameBytes());
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
        contain(() -> heard(input.take(bytes, offset, length, now())));
    }

    private long now() {
        return serving.clock().monotonicMillis();
    }

    private void heard(boolean anyFrame) {
        if (anyFrame && session != null) {
            session.touch(lane.nowMillis());
        }
        flushOut();
    }

    /** What goes wrong with one client stays with it: the lane goes on with those of others. */
    private void contain(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            lane.out.clear();
            fail(e);
        }
    }

    /** Reading goes on after a pause. */
    void resume() {
        resumable = false;
        if (state == State.CLOSED || !flow.tryResume()) {
            return;
        }
        contain(() -> heard(input.takeKept(now())));
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
        input.clear();
        serving.disconnected(this);
    }

    @Override
    public boolean wantsFrame() {
        return !flow.isPaused() && state != State.CLOSED;
    }

    @Override
    public boolean isOpen() {
        return state != State.CLOSED;
    }

    @Override
    public void badLength(int length) {
        serving.frameTooLong(this, length);
        abort();
    }

    @Override
    public void frame(JuteReader in, int length, long now) {
        stats.onReceived();
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
                if (flow.inFlight() > 0) {
                    order(xid, op, in, now);
                } else {
                    reply(xid, -1, ErrorCode.UNIMPLEMENTED);
                    closeAfterFlush();
                }
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
        serving.open(this, request);
    }

    private void read(int xid, OpCode op, JuteReader in) {
        lane.lockForRead();
        if (state == State.CLOSED) {
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
        serving.bring(new Inbound.Request(this, sessionId, xid, op, body, identities, now));
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
        lane.queued(length);
        if (!dirty) {
            dirty = true;
            lane.markDirty(this);
        }
    }

    /** The server stops: once all that came is answered, the connection ends. */
    public void finish() {
        flow.finish();
        flush();
    }

    void flush() {
        dirty = false;
        try {
            transport.flush();
            if (flow.isFinished() && input.isEmpty()) {
                closeAfterFlush();
            }
            if (state != State.CLOSED
                    && transport.pendingBytes() > serving.options().pendingOutputMaxBytes()) {
                serving.outputTooLong(this);
                abort();
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void closeAfterFlush() {
        if (state != State.CLOSED) {
            if (input.isBusy()) {
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

    /** The replica is done with one of this connection's requests. */
    void completed(int requestBytes) {
        serving.releaseLarge(requestBytes);
        if (flow.completed(requestBytes)) {
            resumeSoon();
        }
    }

    /** A stretch of the replica's output for this connection. */
    void deliver(OutBatch.Kind kind, byte[] bytes, int offset, int length, int latencyMillis) {
        if (state == State.CLOSED) {
            return;
        }
        try {
            if (input.isBusy()) {
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
        } catch (RuntimeException | Error e) {
            fail(e);
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

    /** Inside the write side of the tree lock. */
    @Override
    public void event(EventType type, String path, long zxid) {
        OutBatch batch = lane.batch();
        Frames.writeEvent(batch.frames, type, path, zxid);
        batch.mark(this, OutBatch.Kind.EVENT);
    }
}
