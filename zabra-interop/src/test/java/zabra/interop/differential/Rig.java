package zabra.interop.differential;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import zabra.interop.wire.Frame;
import zabra.interop.wire.Handshake;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.ReplyText;
import zabra.interop.wire.Request;
import zabra.protocol.ErrorCode;
import zabra.protocol.OpCode;

/**
 * Does steps on one server and tells in text what came back. A step is begun (bytes go out) and
 * then finished (bytes come in), so that two servers work at the same time.
 */
final class Rig implements AutoCloseable {
    private static final long NO_SUCH_SESSION = 0x0123_4567_89ab_cdefL;
    private static final long FUTURE_ZXID = 0x7fff_0000_0000L;
    private static final int PROBE_XID = 77;
    private static final Request PROBE = Request.read(OpCode.EXISTS, "/zookeeper", false);
    private static final Frame PONG = new Frame(-2, 0, 0, new byte[0]);

    private final int port;
    private final Slot[] slots;
    private final Map<Long, String> sessionNames = new HashMap<>();
    private final Set<Long> closeZxids = new HashSet<>();
    private final ReplyText text =
            new ReplyText(id -> sessionNames.getOrDefault(id, "0x" + Long.toHexString(id)));

    Rig(int port, int slotCount) {
        this.port = port;
        this.slots = new Slot[slotCount];
        for (int i = 0; i < slotCount; i++) {
            slots[i] = new Slot();
        }
    }

    private static final class Slot {
        RawClient client;
        Handshake.Session session;
        Handshake.Session closedSession;
        long lastZxid;
        int sessionCount;
        IOException failure;
        int pongs;
        final List<Line> early = new ArrayList<>();
    }

    /** An answer and, for events, the zxid that orders it. */
    private record Line(long eventZxid, String text) {}

    /** What came back on one step, line by line; the replies apart, to learn from. */
    record Outcome(List<String> lines, List<Frame> replies) {}

    boolean isAttached(int slot) {
        return slots[slot].client != null;
    }

    boolean hasSession(int slot) {
        return slots[slot].session != null;
    }

    boolean hasClosedSession(int slot) {
        return slots[slot].closedSession != null;
    }

    long lastZxid(int slot) {
        return slots[slot].lastZxid;
    }

    /** Sends what the step sends. */
    void begin(Step step) {
        Slot slot = slots[step.slot()];
        slot.failure = null;
        if (slot.client == null) {
            return;
        }
        try {
            switch (step) {
                case Step.Burst burst -> {
                    for (int i = 0; i < burst.requests().size(); i++) {
                        slot.client.enqueue(burst.xids().get(i), burst.requests().get(i));
                    }
                    slot.client.flush();
                }
                case Step.Garbage garbage -> slot.client.send(garbage.bytes());
                case Step.Connect _, Step.Drop _ -> {}
            }
        } catch (IOException e) {
            slot.failure = e;
        }
    }

    /** Takes in what the server answers. */
    Outcome finish(Step step) {
        Slot slot = slots[step.slot()];
        List<Line> lines = new ArrayList<>();
        List<Frame> replies = new ArrayList<>();
        try {
            switch (step) {
                case Step.Burst burst -> finishBurst(slot, burst, lines, replies);
                case Step.Connect connect -> connect(slot, connect, lines);
                case Step.Drop _ -> detach(slot);
                case Step.Garbage _ -> readToEnd(slot, lines);
            }
        } catch (EOFException e) {
            lines.add(new Line(-1, "closed"));
            detach(slot);
        } catch (SocketTimeoutException e) {
            lines.add(new Line(-1, "silent for long"));
            detach(slot);
        } catch (IOException e) {
            lines.add(new Line(-1, "failed: " + e));
            detach(slot);
        }
        return new Outcome(sorted(lines), replies);
    }

    private void finishBurst(Slot slot, Step.Burst burst, List<Line> lines, List<Frame> replies)
            throws IOException {
        if (slot.client == null) {
            lines.add(new Line(-1, "not connected"));
            return;
        }
        if (slot.failure != null) {
            throw new EOFException(slot.failure.toString());
        }
        int pings = 0;
        for (Request request : burst.requests()) {
            if (request.type() == OpCode.PING.code()) {
                pings++;
                replies.add(PONG);
                continue;
            }
            Frame reply = readReply(slot, request.type(), lines);
            replies.add(reply);
            if (request.type() == OpCode.CLOSE_SESSION.code() && reply.err() == 0) {
                closeZxids.add(reply.zxid());
                readToEnd(slot, lines);
                slot.closedSession = slot.session;
                slot.session = null;
                return;
            }
        }
        readPongs(slot, pings, lines);
        if (burst.probe()) {
            probe(slot, replies.getLast().err(), lines);
        }
    }

    /** What ends the connection must end it; else it goes on. */
    private void probe(Slot slot, int err, List<Line> lines) throws IOException {
        if (err == ErrorCode.UNIMPLEMENTED.code() || err == ErrorCode.AUTHFAILED.code()) {
            readToEnd(slot, lines);
            return;
        }
        slot.client.enqueue(PROBE_XID, PROBE);
        try {
            slot.client.flush();
        } catch (IOException e) {
            throw (EOFException) new EOFException("closed").initCause(e);
        }
        readReply(slot, PROBE.type(), lines);
    }

