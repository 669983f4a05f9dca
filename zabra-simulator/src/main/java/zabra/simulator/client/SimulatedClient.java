package zabra.simulator.client;

import java.util.ArrayDeque;
import java.util.List;
import zabra.protocol.ConnectRequest;
import zabra.protocol.ConnectResponse;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.ReplyHeader;
import zabra.protocol.RequestHeader;
import zabra.protocol.WatcherEvent;
import zabra.simulator.check.Checks;
import zabra.simulator.check.Operation;
import zabra.simulator.check.Session;
import zabra.simulator.check.Violation;
import zabra.simulator.world.Dice;
import zabra.simulator.world.Incarnation;
import zabra.simulator.world.Network;
import zabra.simulator.world.Socket;
import zabra.simulator.world.Trace;
import zabra.simulator.world.VirtualTime;

/**
 * A client as ZooKeeper's own behaves: keeps a session, over one server after the other, sets its
 * watches anew when it comes back, and asks for something all the time. Now and then it closes its
 * session, or walks away from it.
 */
public final class SimulatedClient {
    private static final int OUTSTANDING_MAX = 8;

    /** A request that was sent, null for one about watches, and whether it may leave a watch. */
    private record Sent(Operation operation, boolean watch) {}

    private final String name;
    private final VirtualTime time;
    private final Trace trace;
    private final Dice dice;
    private final Network network;
    private final Checks checks;
    private final List<String> servers;
    private final Incarnation life;
    private final Script script;
    private final int timeoutMillis;
    private final long thinkMicrosMax;
    private final boolean acceptsReadOnly;

    private final ArrayDeque<Sent> outstanding = new ArrayDeque<>();
    private Socket socket;
    private Frames frames;
    private boolean connected;
    private boolean resting;
    private Session session;
    private byte[] password = new byte[ConnectResponse.PASSWORD_LENGTH];
    private long lastZxid;
    private int xid;
    private int grantedMillis;
    private long heardMicros;
    private long dials;
    private long answered;
    private long acknowledged;
    private int parents;

    /**
     * @param servers addresses to dial
     * @param timeoutMillis of the session, as asked for
     * @param thinkMicrosMax the usual most between two requests
     * @param acceptsReadOnly whether a server without a leader will do, for a while
     */
    public SimulatedClient(
            String name,
            VirtualTime time,
            Trace trace,
            Dice dice,
            Network network,
            Checks checks,
            List<String> servers,
            int timeoutMillis,
            long thinkMicrosMax,
            boolean acceptsReadOnly) {
        this.name = name;
        this.time = time;
        this.trace = trace;
        this.dice = dice.named(name);
        this.network = network;
        this.checks = checks;
        this.servers = servers;
        this.timeoutMillis = timeoutMillis;
        this.thinkMicrosMax = thinkMicrosMax;
        this.acceptsReadOnly = acceptsReadOnly;
        this.life = new Incarnation(time, name, name, SimulatedClient::failed);
        this.script = new Script(name, this.dice);
    }

    private static void failed(Throwable cause) {
        if (cause instanceof Violation violation) {
            throw violation;
        }
        throw new Violation("a client understands what it is sent", cause.toString(), cause);
    }

    public String name() {
        return name;
    }

    /** Requests that were answered. */
    public long answered() {
        return answered;
    }

    /** Writes that were answered without an error. */
    public long acknowledged() {
        return acknowledged;
    }

    public boolean isConnected() {
        return connected;
    }

    public void start() {
        life.after(dice.between(0L, 1_000_000L), this::dial);
        life.after(thinkMicrosMax, this::think);
    }

    /** Asks for nothing any more and gives up its session without a word. */
    public void walkAway() {
        resting = true;
        leave();
        session = null;
    }

    // ---- the connection

