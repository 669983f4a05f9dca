package zabra.protocol.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zabra.protocol.Bytes.hex;
import static zabra.protocol.Bytes.reader;
import static zabra.protocol.Bytes.written;

import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zabra.protocol.Id;
import zabra.protocol.JuteReader;
import zabra.protocol.MarshallingException;

/** Packets nobody should send. */
class QuorumDecoderTest {
    private static final String ZXID = "0000000000000000";

    private static QuorumDecoder decoder() {
        return new QuorumDecoder(QuorumDecoder.LENGTH_MAX_DEFAULT);
    }

    private static void refused(QuorumDecoder decoder, String packet) {
        byte[] bytes = hex(packet);
        assertThatThrownBy(() -> decoder.feed(bytes, 0, bytes.length))
                .isInstanceOf(MarshallingException.class);
        assertThatThrownBy(() -> decoder.feed(bytes, 0, 1))
                .as("a broken stream stays broken")
                .isInstanceOf(MarshallingException.class);
    }

    @Test
    void refusesWhatIsNoPacketAsSoonAsItCanTell() {
        refused(decoder(), "00000000" + ZXID + "ffffffff");
        refused(decoder(), "00000014" + ZXID + "ffffffff");
        refused(decoder(), "ffffffff" + ZXID + "ffffffff");
        refused(decoder(), "00000003" + ZXID + "fffffffe");
        refused(decoder(), "00000003" + ZXID + "001fffff");
        refused(decoder(), "00000003" + ZXID + "7fffffff");
        refused(decoder(), "00000001" + ZXID + "ffffffff 7fffffff");
        refused(decoder(), "00000001" + ZXID + "ffffffff 00000001 fffffffe");
        refused(decoder(), "00000001" + ZXID + "ffffffff 00000001 00000000 7fffffff");
    }

    @Test
    void boundsDataAndIdentities() {
        byte[] fitting =
                hex(
                        "00000001"
                                + ZXID
                                + "00000020"
                                + "00".repeat(32)
                                + "00000002 00000004 61626364 00000004 65666768 00000004 61626364"
                                + "00000004 65666768");
        byte[] onlyIdentities =
                hex(
                        "00000001"
                                + ZXID
                                + "ffffffff"
                                + "00000002 00000004 61626364 00000004 65666768 00000004 61626364"
                                + "00000004 65666768");
        QuorumDecoder larger = new QuorumDecoder(32);
        assertThat(larger.feed(fitting, 0, fitting.length)).isEqualTo(fitting.length);
        assertThat(larger.take())
                .isInstanceOfSatisfying(
                        QuorumMessage.Request.class,
                        request ->
                                assertThat(request.authInfo())
                                        .containsExactly(
                                                new Id("abcd", "efgh"), new Id("abcd", "efgh")));
        refused(new QuorumDecoder(31), "00000003" + ZXID + "00000020");
        refused(new QuorumDecoder(31), HexFormat.of().formatHex(onlyIdentities));
    }

    @Test
    void identitiesMayBeEmptyAndTheNextPacketIsStillFound() {
        byte[] bytes =
                written(out -> {
                    QuorumCodec.write(
                            out,
                            new QuorumMessage.Request(
                                    5,
                                    6,
                                    7,
                                    new byte[0],
                                    List.of(new Id("x", ""), new Id("", ""))));
                    QuorumCodec.write(
                            out, new QuorumMessage.Request(5, 6, 7, new byte[1], List.of()));
                    QuorumCodec.write(out, new QuorumMessage.UpToDate());
                });
        for (int piece : new int[] {1, 5, bytes.length}) {
            QuorumDecoder decoder = decoder();
            int found = 0;
            for (int at = 0; at < bytes.length; ) {
                at += decoder.feed(bytes, at, Math.min(piece, bytes.length - at));
                QuorumMessage message = decoder.take();
                if (message != null) {
                    found++;
                    if (found == 3) {
                        assertThat(message).isEqualTo(new QuorumMessage.UpToDate());
                    }
                }
            }
            assertThat(found).isEqualTo(3);
        }
    }

