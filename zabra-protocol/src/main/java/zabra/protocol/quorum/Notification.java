package zabra.protocol.quorum;

import java.nio.charset.StandardCharsets;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.MarshallingException;

/**
 * A vote, as a server tells it to another on the election port. Sent in a frame: an int, 1 … {@link
 * #FRAME_LENGTH_MAX}, the length of the body; then the body:
 *
 * <pre>
 *  0 int  state             0 LOOKING, 1 FOLLOWING, 2 LEADING, 3 OBSERVING
 *  4 long leader
 * 12 long zxid
 * 20 long electionEpoch     a body of 28 bytes ends here
 * 28 long peerEpoch         in one of 40 bytes, four without meaning follow
 * 36 int  version           2; of another version above 1, read alike
 * 40 int  n                 from version 2
 * 44 n    config, UTF-8
 * </pre>
 *
 * @param state what the sender does
 * @param leader the sid it votes for; {@link Long#MIN_VALUE} where it may not vote
 * @param zxid the last transaction of that server
 * @param electionEpoch the sender's round of election
 * @param peerEpoch the current epoch of that server
 * @param version 0 for the two old bodies
 * @param config the text of the sender's committed config; null below version 2
 */
public record Notification(
        PeerState state,
        long leader,
        long zxid,
        long electionEpoch,
        long peerEpoch,
        int version,
        String config) {
    /** The longest body. A longer one, or an empty one, costs its sender the connection. */
    public static final int FRAME_LENGTH_MAX = 524_288;

    /** The version that is sent. */
    public static final int VERSION = 2;

    private static final int LENGTH_28 = 28;
    private static final int LENGTH_40 = 40;

    /** A notification of today's version. */
    public static Notification of(
            PeerState state,
            long leader,
            long zxid,
            long electionEpoch,
            long peerEpoch,
            String config) {
        return new Notification(state, leader, zxid, electionEpoch, peerEpoch, VERSION, config);
    }

    /**
     * Writes the frame, length and body.
     *
     * @throws IllegalStateException for another version than {@link #VERSION}: those are only read
     */
    public void write(JuteWriter out) {
        if (version != VERSION || config == null) {
            throw new IllegalStateException("cannot send " + this);
        }
        int mark = out.beginFrame();
        out.writeInt(state.code())
                .writeLong(leader)
                .writeLong(zxid)
                .writeLong(electionEpoch)
                .writeLong(peerEpoch)
                .writeInt(version)
                .writeBuffer(config.getBytes(StandardCharsets.UTF_8));
        int length = out.position() - mark - 4;
        if (length > FRAME_LENGTH_MAX) {
            throw new IllegalStateException("notification of " + length + " bytes");
        }
        out.endFrame(mark);
    }

    /**
     * Reads a body, which is all that the reader has; what follows the config is passed over.
     *
     * @throws MarshallingException where it is none: the notification is dropped, the connection
     *     goes on
     */
    public static Notification read(JuteReader in) {
        int length = in.remaining();
        if (length < LENGTH_28) {
            throw new MarshallingException("notification of " + length + " bytes");
        }
        int code = in.readInt();
        PeerState state = PeerState.of(code);
        if (state == null) {
            throw new MarshallingException("notification of a server in state " + code);
        }
        long leader = in.readLong();
        long zxid = in.readLong();
        long electionEpoch = in.readLong();
        if (length == LENGTH_28) {
            return new Notification(state, leader, zxid, electionEpoch, zxid >> 32, 0, null);
        }
        long peerEpoch = in.readLong();
        int version = length == LENGTH_40 ? 0 : in.readInt();
        String config = version > 1 ? readConfig(in) : null;
        return new Notification(state, leader, zxid, electionEpoch, peerEpoch, version, config);
    }

    private static String readConfig(JuteReader in) {
        String config = in.readString();
        if (config == null) {
            throw new MarshallingException("notification with a config of length -1");
        }
        return config;
    }
}
