package zabra.simulator.machine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import zabra.peer.ensemble.EnsembleInbox;
import zabra.peer.ensemble.PeerLink;
import zabra.protocol.JuteWriter;
import zabra.protocol.MarshallingException;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumCodec;
import zabra.protocol.quorum.QuorumDecoder;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.snapshot.StateImage;
import zabra.simulator.world.Network;
import zabra.simulator.world.Socket;
import zabra.storage.HistoryRange;
import zabra.storage.SnapshotStream;
import zabra.storage.StorageException;
import zabra.tree.DataTree;

/**
 * One end of a connection between a leader and a learner. Each message is a packet of its own, so
 * that the connection can break between any two of them; a state goes in pieces, with breaks
 * anywhere.
 */
final class SimulatedLink implements PeerLink, Network.Receiver {
    private static final int PIECE_BYTES = 4096;
    private static final int ZNODE_BYTES_MAX = 4 << 20;

    /** Transactions to be read from the log. */
    private record Range(long after, long upTo) {}

    private final LinkContext context;
    private final Socket socket;
    private final EnsembleInbox inbox;
    private final Consumer<SimulatedLink> queuedSomething;
    private final QuorumDecoder decoder = new QuorumDecoder(QuorumDecoder.LENGTH_MAX_DEFAULT);

    /** Queued in this turn, and what may leave: messages, ranges and images. */
    private final List<Object> queued = new ArrayList<>();

    private final ArrayDeque<Object> output = new ArrayDeque<>();
    private boolean transferring;
    private boolean announced;
    private boolean closed;
    private List<QuorumMessage> received = new ArrayList<>();

    /** The bytes of a state so far; null while there is none. */
    private ByteArrayOutputStream state;

    private long stateZxid;

    /**
     * @param dialed whether this server made the connection: then the replica knows of it
     * @param queuedSomething is told when a turn's first thing is queued
     */
    SimulatedLink(
            LinkContext context,
            Socket socket,
            EnsembleInbox inbox,
            boolean dialed,
            Consumer<SimulatedLink> queuedSomething) {
        this.context = context;
        this.socket = socket;
        this.inbox = inbox;
        this.announced = dialed;
        this.queuedSomething = queuedSomething;
    }

    // ---- from the replica

    @Override
    public void send(QuorumMessage message) {
        queue(message);
    }

    @Override
    public void sendHistory(long after, long upTo) {
        queue(new Range(after, upTo));
    }

    @Override
    public void sendSnapshot(StateImage image) {
        queue(new QuorumMessage.Snap(image.lastZxid()));
        queue(image);
    }

    private void queue(Object item) {
        if (!closed) {
            queued.add(item);
            queuedSomething.accept(this);
        }
    }

    @Override
    public void close() {
        closed = true;
        queued.clear();
        output.clear();
        socket.abort();
    }

    @Override
    public String remoteAddress() {
        return socket.connection();
    }

    @Override
    public String toString() {
        return context.server() + " on " + socket.connection();
    }

    // ---- out

    /** The turn is over: what was queued may leave. */
    void flush() {
        output.addAll(queued);
        queued.clear();
        pump();
    }

    private void pump() {
        while (!transferring && !closed && !output.isEmpty()) {
            switch (output.poll()) {
                case QuorumMessage message -> write(message);
                case Range range -> transfer(() -> writeHistory(range));
                case StateImage image -> transfer(() -> writeState(image));
                case Object other -> throw new IllegalStateException("queued: " + other);
            }
        }
    }

    private void write(QuorumMessage message) {
        JuteWriter out = new JuteWriter();
        QuorumCodec.write(out, message);
        context.checks().sent(context.server(), socket.remoteHost(), socket.connection(), message);
        context.trace().accept(text(message) + " to " + socket.remoteHost());
        socket.send(out.toByteArray());
    }

