package zabra.peer;

import zabra.protocol.JuteReader;

/**
 * Takes a client's bytes apart into frames, and keeps what is not yet a whole one or is not wanted
 * yet. One call handles one batch of input: the lane's clock is read before it, and the read side
 * of the tree lock, where a frame took it, is let go after it. Lane thread only.
 */
final class FrameInput {
    /** Whose input it is. */
    interface Owner {
        /** Whether another frame may be handed over now. */
        boolean wantsFrame();

        /** Whether what is left is to be kept. */
        boolean isOpen();

        /** One whole frame; the reader is at its first byte, and stays valid only for the call. */
        void frame(JuteReader in, int length, long nowMillis);

        /** A frame announces a length that is none, or too much. */
        void badLength(int length);
    }

    private final Owner owner;
    private final Lane lane;
    private final int frameBytesMax;
    private final InputBuffer kept = new InputBuffer();
    private boolean busy;

    FrameInput(Owner owner, Lane lane, int frameBytesMax) {
        this.owner = owner;
        this.lane = lane;
        this.frameBytesMax = frameBytesMax;
    }

    /** Whether nothing that came waits to be handed over, not even a part of a frame. */
    boolean isEmpty() {
        return kept.isEmpty();
    }

    /** Whether frames are being handed over at this moment. */
    boolean isBusy() {
        return busy;
    }

    /**
     * New bytes from the client; the array is the caller's again when this returns.
     *
     * @return whether a whole frame came
     */
    boolean take(byte[] bytes, int offset, int length, long nowMillis) {
        if (!kept.isEmpty() || !owner.wantsFrame()) {
            kept.append(bytes, offset, length);
            return owner.wantsFrame() && takeKept(nowMillis);
        }
        int end = offset + length;
        int consumed = process(bytes, offset, end, nowMillis);
        if (owner.isOpen()) {
            kept.append(bytes, consumed, end - consumed);
        }
        return consumed > offset;
    }

    /** Goes on with what was kept; otherwise as {@link #take}. */
    boolean takeKept(long nowMillis) {
        int end = kept.length();
        byte[] bytes = kept.take();
        int consumed = process(bytes, 0, end, nowMillis);
        if (owner.isOpen()) {
            kept.keepRest(bytes, consumed, end);
        }
        return consumed > 0;
    }

    void clear() {
        kept.clear();
    }

    /** Hands whole frames over; returns where the first one not taken begins. */
    private int process(byte[] bytes, int start, int end, long nowMillis) {
        int position = start;
        busy = true;
        try {
            lane.beginBatch(nowMillis);
            while (owner.wantsFrame() && end - position >= 4) {
                int length = lane.in.wrap(bytes, position, 4).readInt();
                if (length < 0 || length > frameBytesMax) {
                    owner.badLength(length);
                    break;
                }
                if (end - position - 4 < length) {
                    break;
                }
                lane.stats.countReceived(length);
                owner.frame(lane.in.wrap(bytes, position + 4, length), length, nowMillis);
                position += 4 + length;
            }
        } finally {
            busy = false;
            lane.unlock();
            lane.stats.publish();
        }
        return position;
    }
}
