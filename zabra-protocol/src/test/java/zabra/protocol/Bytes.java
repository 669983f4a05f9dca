package zabra.protocol;

import java.util.HexFormat;
import java.util.function.Consumer;

/** Bytes as tests write them down. */
public final class Bytes {
    private Bytes() {}

    /** The bytes of hexadecimal text; blanks, line ends and {@code |} only divide it. */
    public static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("[\\s|]", ""));
    }

    /** A reader of {@link #hex}. */
    public static JuteReader reader(String text) {
        return new JuteReader(hex(text));
    }

    /** What {@code record} writes. */
    public static byte[] written(Consumer<JuteWriter> record) {
        JuteWriter out = new JuteWriter();
        record.accept(out);
        return out.toByteArray();
    }
}