    @Test
    void refusesDataThatDoesNotFitItsKind() {
        String[] bad = {
            "00000001" + ZXID + "ffffffff ffffffff", // REQUEST without data
            "00000001" + ZXID + "0000000f" + "00".repeat(15) + "ffffffff",
            "00000001" + ZXID + "00000010" + "00".repeat(16) + "00000001 ffffffff 00000000",
            "00000002" + ZXID + "ffffffff ffffffff", // PROPOSAL
            "00000002" + ZXID + "0000001f" + "00".repeat(31) + "ffffffff",
            "00000002 0000000000000001 00000020" + "00".repeat(32) + "ffffffff", // another zxid
            "00000005" + ZXID + "0000000b" + "00".repeat(11) + "ffffffff", // PING
            "00000006" + ZXID + "ffffffff ffffffff", // REVALIDATE
            "00000006" + ZXID + "0000000a" + "00".repeat(10) + "ffffffff",
            "00000009" + ZXID + "00000007" + "00".repeat(7) + "ffffffff", // COMMITANDACTIVATE
            "0000000b" + ZXID + "00000007" + "00".repeat(7) + "ffffffff", // FOLLOWERINFO
            "00000010" + ZXID + "00000000" + "ffffffff", // OBSERVERINFO
            "00000011" + ZXID + "ffffffff ffffffff", // LEADERINFO
            "00000012" + ZXID + "00000003 000000 ffffffff", // ACKEPOCH
            "00000013" + ZXID + "00000008" + "00".repeat(8) + "ffffffff", // INFORMANDACTIVATE
        };
        for (String packet : bad) {
            assertThatThrownBy(() -> QuorumCodec.read(reader(packet)))
                    .as(packet)
                    .isInstanceOf(MarshallingException.class);
            refused(decoder(), packet);
        }
    }

    @Test
    void passesOverWhatHasNoMeaning() {
        assertThat(QuorumCodec.read(reader("00000003" + ZXID + "00000001 05 00000000")))
                .isEqualTo(new QuorumMessage.Ack(0));
        assertThat(QuorumCodec.read(reader("00000007" + "ff".repeat(8) + "ffffffff ffffffff")))
                .isEqualTo(new QuorumMessage.Sync());
        assertThat(QuorumCodec.read(reader("0000000b 0000000200000007 ffffffff ffffffff")))
                .isEqualTo(
                        new QuorumMessage.FollowerInfo(
                                2, new LearnerInfo(LearnerInfo.Form.NOTHING, 0, 1, 0)));
        assertThat(
                        QuorumCodec.read(
                                reader(
                                        "00000010 0000000200000000 00000015 0000000000000007"
                                                + "00010000 0000000000000009 ff ffffffff")))
                .isEqualTo(new QuorumMessage.ObserverInfo(2, LearnerInfo.of(7, 9)));
    }

    @Test
    void epochsAreSigned() {
        for (long epoch : new long[] {0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            byte[] bytes =
                    written(out -> QuorumCodec.write(out, new QuorumMessage.NewLeader(epoch, "ü")));
            assertThat(QuorumCodec.read(new JuteReader(bytes)))
                    .isEqualTo(new QuorumMessage.NewLeader(epoch, "ü"));
        }
    }

    @Test
    void aMessageMustBeTakenFirst() {
        QuorumDecoder decoder = decoder();
        byte[] ack = written(out -> QuorumCodec.write(out, new QuorumMessage.Ack(1)));
        decoder.feed(ack, 0, ack.length);
        assertThatThrownBy(() -> decoder.feed(ack, 0, 1)).isInstanceOf(IllegalStateException.class);
    }

    /** A promise of two megabytes costs nothing until they come. */
    @Test
    void memoryIsBoundedByWhatArrived() {
        byte[] promise = hex("00000002" + ZXID + "001ffffe");
        byte[] drop = new byte[100];
        decoder().feed(promise, 0, promise.length); // Loads what is measured below.
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        QuorumDecoder decoder = decoder();
        decoder.feed(promise, 0, promise.length);
        for (int i = 0; i < 10; i++) {
            decoder.feed(drop, 0, drop.length);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x5EED, 2, 3})
    void mutatedPackets(long seed) {
        Random random = new Random(seed);
        List<byte[]> good =
                Capture.read("leader-port.txt").stream()
                        .filter(capture -> !capture.name().equals("STREAM"))
                        .map(Capture::bytes)
                        .toList();
        int[] edges = {0, 1, -1, -2, 8, 20, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x1ffffe};
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = good.get(random.nextInt(good.size())).clone();
            if (random.nextBoolean()) {
                int at = random.nextInt(bytes.length - 3);
                int value = edges[random.nextInt(edges.length)];
                for (int b = 0; b < 4; b++) {
                    bytes[at + b] = (byte) (value >>> (24 - 8 * b));
                }
            } else {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] around = new byte[bytes.length + 16];
            System.arraycopy(bytes, 0, around, 8, bytes.length);
            QuorumDecoder decoder = decoder();
            try {
                for (int at = 0; at < bytes.length; ) {
                    int piece = 1 + random.nextInt(bytes.length - at);
                    int used = decoder.feed(around, 8 + at, piece);
                    assertThat(used).isBetween(1, piece);
                    at += used;
                    QuorumMessage message = decoder.take();
                    if (message != null) {
                        accepted++;
                        byte[] again = written(out -> QuorumCodec.write(out, message));
                        assertThat(QuorumCodec.read(new JuteReader(again))).hasSameClassAs(message);
                    }
                }
            } catch (MarshallingException e) {
                refused++;
            }
        }
        assertThat(accepted).isGreaterThan(500);
        assertThat(refused).isGreaterThan(500);
    }
}
