package zabra.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zabra.protocol.Bytes.hex;
import static zabra.protocol.Bytes.written;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JuteWriterTest {
    @Test
    void writesBigEndian() {
        assertThat(
                        written(out ->
                                out.writeByte(0xfe)
                                        .writeBoolean(true)
                                        .writeBoolean(false)
                                        .writeInt(0x01020304)
                                        .writeLong(-2)))
                .isEqualTo(hex("fe|01|00|01020304|fffffffffffffffe"));
    }

    @Test
    void keepsNullAndEmptyApart() {
        assertThat(written(out -> out.writeString(null).writeString("")))
                .isEqualTo(hex("ffffffff|00000000"));
        assertThat(written(out -> out.writeBuffer(null).writeBuffer(new byte[0])))
                .isEqualTo(hex("ffffffff|00000000"));
        assertThat(written(out -> out.writeStrings(null).writeStrings(List.of())))
                .isEqualTo(hex("ffffffff|00000000"));
        assertThat(written(out -> out.writeStrings(Arrays.asList("a", null))))
                .isEqualTo(hex("00000002|00000001 61|ffffffff"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/b", "ü", "/日本/x", "\u007f\u0080\u07ff\u0800\uffff"})
    void writesUtf8(String value) {
        byte[] utf8 = value.getBytes(UTF_8);
        assertThat(written(out -> out.writeString(value)))
                .isEqualTo(
                        written(out -> out.writeInt(utf8.length).writeBytes(utf8, 0, utf8.length)));
        assertThat(new JuteReader(written(out -> out.writeString(value))).readString())
                .isEqualTo(value);
    }

    @Test
    void writesSurrogatesOneByOne() {
        assertThat(written(out -> out.writeString("a\ud83d\ude00")))
                .isEqualTo(hex("00000007 61 eda0bd edb880"));
        assertThat(written(out -> out.writeString("\ud83d"))).isEqualTo(hex("00000003 eda0bd"));
    }

    @Test
    void growsWithWhatIsWritten() {
        JuteWriter out = new JuteWriter(1);
        String text = "ü".repeat(100_000);
        out.writeString(text).writeString("x".repeat(70_000)).writeLong(7);
        JuteReader in = new JuteReader(out.toByteArray());
        assertThat(in.readString()).isEqualTo(text);
        assertThat(in.readString()).hasSize(70_000);
        assertThat(in.readLong()).isEqualTo(7);
        assertThat(in.remaining()).isZero();
    }

    @Test
    void writesSlices() {
        byte[] source = hex("0001020304");
        assertThat(written(out -> out.writeBytes(source, 1, 2).writeBuffer(source, 3, 2)))
                .isEqualTo(hex("0102|00000002 0304"));
    }

    @Test
    void framesHoldTheirLength() {
        JuteWriter out = new JuteWriter();
        int first = out.beginFrame();
        out.writeInt(1);
        out.endFrame(first);
        int second = out.beginFrame();
        out.endFrame(second);
        assertThat(out.toByteArray()).isEqualTo(hex("00000004 00000001 | 00000000"));
    }

    @Test
    void takesBackWhatWasWritten() {
        JuteWriter out = new JuteWriter();
        out.writeInt(1).writeInt(2);
        out.truncate(4);
        assertThat(out.toByteArray()).isEqualTo(hex("00000001"));
        assertThatThrownBy(() -> out.truncate(5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> out.truncate(-1)).isInstanceOf(IllegalArgumentException.class);
        out.clear();
        assertThat(out.position()).isZero();
    }

    @Test
    void patchesOnlyWhatIsThere() {
        JuteWriter out = new JuteWriter();
        out.writeInt(1).writeByte(9);
        out.patchInt(1, 0x0a0b0c0d);
        assertThat(out.toByteArray()).isEqualTo(hex("00 0a0b0c0d"));
        assertThatThrownBy(() -> out.patchInt(2, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> out.patchInt(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
