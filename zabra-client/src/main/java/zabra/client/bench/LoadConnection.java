package zabra.client.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One session of the generator: its socket, and what is in flight on it, oldest first. Belongs to
 * one load thread.
 */
final class LoadConnection {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final int index;
    private final int connections;
    private final InetSocketAddress server;
    private final SocketChannel channel;
    private final SelectionKey key;

    // What is in flight: a ring, slot = count & mask.
    private final long[] dueNanos;
    private final byte[] kinds;
    private final int mask;
    private long sent;
    private long answered;

    private int nextXid = 1;
    private int answeredXid;
    private long sequence;
    private boolean ready;
    private int controlsInFlight;
    private long lastSentNanos;

    /** The start of a frame whose end has not arrived; ready to be read from. */
    private ByteBuffer partial = NOTHING;

    /** Bytes the socket did not take; ready to be read from. */
    private ByteBuffer unsent = NOTHING;

    /**
     * @param index of this connection among all {@code connections} of all threads
     */
    LoadConnection(
            int index,
            int connections,
            int outstanding,
            InetSocketAddress server,
            SocketChannel channel,
            SelectionKey key) {
        this.index = index;
        this.connections = connections;
        this.server = server;
        this.channel = channel;
        this.key = key;
        int capacity = Math.max(2, Integer.highestOneBit(outstanding * 2 - 1));
        dueNanos = new long[capacity];
        kinds = new byte[capacity];
        mask = capacity - 1;
    }

    int index() {
        return index;
    }

    InetSocketAddress server() {
        return server;
    }

    SocketChannel channel() {
        return channel;
    }

    /** Whether the session is there. */
    boolean isReady() {
        return ready;
    }

    void becomeReady() {
        ready = true;
    }

    /** Forgets the last phase's count. */
    void beginPhase() {
        sequence = 0;
    }

    /** Requests sent in this phase. */
    long sequence() {
        return sequence;
    }

    /** Deals 0, 1, 2 … out among all connections: each has its own residue. */
    long globalSequence() {
        return sequence * connections + index;
    }

    int nextXid() {
        return nextXid;
    }

    int inFlight() {
        return (int) (sent - answered);
    }

    /** Nothing more can be sent until the socket takes what it refused. */
    boolean isClogged() {
        return unsent.hasRemaining();
    }

    long lastSentNanos() {
        return lastSentNanos;
    }

    /** The request just encoded was due at {@code due}. */
    void onSent(int kind, long due, long now) {
        int slot = (int) sent & mask;
        dueNanos[slot] = due;
        kinds[slot] = (byte) kind;
        sent++;
        sequence++;
        nextXid = nextXid == Integer.MAX_VALUE ? 1 : nextXid + 1;
        lastSentNanos = now;
    }

    /** A ping or the like went out; it is not measured. */
    void onControlSent(long now) {
        controlsInFlight++;
        lastSentNanos = now;
    }

    void onControlAnswered() {
        controlsInFlight--;
    }

    boolean awaitsControl() {
        return controlsInFlight > 0;
    }

    /** The xid the next reply must carry. */
    int awaitedXid() {
        return answeredXid == Integer.MAX_VALUE ? 1 : answeredXid + 1;
    }

    int oldestKind() {
        return kinds[(int) answered & mask];
    }

    long oldestDueNanos() {
        return dueNanos[(int) answered & mask];
    }

    void onAnswered(int xid) {
        answeredXid = xid;
        answered++;
    }

    /** Writes what it can of {@code out}, keeps the rest, and leaves {@code out} empty. */
    void write(ByteBuffer out) throws IOException {
        if (!isClogged()) {
            channel.write(out);
        }
        if (out.hasRemaining()) {
            ByteBuffer rest = ByteBuffer.allocateDirect(unsent.remaining() + out.remaining());
            rest.put(unsent).put(out).flip();
            unsent = rest;
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
        out.clear();
    }

    /** The socket takes bytes again. */
    void onWritable() throws IOException {
        channel.write(unsent);
        if (!unsent.hasRemaining()) {
            unsent = NOTHING;
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    /** Moves the kept start of a frame into {@code in}. */
    void restore(ByteBuffer in) {
        if (partial.hasRemaining()) {
            in.put(partial);
        }
        partial.clear().limit(0);
    }

    int partialLength() {
        return partial.remaining();
    }

    /** Keeps the start of a frame. */
    void keep(ByteBuffer in) {
        if (!in.hasRemaining()) {
            return;
        }
        if (partial.capacity() < in.remaining()) {
            partial = ByteBuffer.allocate(Math.max(4096, in.remaining() * 2));
        }
        partial.clear().put(in).flip();
    }
}