    private void dial() {
        if (socket != null || (resting && session == null)) {
            return;
        }
        String server = dice.pick(servers);
        long dial = ++dials;
        network.dial(
                life,
                server,
                made -> {
                    Receiver receiver = new Receiver(made);
                    if (dial == dials && socket == null) {
                        established(made);
                    } else {
                        made.close();
                    }
                    return receiver;
                },
                () -> {
                    if (dial == dials) {
                        redial();
                    }
                });
    }

    private void redial() {
        long dial = dials;
        life.after(
                dice.between(1_000L, 300_000L),
                () -> {
                    if (dial == dials) {
                        dial();
                    }
                });
    }

    private void established(Socket made) {
        socket = made;
        frames = new Frames();
        heardMicros = time.nowMicros();
        grantedMillis = timeoutMillis;
        JuteWriter out = new JuteWriter();
        int frame = out.beginFrame();
        new ConnectRequest(
                        0,
                        lastZxid,
                        timeoutMillis,
                        session == null ? 0 : session.id(),
                        password,
                        true,
                        acceptsReadOnly)
                .write(out);
        out.endFrame(frame);
        made.send(out.toByteArray());
        watchSilence(made);
    }

    /**
     * Pings after a third of the timeout, and gives a connection up after two thirds of silence.
     */
    private void watchSilence(Socket watched) {
        life.after(
                grantedMillis * 1000L / 3,
                () -> {
                    if (socket != watched) {
                        return;
                    }
                    if (time.nowMicros() - heardMicros >= grantedMillis * 2000L / 3) {
                        trace.line(name, "hears nothing");
                        leave();
                        redial();
                        return;
                    }
                    if (connected) {
                        send(
                                new JuteWriter()
                                        .writeInt(RequestHeader.PING_XID)
                                        .writeInt(OpCode.PING.code()));
                    }
                    watchSilence(watched);
                });
    }

    private void leave() {
        if (socket != null) {
            socket.close();
        }
        lost();
    }

    private void lost() {
        socket = null;
        connected = false;
        dials++;
        outstanding.forEach(sent -> {
            if (sent.operation != null) {
                sent.operation.lost();
            }
        });
        outstanding.clear();
        if (session != null && session.isReadOnly()) {
            forgetSession();
            parents = 0;
        }
    }

    private void send(JuteWriter content) {
        JuteWriter out = new JuteWriter(content.position() + 4);
        int frame = out.beginFrame();
        out.writeBytes(content.array(), 0, content.position());
        out.endFrame(frame);
        socket.send(out.toByteArray());
    }

    /** One connection's other end. */
    private final class Receiver implements Network.Receiver {
        private final Socket mine;

        Receiver(Socket mine) {
            this.mine = mine;
        }

        @Override
        public void bytes(byte[] bytes) {
            if (socket == mine) {
                heardMicros = time.nowMicros();
                for (JuteReader frame : frames.take(bytes)) {
                    if (socket == mine) {
                        received(frame);
                    }
                }
            }
        }

        @Override
        public void closed() {
            if (socket == mine) {
                trace.line(name, "lost its connection");
                lost();
                redial();
            }
        }
    }

    private void received(JuteReader in) {
        if (connected) {
            reply(in);
        } else {
            welcome(ConnectResponse.read(in));
        }
    }

    private void welcome(ConnectResponse response) {
        if (response.isRefused()) {
            trace.line(name, "lost its session");
            forgetSession();
            leave();
            redial();
            return;
        }
        if (session == null) {
            session = new Session(name, response.sessionId());
            password = response.password();
            xid = 0;
        } else if (session.id() != response.sessionId()) {
            throw new Violation(
                    "a session comes back as itself",
                    session + " became 0x" + Long.toHexString(response.sessionId()));
        }
        if (response.readOnly()) {
            session.onlyReads();
        }
        grantedMillis = response.timeoutMillis();
        connected = true;
        trace.line(
                name,
                "has session 0x%x%s"
                        .formatted(session.id(), session.isReadOnly() ? ", only to read" : ""));
        if (session.isReadOnly()) {
            seekLeader(socket);
        }
        if (!session.watches().isEmpty()) {
            setWatches();
        }
    }

