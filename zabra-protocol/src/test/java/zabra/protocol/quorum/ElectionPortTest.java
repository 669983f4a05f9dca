package zabra.protocol.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zabra.protocol.Bytes.hex;
import static zabra.protocol.Bytes.reader;
import static zabra.protocol.Bytes.written;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zabra.protocol.JuteReader;
import zabra.protocol.MarshallingException;

class ElectionPortTest {
    private static final List<Capture> CAPTURES = Capture.read("election-port.txt");

    /** State, leader, zxid, electionEpoch: the oldest body. */
    private static final String BODY_28 =
            "00000002 0000000000000003 0000000500000007 0000000000000009";

    private static List<byte[]> captured(String name) {
        return CAPTURES.stream().filter(c -> c.name().equals(name)).map(Capture::bytes).toList();
    }

    private static byte[] initial(String first, String sid, String addresses) {
        byte[] text = addresses.getBytes(StandardCharsets.UTF_8);
        return hex(
                first
                        + sid
                        + HexFormat.of().toHexDigits(text.length)
                        + HexFormat.of().formatHex(text));
    }

    private static byte[] initial(String addresses) {
        return initial("ffffffffffff0001", "0000000000000003", addresses);
    }

    private static <M> List<M> feed(StreamDecoder<M> decoder, byte[] bytes, int piece) {
        List<M> found = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            at += decoder.feed(bytes, at, Math.min(piece, bytes.length - at));
            M message = decoder.take();
            if (message != null) {
                found.add(message);
            }
        }
        return found;
    }

    @Test
    void capturedInitialMessages() {
        assertThat(captured("INITIAL").stream().map(b -> InitialMessage.read(new JuteReader(b))))
                .containsExactlyInAnyOrder(
                        InitialMessage.of(1, List.of(new PeerAddress("127.0.0.1", 24051)), true),
                        InitialMessage.of(2, List.of(new PeerAddress("127.0.0.1", 24052)), false),
                        InitialMessage.of(3, List.of(new PeerAddress("127.0.0.1", 24053)), false),
                        InitialMessage.of(4, List.of(new PeerAddress("127.0.0.1", 24054)), false));
        for (byte[] bytes : captured("INITIAL")) {
            InitialMessage message = InitialMessage.read(new JuteReader(bytes));
            assertThat(written(message::write)).isEqualTo(bytes);
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> InitialMessage.read(new JuteReader(cut)))
                        .isInstanceOf(MarshallingException.class);
            }
            for (int piece : new int[] {1, 3, 100}) {
                assertThat(feed(new InitialMessageDecoder(), bytes, piece))
                        .containsExactly(message);
            }
        }
    }

    @Test
    void severalAddressesAndWildcards() {
        InitialMessage two = InitialMessage.read(new JuteReader(initial("[::1]:3888|b:3889")));
        assertThat(two.addresses())
                .containsExactly(new PeerAddress("::1", 3888), new PeerAddress("b", 3889));
        assertThat(written(two::write)).isEqualTo(initial("[::1]:3888|b:3889"));
        assertThat(
                        InitialMessage.read(
                                        new JuteReader(
                                                initial(
                                                        "0.0.0.0:1|[::]:2|[0:0:0:0:0:0:0:0]:3|c:4")))
                                .addresses())
                .containsExactly(new PeerAddress("c", 4));
        assertThat(InitialMessage.read(new JuteReader(initial("0.0.0.0:3888"))).addresses())
                .isEmpty();
    }

    @Test
    void aLegacyServerSaysItsSidOnly() {
        byte[] bytes = hex("0000000000000005 0000001c");
        InitialMessageDecoder decoder = new InitialMessageDecoder();
        assertThat(decoder.feed(bytes, 0, bytes.length))
                .as("the frame is not its own")
                .isEqualTo(8);
        InitialMessage message = decoder.take();
        assertThat(message).isEqualTo(new InitialMessage(InitialMessage.Form.LEGACY, 5, List.of()));
        assertThat(written(message::write)).isEqualTo(Arrays.copyOf(bytes, 8));
    }

    @Test
    void refusesOtherInitialMessages() {
        assertThat(InitialMessage.read(new JuteReader(initial("a:1"))).sid()).isEqualTo(3);
        List<byte[]> bad = new ArrayList<>();
        for (String text :
                List.of(
                        "a",
                        "a:",
                        ":1",
                        "a:0",
                        "a:65536",
                        "a:1:2",
                        "a:-1",
                        "a: 1",
                        "[::1:1",
                        "::1:1",
                        "a:1|",
                        "|a:1",
                        "a b:1",
                        "a:99999999999")) {
            bad.add(initial(text));
        }
        bad.add(initial("ffffffffffff0002", "0000000000000003", "a:1"));
        bad.add(initial("8000000000000000", "0000000000000003", "a:1"));
        assertThat(feed(new InitialMessageDecoder(), initial("x".repeat(2046) + ":1"), 1))
                .hasSize(1);
        bad.add(initial("x".repeat(2047) + ":1"));
        bad.add(hex("ffffffffffff0000 0000000000000003 00000000"));
        bad.add(hex("ffffffffffff0000 0000000000000003 ffffffff"));
        bad.add(hex("ffffffffffff0000 0000000000000003 7fffffff"));
        for (byte[] bytes : bad) {
            assertThatThrownBy(() -> feed(new InitialMessageDecoder(), bytes, 1000))
                    .as(new String(bytes, StandardCharsets.ISO_8859_1))
                    .isInstanceOf(MarshallingException.class);
        }
    }

    @Test
    void capturedNotifications() {
        assertThat(captured("FRAME")).hasSizeGreaterThan(5);
        for (byte[] frame : captured("FRAME")) {
            for (int piece : new int[] {1, 4, 47, 1000}) {
                Notification notification =
                        feed(new NotificationDecoder(), frame, piece).getFirst();
                assertThat(notification.version()).isEqualTo(2);
                assertThat(notification.config()).startsWith("server.1=");
                assertThat(written(notification::write)).isEqualTo(frame);
            }
        }
        Notification observer =
                captured("FRAME").stream()
                        .map(frame -> feed(new NotificationDecoder(), frame, 1000).getFirst())
                        .filter(n -> n.leader() == Long.MIN_VALUE)
                        .findFirst()
                        .orElseThrow();
        assertThat(observer.state()).isEqualTo(PeerState.LOOKING);
        assertThat(observer.zxid()).isEqualTo(Long.MIN_VALUE);
        assertThat(observer.electionEpoch()).isEqualTo(1);
        assertThat(observer.peerEpoch()).isEqualTo(Long.MIN_VALUE);
        Notification leading =
                captured("FRAME").stream()
                        .map(frame -> feed(new NotificationDecoder(), frame, 1000).getFirst())
                        .filter(n -> n.state() == PeerState.LEADING)
                        .findFirst()
                        .orElseThrow();
        assertThat(leading)
                .isEqualTo(Notification.of(PeerState.LEADING, 2, 0, 1, 1, leading.config()));
        assertThat(leading.config()).endsWith("version=100000000");
    }

    @Test
    void olderBodiesAreToldApartByTheirLength() {
        assertThat(Notification.read(reader(BODY_28)))
                .isEqualTo(new Notification(PeerState.LEADING, 3, 0x5_0000_0007L, 9, 5, 0, null));
        assertThat(Notification.read(reader(BODY_28 + "0000000000000006 00000002")))
                .as("40 bytes: no version, whatever stands there")
                .isEqualTo(new Notification(PeerState.LEADING, 3, 0x5_0000_0007L, 9, 6, 0, null));
        assertThat(Notification.read(reader(BODY_28 + "0000000000000006 00000001 00")))
                .isEqualTo(new Notification(PeerState.LEADING, 3, 0x5_0000_0007L, 9, 6, 1, null));
        assertThat(Notification.read(reader(BODY_28 + "0000000000000006 00000003 00000001 61 62")))
                .isEqualTo(new Notification(PeerState.LEADING, 3, 0x5_0000_0007L, 9, 6, 3, "a"));
    }

    @Test
    void brokenBodiesAreSkippedAndTheConnectionGoesOn() {
        String good = BODY_28 + "0000000000000006 00000002 00000001 61";
        List<String> bad =
                List.of(
                        "00".repeat(27),
                        "00",
                        BODY_28 + "00",
                        BODY_28 + "0000000000000006", // 36 bytes
                        BODY_28 + "0000000000000006 00000002 ff", // 41
                        BODY_28 + "0000000000000006 00000002 ffffffff",
                        BODY_28 + "0000000000000006 00000002 80000000",
                        BODY_28 + "0000000000000006 00000002 00000001",
                        BODY_28 + "0000000000000006 00000002 7fffffff 61",
                        BODY_28.replace("00000002 ", "00000004 "),
                        BODY_28.replace("00000002 ", "ffffffff "));
        for (String body : bad) {
            String both = frame(body) + frame(good);
            assertThat(feed(new NotificationDecoder(), hex(both), 1000)).as(body).hasSize(1);
            assertThat(feed(new NotificationDecoder(), hex(both), 1)).as(body).hasSize(1);
        }
    }

    private static String frame(String body) {
        return HexFormat.of().toHexDigits(hex(body).length) + body;
    }

    @Test
    void framesHaveTheirLimits() {
        for (String length : List.of("00000000", "ffffffff", "00080001", "7fffffff")) {
            assertThatThrownBy(() -> feed(new NotificationDecoder(), hex(length), 1))
                    .isInstanceOf(MarshallingException.class);
        }
        byte[] largest = hex("00080000");
        NotificationDecoder decoder = new NotificationDecoder();
        assertThat(decoder.feed(largest, 0, 4)).isEqualTo(4);
        assertThatThrownBy(() ->
                        written(
                                Notification.of(
                                                PeerState.LOOKING,
                                                1,
                                                1,
                                                1,
                                                1,
                                                "x".repeat(524_288 - 43))
                                        ::write))
                .isInstanceOf(IllegalStateException.class);
        byte[] frame =
                written(
                        Notification.of(PeerState.LOOKING, 1, 1, 1, 1, "x".repeat(524_288 - 44))
                                ::write);
        assertThat(feed(new NotificationDecoder(), frame, 4096)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x5EED, 2, 3})
    void mutatedBytes(long seed) {
        Random random = new Random(seed);
        int found = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = CAPTURES.get(random.nextInt(CAPTURES.size())).bytes().clone();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                bytes[random.nextInt(Math.min(bytes.length, 60))] = (byte) random.nextInt(256);
            }
            try {
                found += feed(new NotificationDecoder(), bytes, 1 + random.nextInt(100)).size();
            } catch (MarshallingException e) {
                assertThat(e).hasMessageContaining("frame of");
            }
            try {
                InitialMessageDecoder decoder = new InitialMessageDecoder();
                decoder.feed(bytes, 0, bytes.length);
                found += decoder.take() == null ? 0 : 1;
            } catch (MarshallingException e) {
                assertThat(e).hasMessageNotContaining("frame of");
            }
        }
        assertThat(found).isGreaterThan(100);
    }
}
