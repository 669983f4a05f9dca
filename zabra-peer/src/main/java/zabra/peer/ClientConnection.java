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
import zabra.protocol.ReplyHeader;
import zabra.protocol.RequestHeader;
import zabra.protocol.WatcherEvent;
import zabra.tree.acl.Authentication;
import zabra.tree.session.SessionTracker;
import zabra.tree.watch.EventType;
import zabra.tree.watch.Watcher;

/**
 * One client's connection: takes its frames apart, answers what it can, hands on what must be
 * ordered, and keeps replies in request order.
 *
 * <p>Order: a read is answered here only while no earlier request of this connection is in the
 * replica's hands ({@code inFlight == 0}); otherwise it goes the same way as the writes before it,
 * so that it sees exactly those. Replies from the replica arrive in order through the lane's mailbox.
 * Pings and auth packets may overtake.
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

    private static final byte[] NOTHING = new byte[0];

    private final Serving serving;
    private final Lane lane;
    private final Transport transport;
    private final ConnectionStats stats;

    private State state = State.NEW;
    private boolean paused;
    private boolean dirty;
    private boolean resumable;
    private boolean processing;
    private int inFlight;
    private byte[] leftover = NOTHING;
    private int leftoverLength;

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

    /** Requests in the replica's hands, roughly. Any thread. */
    public int outstanding() {
        return inFlight;
    }

    /** Whether its socket is not read at the moment, roughly. Any thread. */
    public boolean isPaused() {
        return paused;
    }

    Lane lane() {
        return lane;
    }

    /** True until the ConnectRequest has come: such connections are closed after a while. */
    public boolean isSessionless() {
        return state == State.NEW;
    }

    // ---- input

    /** Bytes from the client. The array is the caller's again when this returns. */
    public void onBytes(byte[] bytes, int offset, int length) {
        if (state == State.CLOSED) {
            return;
        }
        if (leftoverLength > 0 || paused) {
            keep(bytes, offset, length);
            if (!paused) {
                processLeftover();
            }
        } else {
            int end = offset + length;
            int consumed = process(bytes, offset, end);
            keep(bytes, consumed, end - consumed);
        }
        flushOut();
    }

    /** Reading goes on after a pause. */
    void resume() {
        resumable = false;
        if (state == State.CLOSED || !paused || isOverLimit()) {
            return;
        }
        paused = false;
        processLeftover();
        flushOut();
        if (!paused && state != State.CLOSED) {
            transport.setReading(true);
        }
    }

    /** The socket took what was pending. */
    public void onWritable() {
        if (paused) {
            resumeSoon();
        }
    }

    /** The socket is gone. */
    public void onClosed() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
        }
        leftover = NOTHING;
        leftoverLength = 0;
        serving.disconnected(this);
    }

    private void processLeftover() {
        byte[] bytes = leftover;
        int end = leftoverLength;
        leftoverLength = 0;
        leftover = NOTHING;
        int consumed = process(bytes, 0, end);
        int rest = end - consumed;
        if (rest == 0 || state == State.CLOSED) {
            return;
        }
        System.arraycopy(bytes, consumed, bytes, 0, rest);
        leftover = bytes;
        leftoverLength = rest;
    }

    private void keep(byte[] bytes, int offset, int length) {
        if (length == 0 || state == State.CLOSED) {
            return;
        }
        int needed = leftoverLength + length;
        if (leftover.length < needed) {
            // Grows with what has come, never with what a length field announces.
            leftover = Arrays.copyOf(leftover, Math.max(needed, leftover.length * 2));
        }
        System.arraycopy(bytes, offset, leftover, leftoverLength, length);
        leftoverLength = needed;
    }

    /** Takes whole frames from {@code bytes}; returns where the first one not taken begins. */
    private int process(byte[] bytes, int start, int end) {
        int position = start;
        long now = serving.clock().monotonicMillis();
        lane.setNow(now);
        boolean heard = false;
        processing = true;
        try {
            while (!paused && state != State.CLOSED && end - position >= 4) {
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
        SessionTracker.Session live = session;
        if (heard && live != null) {
            live.touch(now);
        }
        return position;
    }

    private void frame(JuteReader in, int length, long now) {
        if (state == State.NEW) {
            connect(in);
            return;
        }
        if (length < RequestHeader.LENGTH) {
            abort();
            return;
        }
        int xid = in.readInt();
        int type = in.readInt();
        OpCode op = OpCode.of(type);
        stats.onRequest(op, xid);
        if (!serving.isAuthenticatedEnough(identities) && op != OpCode.AUTH && op != OpCode.SASL) {
            replyAndClose(xid, 0, ErrorCode.SESSIONCLOSEDREQUIRESASLAUTH);
            return;
        }
        switch (op) {
            case PING -> reply(RequestHeader.PING_XID, serving.lastZxid(), ErrorCode.OK);
            case AUTH -> authenticate(xid, in);
            case SASL -> sasl(xid);
            case CREATE,
                    CREATE2,
                    CREATE_CONTAINER,
                    CREATE_TTL,
                    DELETE,
                    SET_DATA,
                    SET_ACL,
                    MULTI,
                    RECONFIG,
                    SYNC,
                    CLOSE_SESSION ->
                    order(xid, op, in, now);
            case EXISTS,
                    GET_DATA,
                    GET_ACL,
                    GET_CHILDREN,
                    GET_CHILDREN2,
                    MULTI_READ,
                    CHECK_WATCHES,
                    REMOVE_WATCHES,
                    ADD_WATCH,
                    SET_WATCHES,
                    SET_WATCHES2,
                    GET_EPHEMERALS,
                    GET_ALL_CHILDREN_NUMBER,
                    WHO_AM_I -> {
                if (inFlight > 0) {
                    order(xid, op, in, now);
                } else {
                    read(xid, op, in);
                }
            }
            case null, default -> replyAndClose(xid, -1, ErrorCode.UNIMPLEMENTED);
        }
    }

    private void connect(JuteReader in) {
        ConnectRequest request;
        try {
            request = ConnectRequest.read(in);
        } catch (MarshallingException e) {
            abort();
            return;
        }
        if (!serving.admit(request)) {
            abort();
            return;
        }
        state = State.OPENING;
        pause();
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
        serving.reads().execute(this, xid, op, in, identities, lane.scratch, lane.out);
        lane.stats.countLocalRead();
        countSent(0);
        if (lane.out.position() > serving.options().pendingOutputHighBytes()) {
            flushOut();
            pauseIfOverLimit();
        }
    }

    /** Hands a request to the replica, which answers in the order it was handed. */
    private void order(int xid, OpCode op, JuteReader in, long now) {
        int length = in.remaining();
        if (!serving.admitLarge(length)) {
            abort();
            return;
        }
        byte[] body =
                Arrays.copyOfRange(in.array(), in.position(), in.position() + length);
        inFlight++;
        lane.submitted(length);
        serving.submit(new Inbound.Request(this, sessionId, xid, op, body, identities, now));
        pauseIfOverLimit();
    }

    private void authenticate(int xid, JuteReader in) {
        Authentication outcome;
        try {
            in.readInt();
            String scheme = in.readString();
            byte[] auth = in.readBuffer();
            // A provider may look at the tree, and the read side is not to be taken twice.
            lane.unlock();
            outcome = serving.authenticate(scheme, auth, transport.remoteHost());
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
            case Authentication.Refused _ -> replyAndClose(xid, 0, ErrorCode.AUTHFAILED);
            case Authentication.Closed _ -> abort();
        }
    }

    /** SASL is not configured: an empty token ends the client's attempt. */
    private void sasl(int xid) {
        int frame = lane.out.beginFrame();
        ReplyHeader.write(lane.out, xid, 0, 0);
        lane.out.writeInt(-1).endFrame(frame);
        countSent(0);
    }

    // ---- limits

    private boolean isOverLimit() {
        return state == State.OPENING
                || inFlight >= serving.options().outstandingPerConnectionMax()
                || (inFlight > 0 && lane.isOverLimit())
                || transport.pendingBytes() > serving.options().pendingOutputHighBytes();
    }

    private void pauseIfOverLimit() {
        if (!paused && state != State.CLOSED && isOverLimit()) {
            pause();
        }
    }

    private void pause() {
        paused = true;
        transport.setReading(false);
    }

    private void resumeSoon() {
        if (!resumable && state != State.CLOSED) {
            resumable = true;
            lane.markResumable(this);
        }
    }

    // ---- output

    private void reply(int xid, long zxid, ErrorCode error) {
        JuteWriter out = lane.out;
        int frame = out.beginFrame();
        ReplyHeader.write(out, xid, zxid, error.code());
        out.endFrame(frame);
        countSent(0);
    }

    private void replyAndClose(int xid, long zxid, ErrorCode error) {
        reply(xid, zxid, error);
        closeAfterFlush();
    }

    private void countSent(long latencyMillis) {
        lane.stats.countSent();
        stats.onSent(serving.lastZxid(), latencyMillis, lane.nowMillis());
    }

    /** Moves what this connection wrote into the lane's buffer to its socket's queue. */
    private void flushOut() {
        JuteWriter out = lane.out;
        if (out.position() > 0) {
            send(out.array(), 0, out.position());
            out.clear();
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

    /** A stretch of the replica's output for this connection. */
    void deliver(
            OutBatch.Kind kind,
            byte[] bytes,
            int offset,
            int length,
            int requestBytes,
            int latencyMillis) {
        if (requestBytes >= 0) {
            inFlight--;
            lane.completed(requestBytes);
            serving.releaseLarge(requestBytes);
            if (paused && inFlight <= serving.options().outstandingPerConnectionMax() / 2) {
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
            lane.stats.countSent();
            stats.onSent(serving.lastZxid(), latencyMillis, lane.nowMillis());
        }
        switch (kind) {
            case REPLY, EVENT -> {}
            case OPENED -> {
                state = State.OPEN;
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
     * Where events go while setWatches replays what was missed: before its reply, on whichever thread
     * answers it. Inside the tree lock, as {@link #event}, so the two exclude one another.
     */
    void replayTo(JuteWriter out) {
        replay = out;
    }

    /** Inside the write side of the tree lock, or during a replay. */
    @Override
    public void event(EventType type, String path, long zxid) {
        if (replay != null) {
            writeEvent(replay, type, path, zxid);
        } else {
            OutBatch batch = lane.batch();
            writeEvent(batch.frames, type, path, zxid);
            batch.mark(this, OutBatch.Kind.EVENT);
        }
    }

    private static void writeEvent(JuteWriter out, EventType type, String path, long zxid) {
        int frame = out.beginFrame();
        ReplyHeader.write(out, ReplyHeader.NOTIFICATION_XID, zxid, 0);
        WatcherEvent.write(out, type.code(), WatcherEvent.SYNC_CONNECTED, path);
        out.endFrame(frame);
    }
}
