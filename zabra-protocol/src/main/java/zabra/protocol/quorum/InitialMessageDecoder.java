package zabra.protocol.quorum;

import java.nio.ByteBuffer;
import zabra.protocol.JuteReader;

/**
 * Finds the {@link InitialMessage} at the start of a connection that was accepted on the election
 * port. What follows it belongs to a {@link NotificationDecoder}.
 */
public final class InitialMessageDecoder extends StreamDecoder<InitialMessage> {
    private static final int FIRST = 8;
    private static final int HEAD = 20;

    public InitialMessageDecoder() {
        super(FIRST);
    }

    @Override
    int extend(byte[] bytes, int base, int need) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (need == FIRST) {
            boolean whole = InitialMessage.form(in.getLong(base)) == InitialMessage.Form.LEGACY;
            return whole ? FIRST : HEAD;
        }
        // Seen again when the text, never empty, is there: the same answer ends it.
        return HEAD + InitialMessage.checkLength(in.getInt(base + HEAD - 4));
    }

    @Override
    InitialMessage decode(JuteReader in) {
        return InitialMessage.read(in);
    }
}
