package zabra.simulator.world;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.zip.CRC32;

/** One side of a connection: what is sent here is received at the other. */
public final class Socket {
    /** Bytes under way; null for the end of the stream. */
    private record Packet(long dueMicros, byte[] bytes) {}

    /** Until a machine that lost power is up again and refuses what it does not know. */
    private static final long RESET_MICROS_MAX = 3_000_000;

    private final Network network;
    private final String connection;
    private final Incarnation owner;
    private final ArrayDeque<Packet> incoming = new ArrayDeque<>();
    private Socket other;
    private Network.Receiver receiver;
    private long lastDueMicros;
    private boolean closed;
    private boolean deaf;

    /** Nothing comes any more, not even the end. */
    private boolean swallowed;

    /** The other side is gone without a word. */
    private boolean orphaned;

    Socket(Network network, String connection, Incarnation owner) {
        this.network = network;
        this.connection = connection;
        this.owner = owner;
    }

    void pairWith(Socket peer) {
        other = peer;
    }

    void receiveWith(Network.Receiver taker) {
        receiver = taker;
        pump();
    }

    public Incarnation owner() {
        return owner;
    }

    /** The host at the other end. */
    public String remoteHost() {
        return other.owner.host();
    }

    public String connection() {
        return connection;
    }

    public boolean isClosed() {
        return closed;
    }

    /** Sends bytes, which must not change any more; nothing where this side is closed. */
    public void send(byte[] bytes) {
        if (!closed && bytes.length > 0) {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            network.trace.line(
                    owner.name(),
                    "sends "
                            + bytes.length
                            + " "
                            + Long.toHexString(crc.getValue())
                            + " on "
                            + connection);
            other.arrive(bytes);
            if (orphaned) {
                orphaned = false;
                network.time.after(network.dice.between(0L, RESET_MICROS_MAX), this::reset);
            }
        }
    }

    /** Nobody knows this connection there: so much one learns by sending. */
    private void reset() {
        arrive(null);
    }

    private void arrive(byte[] bytes) {
        // News of the end comes through even so; said twice it does no harm.
        if (closed || swallowed || (deaf && bytes != null)) {
            return;
        }
        long due = Math.max(lastDueMicros, network.time.nowMicros() + network.delay());
        lastDueMicros = due;
        incoming.add(new Packet(due, bytes));
        network.time.after(due - network.time.nowMicros(), this::pump);
    }

    /** Closes: what was sent still arrives, and then the news. This side gets no event. */
    public void close() {
        if (!closed) {
            closed = true;
            incoming.clear();
            network.forget(this);
            other.arrive(null);
        }
    }

    /** Closes and takes back what did not arrive yet, from some message on. */
    public void abort() {
        if (!closed) {
            other.loseSome();
            close();
        }
    }

    /** The connection breaks in both directions: both sides get the news, if they can. */
    void breakOff() {
        network.trace.line("network", "breaks " + connection);
        for (Socket side : new Socket[] {this, other}) {
            if (!side.closed) {
                side.loseSome();
                side.arrive(null);
                side.deaf = true;
            }
        }
    }

    /** Something between the two forgets the connection: nothing comes through, nobody is told. */
    void swallow() {
        network.trace.line("network", "swallows " + connection);
        for (Socket side : new Socket[] {this, other}) {
            side.loseSome();
            side.swallowed = true;
        }
    }

    void die(boolean silently) {
        if (silently) {
            closed = true;
            incoming.clear();
            network.forget(this);
            other.loseSome();
            other.deaf = true;
            other.orphaned = true;
        } else {
            abort();
        }
    }

    private void loseSome() {
        int kept = network.dice.nextInt(incoming.size() + 1);
        while (incoming.size() > kept) {
            incoming.removeLast();
        }
    }

    /** Hands over what is due, if the path is whole. */
    void pump() {
        if (receiver == null || network.isCut(other.owner.host(), owner.host())) {
            return;
        }
        while (!closed
                && !incoming.isEmpty()
                && incoming.peek().dueMicros <= network.time.nowMicros()) {
            byte[] bytes = incoming.poll().bytes;
            owner.after(0, () -> hand(bytes));
        }
    }

    private void hand(byte[] bytes) {
        if (closed) {
            return;
        }
        if (bytes == null) {
            closed = true;
            network.forget(this);
            network.trace.line(owner.name(), "lost " + connection);
            other.arrive(null);
            receiver.closed();
        } else if (bytes.length > 1 && network.dice.oneIn(16)) {
            // Streams know no messages: their bytes come in any pieces.
            int at = network.dice.between(1, bytes.length - 1);
            receiver.bytes(Arrays.copyOfRange(bytes, 0, at));
            if (!closed) {
                receiver.bytes(Arrays.copyOfRange(bytes, at, bytes.length));
            }
        } else {
            receiver.bytes(bytes);
        }
    }
}