    private static String text(QuorumMessage message) {
        return switch (message) {
            case QuorumMessage.Proposal(long zxid, _) -> "PROPOSAL " + Zxid.toString(zxid);
            case QuorumMessage.Inform(long zxid, _) -> "INFORM " + Zxid.toString(zxid);
            case QuorumMessage.Commit(long zxid) -> "COMMIT " + Zxid.toString(zxid);
            case QuorumMessage.Ack(long zxid) -> "ACK " + Zxid.toString(zxid);
            case QuorumMessage.NewLeader newLeader -> "NEWLEADER " + newLeader.epoch();
            case QuorumMessage.Diff(long zxid) -> "DIFF " + Zxid.toString(zxid);
            case QuorumMessage.Trunc(long zxid) -> "TRUNC " + Zxid.toString(zxid);
            case QuorumMessage.Snap(long zxid) -> "SNAP " + Zxid.toString(zxid);
            case QuorumMessage.AckEpoch(long zxid, int epoch) ->
                    "ACKEPOCH " + Zxid.toString(zxid) + " of epoch " + epoch;
            case QuorumMessage.FollowerInfo info -> "FOLLOWERINFO " + info.acceptedEpoch();
            case QuorumMessage.LeaderInfo info -> "LEADERINFO " + info.epoch();
            case QuorumMessage.Request request ->
                    "REQUEST %d of 0x%x".formatted(request.opCode(), request.sessionId());
            default -> message.getClass().getSimpleName();
        };
    }

    private interface Transfer {
        void run() throws IOException;
    }

    private void transfer(Transfer transfer) {
        transferring = true;
        context.process()
                .after(
                        context.transferMicros().getAsLong(),
                        () -> {
                            transferring = false;
                            if (closed) {
                                return;
                            }
                            try {
                                transfer.run();
                                pump();
                            } catch (IOException | StorageException e) {
                                broke();
                            }
                        });
    }

    private void writeHistory(Range range) throws IOException {
        long last = range.after;
        try (HistoryRange history =
                new HistoryRange(context.disk(), context.disk(), range.after, range.upTo)) {
            while (history.next()) {
                last = history.zxid();
                byte[] txn =
                        Arrays.copyOfRange(
                                history.array(),
                                history.offset(),
                                history.offset() + history.length());
                write(new QuorumMessage.Proposal(last, txn));
                write(new QuorumMessage.Commit(last));
            }
        }
        if (last != range.upTo) {
            throw new IOException("the history ends at " + last);
        }
    }

    private void writeState(StateImage image) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        SnapshotStream.write(image, all);
        byte[] bytes = all.toByteArray();
        for (int at = 0; at < bytes.length; at += PIECE_BYTES) {
            socket.send(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PIECE_BYTES)));
        }
    }

    // ---- in

    @Override
    public void bytes(byte[] bytes) {
        try {
            take(bytes);
            deliver();
        } catch (MarshallingException e) {
            deliver();
            broke();
        }
    }

    private void take(byte[] bytes) {
        int offset = 0;
        while (offset < bytes.length && !closed) {
            if (state != null) {
                byte[] rest = takeState(Arrays.copyOfRange(bytes, offset, bytes.length));
                if (rest == null) {
                    return;
                }
                take(rest);
                return;
            }
            offset += decoder.feed(bytes, offset, bytes.length - offset);
            QuorumMessage message = decoder.take();
            if (message != null) {
                received.add(message);
                if (message instanceof QuorumMessage.Snap(long zxid)) {
                    deliver();
                    state = new ByteArrayOutputStream();
                    stateZxid = zxid;
                }
            }
        }
    }

    /** What is behind the state; null while it is not complete. */
    private byte[] takeState(byte[] bytes) {
        state.writeBytes(bytes);
        byte[] all = state.toByteArray();
        DataTree tree = context.trees().get();
        try {
            long length =
                    SnapshotStream.read(
                            new ByteArrayInputStream(all), tree.load(stateZxid), ZNODE_BYTES_MAX);
            state = null;
            inbox.snapshotReceived(this, tree);
            return Arrays.copyOfRange(all, (int) length, all.length);
        } catch (EOFException e) {
            return null;
        } catch (IOException e) {
            throw new MarshallingException("a state: " + e.getMessage());
        }
    }

    private void deliver() {
        if (received.isEmpty() || closed) {
            return;
        }
        List<QuorumMessage> all = received;
        received = new ArrayList<>();
        if (!announced) {
            announced = true;
            inbox.accepted(this);
        }
        inbox.messages(this, all);
    }

    private void broke() {
        if (!closed) {
            closed = true;
            socket.abort();
            if (announced) {
                inbox.closed(this);
            }
        }
    }

    @Override
    public void closed() {
        broke();
    }
}
