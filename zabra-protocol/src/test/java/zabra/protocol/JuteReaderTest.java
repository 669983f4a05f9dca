package zabra.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zabra.protocol.Bytes.hex;
import static zabra.protocol.Bytes.reader;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JuteReaderTest {
    private static void assertRefused(String bytes, Consumer<JuteReader> read) {
        assertThatThrownBy(() -> read.accept(reader(bytes)))
                .isInstanceOf(MarshallingException.class);
    }

    @Test
    void readsBigEndian() {
        JuteReader in = reader("ff|00|7f|01020304|ffffffff|0102030405060708");
        assertThat(in.readByte()).isEqualTo((byte) -1);
        assertThat(in.readBoolean()).isFalse();
        assertThat(in.readBoolean()).as("any byte but zero").isTrue();
        assertThat(in.peekInt()).isEqualTo(0x01020304);
        assertThat(in.readInt()).isEqualTo(0x01020304);
        assertThat(in.readInt()).isEqualTo(-1);
        assertThat(in.readLong()).isEqualTo(0x0102030405060708L);
        assertThat(in.remaining()).isZero();
    }

    @Test
    void neverReadsBeyondItsLimit() {
        assertRefused("", JuteReader::readByte);
        assertRefused("", JuteReader::readBoolean);
        assertRefused("000000", JuteReader::readInt);
        assertRefused("000000", JuteReader::peekInt);
        assertRefused("00000000000000", JuteReader::readLong);
        assertRefused("00", in -> in.skip(2));
        assertRefused("000000", JuteReader::readString);
        assertRefused("00000002 61", JuteReader::readString);
        assertRefused("00000002 61", JuteReader::readBuffer);
        // The array goes on, the slice does not.
        JuteReader in = new JuteReader().wrap(hex("0000000161000000"), 0, 4);
        assertThatThrownBy(in::readString).isInstanceOf(MarshallingException.class);
    }

    @Test
    void readsTheSliceItIsGiven() {
        JuteReader in = new JuteReader().wrap(hex("ff|00000001 61|ff"), 1, 5);
        assertThat(in.readString()).isEqualTo("a");
        assertThat(in.remaining()).isZero();
        assertThatThrownBy(() -> in.wrap(new byte[4], 2, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> in.wrap(new byte[4], -1, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> in.wrap(new byte[4], 1, Integer.MAX_VALUE))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void keepsNullAndEmptyApart() {
        JuteReader in = reader("ffffffff|00000000|ffffffff|00000000|ffffffff|00000000");
        assertThat(in.readString()).isNull();
        assertThat(in.readString()).isEmpty();
        assertThat(in.readBuffer()).isNull();
        assertThat(in.readBuffer()).isEmpty();
        assertThat(in.readStrings()).isNull();
        assertThat(in.readStrings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fffffffe", "80000000", "7fffffff", "00000001", "00100000"})
    void refusesHostileLengths(String length) {
        assertRefused(length, JuteReader::readString);
        assertRefused(length, JuteReader::readBuffer);
        assertRefused(length, JuteReader::readLength);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"7fffffff", "00000001", "00000002 00000000", "00000002 00000000 000000"})
    void refusesCountsThatCannotBe(String bytes) {
        assertRefused(bytes, JuteReader::readCount);
        assertRefused(bytes, JuteReader::readStrings);
    }

    @Test
    void readsNegativeCountsAsEmptyButForNull() {
        assertThat(reader("ffffffff").readCount()).isEqualTo(-1);
        assertThat(reader("fffffffe").readCount()).isZero();
        assertThat(reader("80000000").readStrings()).isEmpty();
    }

    @Test
    void readsVectorsWithNulls() {
        assertThat(reader("00000003 00000001 61 ffffffff 00000000").readStrings())
                .isEqualTo(Arrays.asList("a", null, ""));
    }

    @Test
    void readsAVectorLongerThanItsFirstGuess() {
        JuteWriter out = new JuteWriter();
        List<String> many = java.util.Collections.nCopies(5000, "x");
        out.writeStrings(many);
        assertThat(new JuteReader(out.toByteArray()).readStrings()).isEqualTo(many);
    }

    @Test
    void replacesMalformedUtf8() {
        assertThat(reader("00000002 c328").readString()).isEqualTo("\ufffd(");
        assertThat(reader("00000001 ff").readString()).isEqualTo("\ufffd");
    }

    @Test
    void refusesToGoBack() {
        assertThatThrownBy(() -> reader("0000").skip(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
