package zabra.peer;

import java.util.Arrays;
import zabra.protocol.JuteWriter;

/**
 * Output of the replica for the connections of one lane: frames back to back, and for each stretch
 * whose it is and what it means. Filled by the replica thread, then handed over and emptied by the
 * lane, then given back for reuse.
 */
final class OutBatch {
    /** Meanings of a stretch. */
    enum Kind {
        /** The reply to one ordered request. */
        REPLY,
        /** A watch event. */
        EVENT,
        /** The session is open: the connect response. */
        OPENED,
        /** Send, then close. */
        CLOSE,
        /** Close at once. */
        ABORT
    }

    private static final int KEEP_BYTES_MAX = 1 << 20;

    final JuteWriter frames = new JuteWriter(8192);
    private ClientConnection[] targets = new ClientConnection[64];
    private Kind[] kinds = new Kind[64];
    private int[] ends = new int[64];
    private int[] requestBytes = new int[64];
    private int[] latencies = new int[64];
    private int count;

    /** As the other, for what completes no request. */
    void mark(ClientConnection target, Kind kind) {
        mark(target, kind, -1, 0);
    }

    /**
     * Gives what was written to {@link #frames} since the last mark to {@code target}.
     *
     * @param completedBytes the size of the request this completes; -1 where it completes none
     */
    void mark(ClientConnection target, Kind kind, int completedBytes, int latencyMillis) {
        if (count == ends.length) {
            int size = count * 2;
            targets = Arrays.copyOf(targets, size);
            kinds = Arrays.copyOf(kinds, size);
            ends = Arrays.copyOf(ends, size);
            requestBytes = Arrays.copyOf(requestBytes, size);
            latencies = Arrays.copyOf(latencies, size);
        }
        targets[count] = target;
        kinds[count] = kind;
        ends[count] = frames.position();
        requestBytes[count] = completedBytes;
        latencies[count] = latencyMillis;
        count++;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Hands each stretch to its connection, in order. Lane thread. */
    void deliver() {
        int start = 0;
        for (int i = 0; i < count; i++) {
            int end = ends[i];
            if (requestBytes[i] >= 0) {
                targets[i].completed(requestBytes[i]);
            }
            targets[i].deliver(kinds[i], frames.array(), start, end - start, latencies[i]);
            start = end;
        }
    }

    /** Empties the batch; false where it grew too large to be kept. */
    boolean recycle() {
        Arrays.fill(targets, 0, count, null);
        count = 0;
        boolean keep = frames.array().length <= KEEP_BYTES_MAX;
        frames.clear();
        return keep;
    }
}
