package zabra.simulator.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import zabra.protocol.JuteReader;

/** Cuts a stream of length-prefixed frames, which comes in any pieces. */
final class Frames {
    private byte[] held = new byte[0];

    /** The frames that are complete now, without their lengths. */
    List<JuteReader> take(byte[] bytes) {
        byte[] all = Arrays.copyOf(held, held.length + bytes.length);
        System.arraycopy(bytes, 0, all, held.length, bytes.length);
        List<JuteReader> frames = new ArrayList<>();
        int at = 0;
        while (all.length - at >= 4) {
            int length = new JuteReader().wrap(all, at, 4).readInt();
            if (all.length - at - 4 < length) {
                break;
            }
            frames.add(new JuteReader().wrap(all, at + 4, length));
            at += 4 + length;
        }
        held = Arrays.copyOfRange(all, at, all.length);
        return frames;
    }
}