    /** A session to read is for one connection; ZooKeeper's own client looks for a better one. */
    private void seekLeader(Socket readOnly) {
        life.after(
                dice.between(10_000L, 3_000_000L),
                () -> {
                    if (socket == readOnly) {
                        leave();
                        redial();
                    }
                });
    }

    private void forgetSession() {
        session = null;
        lastZxid = 0;
        password = new byte[ConnectResponse.PASSWORD_LENGTH];
    }

    private void setWatches() {
        outstanding.add(new Sent(null, false));
        send(Results.rearming(session, lastZxid));
    }

    // ---- requests

    private void think() {
        life.after(dice.between(100L, thinkMicrosMax), this::think);
        if (!connected || resting || outstanding.size() >= OUTSTANDING_MAX) {
            return;
        }
        if (parents < Script.PARENTS.size()) {
            ask(script.createParent(Script.PARENTS.get(parents++)));
        } else if (dice.oneIn(300)) {
            ask(new Script.Request(OpCode.CLOSE_SESSION, "/", false, null, new byte[0]));
        } else if (dice.oneIn(300)) {
            trace.line(name, "walks away from its session");
            leave();
            forgetSession();
            redial();
        } else {
            ask(script.next());
        }
    }

    private void ask(Script.Request request) {
        Operation operation =
                new Operation(
                        session,
                        ++xid,
                        request.op(),
                        request.path(),
                        request.data(),
                        time.nowMicros());
        outstanding.add(new Sent(operation, request.watch()));
        checks.invoked(operation);
        send(
                new JuteWriter()
                        .writeInt(xid)
                        .writeInt(request.op().code())
                        .writeBytes(request.body(), 0, request.body().length));
    }

    // ---- replies

    private void reply(JuteReader in) {
        ReplyHeader header = ReplyHeader.read(in);
        switch (header.xid()) {
            case ReplyHeader.NOTIFICATION_XID -> event(header, WatcherEvent.read(in));
            case RequestHeader.PING_XID -> heard(header);
            case RequestHeader.SET_WATCHES_XID -> {
                next(header, null);
                checks.rearmed(session, header.zxid());
                heard(header);
            }
            default -> answer(header, in);
        }
    }

    private void heard(ReplyHeader header) {
        checks.heard(session, header.zxid());
        lastZxid = Math.max(lastZxid, header.zxid());
    }

    private void event(ReplyHeader header, WatcherEvent event) {
        trace.line(name, "is told " + event.type() + " of " + event.path());
        checks.event(session, event.path(), event.type(), header.zxid());
        session.fired(event.path(), event.type());
    }

    private Sent next(ReplyHeader header, Integer expectedXid) {
        Sent sent = outstanding.poll();
        boolean fits =
                sent != null
                        && (sent.operation == null
                                ? expectedXid == null
                                : Integer.valueOf(sent.operation.xid()).equals(expectedXid));
        if (!fits) {
            throw new Violation(
                    "replies are in the order of requests",
                    name + " got " + header + " to " + (sent == null ? "nothing" : sent));
        }
        return sent;
    }

    private void answer(ReplyHeader header, JuteReader in) {
        Sent sent = next(header, header.xid());
        Operation operation = sent.operation;
        operation.answered(time.nowMicros(), header.zxid(), header.error());
        if (header.error() == 0) {
            Results.read(operation, in);
        }
        trace.line(name, operation.toString());
        heard(header);
        checks.completed(operation);
        answered++;
        if (operation.isWrite() && operation.isOk()) {
            acknowledged++;
        }
        if (operation.op() == OpCode.CLOSE_SESSION) {
            leave();
            forgetSession();
            redial();
        } else if (sent.watch) {
            Session.WatchKind kind = Results.watch(operation);
            if (kind != null) {
                session.watches()
                        .putIfAbsent(new Session.Watch(kind, operation.path()), header.zxid());
            }
        }
    }
}
