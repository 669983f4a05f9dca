package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.MarshallingException;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.snapshot.ZnodeRecord;

class SnapshotStreamTest {
    private static final int ZNODE_MAX = 4 << 20;

    /** As ZooKeeper 3.9.5 sends it: a session of 10 s, two ACLs, the root and {@code /a}. */
    private static final byte[] CAPTURED =
            HexFormat.of()
                    .parseHex(
                            // A session.
                            "00000001"
                                    + "0100000e67be0000"
                                    + "00002710"
                                    // Two ACLs of world:anyone.
                                    + "00000002"
                                    + "0000000000000001"
                                    + "00000001"
                                    + "00000001"
                                    + "00000005"
                                    + "776f726c64"
                                    + "00000006"
                                    + "616e796f6e65"
                                    + "0000000000000002"
                                    + "00000001"
                                    + "0000001f"
                                    + "00000005"
                                    + "776f726c64"
                                    + "00000006"
                                    + "616e796f6e65"
                                    // The root: no path, empty data, the open ACL, its stat.
                                    + "00000000"
                                    + "00000000"
                                    + "ffffffffffffffff"
                                    + "0000000000000000"
                                    + "0000000000000000"
                                    + "0000000000000000"
                                    + "0000000000000000"
                                    + "00000000"
                                    + "00000001"
                                    + "00000000"
                                    + "0000000000000000"
                                    + "0000000100000002"
                                    // /a
                                    + "00000002"
                                    + "2f61"
                                    + "00000005"
                                    + "68656c6c6f"
                                    + "0000000000000002"
                                    + "0000000100000002"
                                    + "0000000100000002"
                                    + "000001a203704e46"
                                    + "000001a203704e46"
                                    + "00000000"
                                    + "00000000"
                                    + "00000000"
                                    + "0000000000000000"
                                    + "0000000100000002"
                                    // The end and the signature.
                                    + "00000001"
                                    + "2f"
                                    + "0000000a"
                                    + "42656e57617348657265");

    private static byte[] write(StateImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(SnapshotStream.write(image, out)).isEqualTo(out.size());
        return out.toByteArray();
    }

    private static Histories.Collected read(byte[] bytes) throws IOException {
        Histories.Collected collected = new Histories.Collected();
        assertThat(SnapshotStream.read(new ByteArrayInputStream(bytes), collected, ZNODE_MAX))
                .isEqualTo(bytes.length);
        return collected;
    }

    @Test
    void aCapturedStreamIsRead() throws IOException {
        Histories.Collected collected = read(CAPTURED);
        assertThat(collected.ended).isTrue();
        assertThat(collected.pieces)
                .containsExactly(
                        "begin 1 2",
                        "session 72057655907975168 10000",
                        "acl 1 " + Acl.READABLE,
                        "acl 2 " + Acl.OPEN,
                        "znode  0#0 -1 0,0,4294967298 0,0 0,1,0 0",
                        "znode /a 5#99162322 2 4294967298,4294967298,4294967298"
                                + " 1795354021446,1795354021446 0,0,0 0");
    }

    @Test
    void theSameStateIsWrittenInTheSameBytes() throws IOException {
        assertThat(write(new Captured())).isEqualTo(CAPTURED);
    }

    private static final class Captured implements StateImage {
        @Override
        public long lastZxid() {
            return 0x100000003L;
        }

        @Override
        public long digest() {
            return 0;
        }

        @Override
        public long znodeCount() {
            return 2;
        }

        @Override
        public void accept(StateVisitor visitor) {
            visitor.begin(1, 2);
            visitor.session(0x0100000e67be0000L, 10_000);
            visitor.acl(1, Acl.READABLE);
            visitor.acl(2, Acl.OPEN);
            ZnodeRecord record = new ZnodeRecord();
            record.pathBytes = new byte[] {'/', 'a'};
            record.dataBytes = new byte[] {'h', 'e', 'l', 'l', 'o'};
            record.aclKey = -1;
            record.cversion = 1;
            record.pzxid = 0x100000002L;
            visitor.znode(record);
            record.pathLength = 2;
            record.dataLength = 5;
            record.aclKey = 2;
            record.cversion = 0;
            record.czxid = record.pzxid;
            record.mzxid = record.pzxid;
            record.ctime = 0x1a203704e46L;
            record.mtime = record.ctime;
            visitor.znode(record);
            visitor.end();
        }
    }

    @Test
    void itIsTheBodyOfASnapshotFile() throws IOException {
        StateImage image = Histories.state(9, 3, 40_000);
        SimulatedDisk disk = new SimulatedDisk();
        new Snapshots(disk, disk, Snapshots.Compression.NONE).write(image);
        byte[] file = Histories.bytes(disk, "snapshot.9");
        byte[] stream = write(image);
        int body = stream.length - 14;
        assertThat(Arrays.copyOf(stream, body)).isEqualTo(Arrays.copyOfRange(file, 16, 16 + body));
    }

