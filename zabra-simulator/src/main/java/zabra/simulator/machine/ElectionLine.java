package zabra.simulator.machine;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import zabra.peer.ensemble.EnsembleInbox;
import zabra.protocol.JuteWriter;
import zabra.protocol.MarshallingException;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.InitialMessage;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.NotificationDecoder;
import zabra.protocol.quorum.PeerAddress;
import zabra.protocol.quorum.PeerState;
import zabra.simulator.world.Incarnation;
import zabra.simulator.world.Network;
import zabra.simulator.world.Socket;

/**
 * Our election connection to one other server: the one that the larger number opened; where the
 * smaller one connects, it is called back. One vote waits, a newer one replaces it; a new
 * connection begins with the last one again. One on which it is asked in vain who leads is given
 * up.
 */
final class ElectionLine {
    private static final long REDIAL_MICROS = 500_000;
    private static final long CALL_BACK_MICROS = 1_000_000;

    private final MachineOptions.Place place;
    private final long sid;
    private final Incarnation process;
    private final Network network;
    private final EnsembleInbox inbox;
    private final Consumer<String> trace;
    private final LongSupplier nowMicros;
    private final long silenceMicrosMax;

    private Socket standing;

    /** It connected though this one stood: lost, unless a new one comes. */
    private Socket doubted;

    private Notification waiting;
    private Notification last;
    private boolean busy;
    private boolean expected;
    private long efforts;
    private boolean asking;
    private long askedMicros;
    private long askedAgainMicros;

    ElectionLine(
            MachineOptions.Place place,
            long sid,
            Incarnation process,
            Network network,
            EnsembleInbox inbox,
            LinkContext context) {
        this.place = place;
        this.sid = sid;
        this.process = process;
        this.network = network;
        this.inbox = inbox;
        this.trace = context.trace();
        this.nowMicros = context.nowMicros();
        this.silenceMicrosMax = context.silenceMicrosMax();
    }

    void send(Notification notification) {
        if (standing != null && isUnanswered(notification)) {
            trace.accept("asks " + sid + " in vain");
            Socket dead = standing;
            lost();
            dead.close();
        }
        waiting = notification;
        if (standing == null) {
            dial();
        } else {
            pump();
        }
    }

    private boolean isUnanswered(Notification next) {
        long now = nowMicros.getAsLong();
        boolean another =
                !asking
                        || last == null
                        || (last.electionEpoch() != next.electionEpoch()
                                && now - askedAgainMicros > silenceMicrosMax);
        asking = next.state() == PeerState.LOOKING;
        askedAgainMicros = now;
        if (another) {
            askedMicros = now;
        }
        return asking && !another && now - askedMicros >= silenceMicrosMax;
    }

    void dialUnlessStanding() {
        if (standing == null) {
            dial();
        }
    }

    /** It connected; null where this connection is not kept, for it is ours to make. */
    Network.Receiver greeted(Socket socket) {
        if (sid < place.sid()) {
            socket.close();
            expected = true;
            doubted = standing;
            dial();
            return null;
        }
        return stand(socket);
    }

    private void dial() {
        if (busy) {
            return;
        }
        busy = true;
        network.dial(
                process, SimulatedPort.address(sid, "election"), this::dialed, this::notDialed);
    }

    private void notDialed() {
        busy = false;
        if (standing == null) {
            unreachable();
        } else if (standing == doubted) {
            // It would not have come if this one stood there.
            Socket dead = standing;
            lost();
            dead.close();
        }
    }

    private Network.Receiver dialed(Socket socket) {
        JuteWriter out = new JuteWriter();
        InitialMessage.of(place.sid(), List.of(new PeerAddress("s" + place.sid(), 3888)), false)
                .write(out);
        socket.send(out.toByteArray());
        if (sid < place.sid()) {
            busy = false;
            return stand(socket);
        }
        socket.close();
        long effort = ++efforts;
        process.after(
                CALL_BACK_MICROS,
                () -> {
                    if (effort == efforts) {
                        busy = false;
                        unreachable();
                    }
                });
        return new Nothing();
    }

    private Network.Receiver stand(Socket socket) {
        if (standing != null) {
            standing.close();
        }
        standing = socket;
        doubted = null;
        expected = true;
        asking = false;
        if (sid > place.sid()) {
            efforts++;
            busy = false;
        }
        inbox.reachable(sid, true);
        if (waiting == null) {
            waiting = last;
        }
        pump();
        return new Votes(socket);
    }

    private void unreachable() {
        if (standing != null) {
            return;
        }
        inbox.reachable(sid, false);
        if (expected && sid < place.sid() && place.membership().isVoter(sid)) {
            process.after(REDIAL_MICROS, this::dialUnlessStanding);
        }
    }

    private void lost() {
        standing = null;
        doubted = null;
        asking = false;
        unreachable();
    }

    private void pump() {
        if (standing != null && waiting != null) {
            JuteWriter out = new JuteWriter();
            waiting.write(out);
            trace.accept(
                    "votes %s for %d at %s, epoch %d, round %d, to %d"
                            .formatted(
                                    waiting.state(),
                                    waiting.leader(),
                                    Zxid.toString(waiting.zxid()),
                                    waiting.peerEpoch(),
                                    waiting.electionEpoch(),
                                    sid));
            last = waiting;
            waiting = null;
            standing.send(out.toByteArray());
        }
    }

    private static final class Nothing implements Network.Receiver {
        @Override
        public void bytes(byte[] bytes) {}

        @Override
        public void closed() {}
    }

    /** Takes votes from one connection. */
    private final class Votes implements Network.Receiver {
        private final Socket socket;
        private final NotificationDecoder decoder = new NotificationDecoder();

        Votes(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void bytes(byte[] bytes) {
            try {
                int offset = 0;
                while (offset < bytes.length && socket == standing) {
                    offset += decoder.feed(bytes, offset, bytes.length - offset);
                    Notification notification = decoder.take();
                    if (notification != null) {
                        asking = false;
                        inbox.vote(sid, notification);
                    }
                }
            } catch (MarshallingException e) {
                socket.close();
                closed();
            }
        }

        @Override
        public void closed() {
            if (socket == standing) {
                lost();
            }
        }
    }
}
