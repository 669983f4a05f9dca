package zabra.simulator.machine;

import java.util.List;
import java.util.function.Consumer;
import zabra.peer.ensemble.EnsembleInbox;
import zabra.protocol.JuteWriter;
import zabra.protocol.MarshallingException;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.InitialMessage;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.NotificationDecoder;
import zabra.protocol.quorum.PeerAddress;
import zabra.simulator.world.Incarnation;
import zabra.simulator.world.Network;
import zabra.simulator.world.Socket;

/**
 * Our election connection to one other server: the one that the larger number opened; where the
 * smaller one connects, it is called back. One vote waits, a newer one replaces it; a new
 * connection begins with the last one again.
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

    private Socket standing;
    private Notification waiting;
    private Notification last;
    private boolean busy;
    private boolean everStood;
    private long efforts;

    ElectionLine(
            MachineOptions.Place place,
            long sid,
            Incarnation process,
            Network network,
            EnsembleInbox inbox,
            Consumer<String> trace) {
        this.place = place;
        this.sid = sid;
        this.process = process;
        this.network = network;
        this.inbox = inbox;
        this.trace = trace;
    }

    void send(Notification notification) {
        waiting = notification;
        if (standing == null) {
            dial();
        } else {
            pump();
        }
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
            // It would not have come if the connection that stands here stood there.
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
                process,
                SimulatedPort.address(sid, "election"),
                this::dialed,
                () -> {
                    busy = false;
                    unreachable();
                });
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
        everStood = true;
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
        if (everStood && sid < place.sid() && place.membership().isVoter(sid)) {
            process.after(REDIAL_MICROS, this::dialUnlessStanding);
        }
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
                standing = null;
                unreachable();
            }
        }
    }
}