    @Test
    void whatFollowsIsLeftAlone() throws IOException {
        byte[] stream = write(Histories.state(9, 5, 200_000));
        byte[] more = Arrays.copyOf(stream, stream.length + 30);
        Arrays.fill(more, stream.length, more.length, (byte) 7);
        ByteArrayInputStream in = new ByteArrayInputStream(more);
        assertThat(SnapshotStream.read(in, new Histories.Collected(), ZNODE_MAX))
                .isEqualTo(stream.length);
        assertThat(in.readAllBytes()).hasSize(30).containsOnly(7);
    }

    @Test
    void aStreamThatComesByteByByteIsRead() throws IOException {
        byte[] stream = write(Histories.state(9, 3, 50));
        Histories.Collected collected = new Histories.Collected();
        SnapshotStream.read(new Dripping(new ByteArrayInputStream(stream)), collected, ZNODE_MAX);
        assertThat(collected.ended).isTrue();
        assertThat(collected.pieces).isEqualTo(read(stream).pieces);
    }

    /** Gives one byte at a time. */
    private static final class Dripping extends InputStream {
        private final InputStream in;

        Dripping(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return in.read(target, offset, Math.min(1, length));
        }
    }

    @Test
    void aCutStreamNeverEnds() {
        for (int length = 0; length < CAPTURED.length; length++) {
            byte[] cut = Arrays.copyOf(CAPTURED, length);
            Histories.Collected collected = new Histories.Collected();
            assertThatThrownBy(() ->
                            SnapshotStream.read(
                                    new ByteArrayInputStream(cut), collected, ZNODE_MAX))
                    .as("cut at %s", length)
                    .isInstanceOf(EOFException.class);
            assertThat(collected.ended).isFalse();
        }
    }

    @Test
    void anotherSignatureIsRefused() {
        for (int at = CAPTURED.length - 14; at < CAPTURED.length; at++) {
            byte[] wrong = CAPTURED.clone();
            wrong[at] ^= 1;
            Histories.Collected collected = new Histories.Collected();
            assertThatThrownBy(() -> read(wrong, collected))
                    .isInstanceOf(MarshallingException.class)
                    .hasMessageContaining("BenWasHere");
            assertThat(collected.ended).isFalse();
        }
    }

    private static void read(byte[] bytes, StateVisitor visitor) throws IOException {
        SnapshotStream.read(new ByteArrayInputStream(bytes), visitor, ZNODE_MAX);
    }

    @Test
    void impossibleLengthsAreRefused() {
        int acls = 16;
        int root = acls + 4 + 2 * (8 + 4 + 4 + 9 + 10);
        // The counts, a string of an ACL, the root's path and data.
        for (int at : List.of(0, acls, acls + 12, acls + 20, root, root + 4)) {
            byte[] wrong = CAPTURED.clone();
            LogFormat.putInt(wrong, at, -2);
            assertThatThrownBy(() -> read(wrong, Nobody.INSTANCE))
                    .as("at %s", at)
                    .isInstanceOf(MarshallingException.class);
        }
        byte[] pathless = CAPTURED.clone();
        LogFormat.putInt(pathless, root, -1);
        assertThatThrownBy(() -> read(pathless, Nobody.INSTANCE))
                .isInstanceOf(MarshallingException.class)
                .hasMessageContaining("without a path");
    }

    @Test
    void aZnodeLargerThanAllowedIsRefusedBeforeItArrives() throws IOException {
        byte[] stream = write(Histories.state(9, 3, 5000));
        assertThatThrownBy(() ->
                        SnapshotStream.read(
                                new ByteArrayInputStream(stream), Nobody.INSTANCE, 4000))
                .isInstanceOf(MarshallingException.class)
                .hasMessageContaining("more than 4000");
    }

    @Test
    void aClaimedCountNeedsNoMemory() {
        byte[] claims = CAPTURED.clone();
        LogFormat.putInt(claims, 0, Integer.MAX_VALUE);
        assertThatThrownBy(() -> read(claims, Nobody.INSTANCE)).isInstanceOf(EOFException.class);
    }

    @Test
    void itGoesOutInPiecesAndStopsWithItsReader() throws IOException {
        StateImage image = Histories.state(9, 40, 50_000);
        Pieces all = new Pieces(Integer.MAX_VALUE);
        SnapshotStream.write(image, all);
        assertThat(all.count).isGreaterThan(10);
        assertThat(all.longest).isLessThanOrEqualTo(128 << 10);
        Pieces three = new Pieces(3);
        assertThatThrownBy(() -> SnapshotStream.write(image, three))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
        assertThat(three.count).isEqualTo(4);
    }

    private static final class Pieces extends OutputStream {
        private final int countMax;
        int count;
        int longest;

        Pieces(int countMax) {
            this.countMax = countMax;
        }

        @Override
        public void write(int value) {
            throw new IllegalStateException("byte by byte");
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            longest = Math.max(longest, length);
            if (++count > countMax) {
                throw new IOException("gone");
            }
        }
    }
}
