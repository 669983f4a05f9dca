package zabra.protocol.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.MarshallingException;

/** The messages by which leadership changes hands, which ZooKeeper does not know. */
final class HandOverMessagesTest {
    private static Stream<QuorumMessage> messages() {
        return Stream.of(
                new QuorumMessage.Prepare(3, 7),
                new QuorumMessage.Prepared(7),
                new QuorumMessage.HandOver(3, 0x6_0000_0009L, 12));
    }

    private static byte[] bytes(QuorumMessage message) {
        JuteWriter out = new JuteWriter();
        QuorumCodec.write(out, message);
        return out.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void areReadAsTheyWereWritten(QuorumMessage message) {
        byte[] bytes = bytes(message);
        assertThat(QuorumCodec.read(new JuteReader(bytes))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void areRefusedWhereTheyAreCutShort(QuorumMessage message) {
        byte[] bytes = bytes(message);
        for (int length = 0; length < bytes.length; length++) {
            JuteReader cut = new JuteReader(Arrays.copyOf(bytes, length));
            assertThatExceptionOfType(MarshallingException.class)
                    .isThrownBy(() -> QuorumCodec.read(cut));
        }
    }

    @Test
    void areRefusedWithoutTheirData() {
        for (String type : new String[] {"00005a01", "00005a03"}) {
            byte[] bytes = HexFormat.of().parseHex(type + "0000000700000000" + "ffffffffffffffff");
            assertThatExceptionOfType(MarshallingException.class)
                    .isThrownBy(() -> QuorumCodec.read(new JuteReader(bytes)));
        }
    }

    @Test
    void areFarFromWhatZooKeeperSends() {
        for (int code : new int[] {0, 20, 0x5a00, 0x5a04, -1}) {
            assertThat(PacketType.of(code)).isNull();
        }
        for (PacketType type : PacketType.values()) {
            assertThat(PacketType.of(type.code())).isEqualTo(type);
        }
    }
}
