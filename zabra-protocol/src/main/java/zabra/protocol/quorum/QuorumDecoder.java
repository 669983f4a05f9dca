package zabra.protocol.quorum;

import java.nio.ByteBuffer;
import zabra.protocol.JuteReader;
import zabra.protocol.MarshallingException;

/**
 * Finds the messages of a connection on the leader port. Behind a {@link QuorumMessage.Snap} the
 * bytes are not messages: whoever takes one hands what follows to the reader of the snapshot, and
 * comes back with what is behind that.
 *
 * <p>A packet's data, and its identities together, may have {@code lengthMax} bytes each; more is
 * refused when its length has arrived.
 */
public final class QuorumDecoder extends StreamDecoder<QuorumMessage> {
    /** What ZooKeeper accepts unless told otherwise: twice {@code jute.maxbuffer}. */
    public static final int LENGTH_MAX_DEFAULT = 2 * 0xfffff;

    /** No setting makes a packet larger than what the lengths below can add up to. */
    private static final int LENGTH_MAX_MAX = 1 << 29;

    /** Type, zxid and the data's length. */
    private static final int HEAD = 16;

    /** What is asked next of the bytes that {@link #extend} sees. */
    private enum Stage {
        DATA_LENGTH,
        IDENTITY_COUNT,
        STRING_LENGTH,
        END
    }

    private final int lengthMax;
    private Stage stage = Stage.DATA_LENGTH;
    private int stringsLeft;
    private int identitiesFrom;

    /**
     * @param lengthMax {@code jute.maxbuffer} and its extra size, in bytes, 0 … 2^29
     */
    public QuorumDecoder(int lengthMax) {
        super(HEAD);
        if (lengthMax < 0 || lengthMax > LENGTH_MAX_MAX) {
            throw new IllegalArgumentException(
                    "length limit " + lengthMax + " outside 0.." + LENGTH_MAX_MAX);
        }
        this.lengthMax = lengthMax;
    }

    @Override
    int extend(byte[] bytes, int base, int need) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int last = in.getInt(base + need - 4);
        return switch (stage) {
            case DATA_LENGTH -> {
                int type = in.getInt(base);
                if (PacketType.of(type) == null) {
                    throw new MarshallingException("quorum packet of type " + type);
                }
                stage = Stage.IDENTITY_COUNT;
                yield need + checkLength(last, lengthMax) + 4;
            }
            case IDENTITY_COUNT -> {
                if (last <= 0) {
                    yield end(need);
                }
                // Each is two strings, each with its length.
                if (last > lengthMax / 8) {
                    throw new MarshallingException("quorum packet with " + last + " identities");
                }
                identitiesFrom = need;
                stringsLeft = 2 * last;
                stage = Stage.STRING_LENGTH;
                yield need + 4;
            }
            case STRING_LENGTH -> {
                stringsLeft--;
                int room = lengthMax - (need - identitiesFrom) - 4 * stringsLeft;
                int length = checkLength(last, room);
                if (stringsLeft > 0) {
                    yield need + length + 4;
                }
                if (length == 0) {
                    yield end(need);
                }
                stage = Stage.END;
                yield need + length;
            }
            case END -> end(need);
        };
    }

    private int end(int need) {
        stage = Stage.DATA_LENGTH;
        return need;
    }

    private static int checkLength(int length, int max) {
        if (length < -1 || length > max) {
            throw new MarshallingException(
                    "length " + length + " in a quorum packet, may be -1.." + max);
        }
        return Math.max(length, 0);
    }

    @Override
    QuorumMessage decode(JuteReader in) {
        return QuorumCodec.read(in);
    }
}
