package zabra.peer;

import java.util.Arrays;

/**
 * What has come from a client and cannot be used yet: part of a frame, or frames behind a pause.
 * Grows with what has come, never with what a length field announces, and holds nothing while there
 * is nothing: thousands of idle connections cost no buffer. Lane thread only.
 */
final class InputBuffer {
    private static final byte[] NOTHING = new byte[0];

    private byte[] bytes = NOTHING;
    private int length;

    boolean isEmpty() {
        return length == 0;
    }

    int length() {
        return length;
    }

    /** Adds bytes behind those that are kept. */
    void append(byte[] source, int offset, int count) {
        if (count == 0) {
            return;
        }
        int needed = Math.addExact(length, count);
        if (bytes.length < needed) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
        System.arraycopy(source, offset, bytes, length, count);
        length = needed;
    }

    /** Hands out all that is kept; what is not used comes back by {@link #keepRest}. */
    byte[] take() {
        byte[] taken = bytes;
        clear();
        return taken;
    }

    /** Keeps what was not used of the array that {@link #take} gave. */
    void keepRest(byte[] taken, int from, int to) {
        if (from < to) {
            System.arraycopy(taken, from, taken, 0, to - from);
            bytes = taken;
            length = to - from;
        }
    }

    void clear() {
        bytes = NOTHING;
        length = 0;
    }
}
