package zabra.protocol.quorum;

import java.nio.ByteBuffer;
import zabra.protocol.JuteReader;
import zabra.protocol.MarshallingException;

/**
 * Finds notifications in the frames of an election connection. A frame of a forbidden length is
 * refused; one whose body is no notification is passed over without a word, for a newer or broken
 * server must not lose its connection, nor anybody's, by it.
 */
public final class NotificationDecoder extends StreamDecoder<Notification> {
    private static final int HEAD = 4;

    public NotificationDecoder() {
        super(HEAD);
    }

    @Override
    int extend(byte[] bytes, int base, int need) {
        int length = ByteBuffer.wrap(bytes).getInt(base);
        if (length < 1 || length > Notification.FRAME_LENGTH_MAX) {
            throw new MarshallingException(
                    "frame of " + length + " bytes, may be 1.." + Notification.FRAME_LENGTH_MAX);
        }
        return HEAD + length;
    }

    @Override
    Notification decode(JuteReader in) {
        in.skip(HEAD);
        try {
            return Notification.read(in);
        } catch (MarshallingException malformed) {
            return null;
        }
    }
}