    /**
     * Waits until so many pings are answered. Their place among other frames does not count: events
     * that come meanwhile are told with the next reply.
     */
    private void readPongs(Slot slot, int count, List<Line> lines) throws IOException {
        while (slot.pongs < count) {
            Frame frame = slot.client.read();
            if (frame.isEvent()) {
                slot.early.add(new Line(frame.zxid(), text.event(frame)));
            } else if (frame.xid() == PONG.xid()) {
                slot.pongs++;
            } else {
                lines.add(new Line(-1, "unasked " + frame));
            }
        }
        slot.pongs -= count;
        if (count > 0) {
            lines.add(new Line(-1, count + " pings answered"));
        }
    }

    private Frame readReply(Slot slot, int type, List<Line> lines) throws IOException {
        lines.addAll(slot.early);
        slot.early.clear();
        while (true) {
            Frame frame = slot.client.read();
            slot.lastZxid = Math.max(slot.lastZxid, frame.zxid());
            if (frame.xid() == PONG.xid()) {
                slot.pongs++;
                continue;
            }
            if (!frame.isEvent()) {
                lines.add(new Line(-1, text.reply(type, frame)));
                return frame;
            }
            lines.add(new Line(frame.zxid(), text.event(frame)));
        }
    }

    /** The connection must end; events may still come before. */
    private void readToEnd(Slot slot, List<Line> lines) throws IOException {
        if (slot.client == null) {
            lines.add(new Line(-1, "not connected"));
            return;
        }
        try {
            while (true) {
                Frame frame = slot.client.read();
                lines.add(
                        frame.isEvent()
                                ? new Line(frame.zxid(), text.event(frame))
                                : new Line(-1, "unasked " + frame));
            }
        } catch (EOFException e) {
            lines.add(new Line(-1, "closed"));
            detach(slot);
        }
    }

    private void connect(Slot slot, Step.Connect step, List<Line> lines) throws IOException {
        RawClient old = slot.client;
        slot.client = null;
        RawClient client = RawClient.open(port);
        slot.client = client;
        Handshake.Session session = client.handshake(handshake(slot, step));
        lines.add(new Line(-1, "timeout " + session.timeoutMillis()));
        lines.add(new Line(-1, "read-only " + session.readOnly()));
        if (session.isRefused()) {
            lines.add(new Line(-1, "refused " + zeros(session.password())));
            lines.add(new Line(-1, client.awaitClosed() ? "closed" : "goes on"));
            detach(slot);
            return;
        }
        boolean known = slot.session != null && slot.session.id() == session.id();
        lines.add(new Line(-1, known ? "same session" : "new session"));
        lines.add(new Line(-1, "password " + isRightPassword(session)));
        if (!known) {
            sessionNames.put(session.id(), "session " + step.slot() + "." + ++slot.sessionCount);
        }
        slot.session = session;
        if (old != null) {
            lines.add(new Line(-1, old.awaitClosed() ? "old one closed" : "old one goes on"));
            old.close();
        }
    }

    private static Handshake handshake(Slot slot, Step.Connect step) {
        int timeout = step.timeoutMillis();
        Boolean readOnly = step.readOnly();
        return switch (step.hello()) {
            case NEW -> new Handshake(0, timeout, 0, new byte[16], readOnly);
            case NEW_WITHOUT_PASSWORD -> new Handshake(0, timeout, 0, null, readOnly);
            case REATTACH, STEAL -> {
                Handshake.Session session = slot.session;
                yield new Handshake(
                        slot.lastZxid, timeout, session.id(), session.password(), readOnly);
            }
            case WRONG_PASSWORD ->
                    new Handshake(0, timeout, slot.session.id(), new byte[16], readOnly);
            case UNKNOWN_SESSION ->
                    new Handshake(0, timeout, NO_SUCH_SESSION, new byte[16], readOnly);
            case CLOSED_SESSION -> {
                Handshake.Session session = slot.closedSession;
                yield new Handshake(0, timeout, session.id(), session.password(), readOnly);
            }
            case FUTURE_ZXID -> new Handshake(FUTURE_ZXID, timeout, 0, new byte[16], readOnly);
        };
    }

    private static String zeros(byte[] password) {
        for (byte b : password) {
            if (b != 0) {
                return "with a password";
            }
        }
        return "with " + password.length + " zeros";
    }

    /** Passwords follow from the id, so that every server of an ensemble knows them. */
    private static boolean isRightPassword(Handshake.Session session) {
        byte[] expected = new byte[16];
        new java.util.Random(session.id() ^ 0xB3415C00L).nextBytes(expected);
        return java.util.Arrays.equals(expected, session.password());
    }

    private static void detach(Slot slot) {
        if (slot.client != null) {
            try {
                slot.client.close();
            } catch (IOException e) {
                throw new IllegalStateException("closing our own socket", e);
            }
            slot.client = null;
            slot.pongs = 0;
            slot.early.clear();
        }
    }

    /** The ephemerals of a closed session go in any order: their events are sorted. */
    private List<String> sorted(List<Line> lines) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); ) {
            long zxid = lines.get(i).eventZxid();
            int end = i + 1;
            if (closeZxids.contains(zxid)) {
                while (end < lines.size() && lines.get(end).eventZxid() == zxid) {
                    end++;
                }
            }
            lines.subList(i, end).stream().map(Line::text).sorted().forEach(all::add);
            i = end;
        }
        return all;
    }

    /** The sessions that live, by slot: for tests that look at a directory afterwards. */
    Map<Integer, Handshake.Session> sessions() {
        Map<Integer, Handshake.Session> live = new TreeMap<>();
        for (int i = 0; i < slots.length; i++) {
            if (slots[i].session != null) {
                live.put(i, slots[i].session);
            }
        }
        return live;
    }

    @Override
    public void close() {
        for (Slot slot : slots) {
            detach(slot);
        }
    }
}
