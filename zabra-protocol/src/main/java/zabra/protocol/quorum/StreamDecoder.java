package zabra.protocol.quorum;

import java.util.Arrays;
import java.util.Objects;
import zabra.protocol.JuteReader;
import zabra.protocol.MarshallingException;

/**
 * Finds messages that tell their own end in a stream that comes in pieces of any size.
 *
 * <pre>{@code
 * while (length > 0) {
 *     int used = decoder.feed(bytes, offset, length);
 *     offset += used;
 *     length -= used;
 *     M message = decoder.take();
 *     if (message != null) {
 *         handle(message); // May hand the bytes from offset on to somebody else.
 *     }
 * }
 * }</pre>
 *
 * <p>It never takes a byte beyond the message it is in. A message that comes in one piece is
 * decoded where it lies; else its bytes are held, in an array that grows with what has arrived, not
 * with what a length promised. After a {@link MarshallingException} the stream has no meaning any
 * more: every further call throws it again. Not thread-safe.
 *
 * @param <M> the messages
 */
public abstract sealed class StreamDecoder<M>
        permits InitialMessageDecoder, NotificationDecoder, QuorumDecoder {
    private static final byte[] EMPTY = new byte[0];

    /** An array larger than this is not kept for the next message. */
    private static final int KEPT_MAX = 64 * 1024;

    private final int headLength;
    private final JuteReader reader = new JuteReader();
    private byte[] held = EMPTY;
    private int heldLength;

    /** Bytes from the start of the message that must be there before more can be said. */
    private int need;

    private M message;
    private String refusal;

    /**
     * @param headLength the bytes every message has at least
     */
    StreamDecoder(int headLength) {
        this.headLength = headLength;
        this.need = headLength;
    }

    /**
     * Looks at {@code need} bytes from {@code base} and says how many the message has at least; the
     * same number again when that is all. Called once for each number.
     */
    abstract int extend(byte[] bytes, int base, int need);

    /** Decodes one whole message; null where it says nothing. Begins anew with {@link #extend}. */
    abstract M decode(JuteReader in);

    /**
     * Takes bytes of the stream, at most to the end of one message; then {@link #take} has it.
     *
     * @return how many bytes were taken, at least 1 where {@code length > 0}
     * @throws MarshallingException where the stream is broken, now or in an earlier call
     */
    public final int feed(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (message != null) {
            throw new IllegalStateException("a decoded message was not taken: " + message);
        }
        if (refusal != null) {
            throw new MarshallingException(refusal);
        }
        try {
            return heldLength == 0
                    ? feedFirst(bytes, offset, length)
                    : feedMore(bytes, offset, length);
        } catch (MarshallingException e) {
            refusal = e.getMessage();
            held = EMPTY;
            throw e;
        }
    }

    /** The message that the last {@link #feed} completed, once; null where there is none. */
    public final M take() {
        M taken = message;
        message = null;
        return taken;
    }

    /** Whether the stream may end here: no message has begun. */
    public final boolean isBetweenMessages() {
        return heldLength == 0;
    }

    private int feedFirst(byte[] bytes, int offset, int length) {
        if (isComplete(bytes, offset, length)) {
            int used = need;
            finish(bytes, offset);
            return used;
        }
        hold(bytes, offset, length);
        return length;
    }

    private int feedMore(byte[] bytes, int offset, int length) {
        int used = 0;
        while (used < length) {
            int piece = Math.min(need - heldLength, length - used);
            hold(bytes, offset + used, piece);
            used += piece;
            if (isComplete(held, 0, heldLength)) {
                finish(held, 0);
                break;
            }
        }
        return used;
    }

    private boolean isComplete(byte[] bytes, int base, int available) {
        while (need <= available) {
            int more = extend(bytes, base, need);
            if (more == need) {
                return true;
            }
            need = more;
        }
        return false;
    }

    private void finish(byte[] bytes, int base) {
        int length = need;
        need = headLength;
        heldLength = 0;
        if (held.length > KEPT_MAX) {
            held = EMPTY;
        }
        message = decode(reader.wrap(bytes, base, length));
    }

    private void hold(byte[] bytes, int offset, int length) {
        int wanted = heldLength + length;
        if (held.length < wanted) {
            held = Arrays.copyOf(held, Math.max(wanted, Math.min(need, 2 * held.length)));
        }
        System.arraycopy(bytes, offset, held, heldLength, length);
        heldLength = wanted;
    }
}
