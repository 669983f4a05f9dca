package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.snapshot.ZnodeRecord;

class SnapshotTest {
    private final SimulatedDisk disk = new SimulatedDisk();

    private Snapshots snapshots(Snapshots.Compression compression) {
        return new Snapshots(disk, disk, compression);
    }

    private static Histories.Collected collect(StateImage image) {
        Histories.Collected collected = new Histories.Collected();
        image.accept(collected);
        return collected;
    }

    @ParameterizedTest
    @EnumSource(Snapshots.Compression.class)
    void whatIsWrittenIsReadBack(Snapshots.Compression compression) throws IOException {
        for (int dataLength : new int[] {0, 10, 70_000, 1_000_000}) {
            StateImage image = Histories.state(0x1a, 5, dataLength);
            long size = snapshots(compression).write(image);
            String name = StorageNames.snapshot(0x1a, compression);
            assertThat(disk.list()).containsExactly(name);
            assertThat(disk.size(name)).isEqualTo(size);
            Histories.Collected read = new Histories.Collected();
            SnapshotReader.Summary summary = SnapshotReader.read(disk, name, read);
            assertThat(read.pieces).isEqualTo(collect(image).pieces);
            assertThat(read.ended).isTrue();
            assertThat(summary)
                    .isEqualTo(
                            new SnapshotReader.Summary(2, 6, true, 0x1a, 2, 0x1a * 3, true, 0x1a));
        }
    }

    @Test
    void namesHaveNoLeadingZerosAndTellThePacking() {
        assertThat(StorageNames.snapshot(0, Snapshots.Compression.NONE)).isEqualTo("snapshot.0");
        assertThat(StorageNames.snapshot(0x100000001L, Snapshots.Compression.GZ))
                .isEqualTo("snapshot.100000001.gz");
        assertThat(StorageNames.snapshot(0xab, Snapshots.Compression.SNAPPY))
                .isEqualTo("snapshot.ab.snappy");
        assertThat(StorageNames.log(0xffff_ffff_ffL)).isEqualTo("log.ffffffffff");
    }

    /** The state of a file is written again, byte for byte, blocks and seals too. */
    @ParameterizedTest
    @ValueSource(strings = {"snapshot.0", "snapshot.14"})
    void writesTheReferencesFilesByteForByte(String name) throws IOException {
        Histories.copyResource(name, disk);
        SimulatedDisk target = new SimulatedDisk();
        SnapshotReader.Summary summary = SnapshotReader.read(disk, name, Nobody.INSTANCE);
        StateImage copy =
                new StateImage() {
                    @Override
                    public long lastZxid() {
                        return summary.lastZxid();
                    }

                    @Override
                    public long digest() {
                        return summary.digest();
                    }

                    @Override
                    public long znodeCount() {
                        return summary.znodeCount();
                    }

                    @Override
                    public void accept(StateVisitor visitor) {
                        try {
                            SnapshotReader.read(disk, name, visitor);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    }
                };
        new Snapshots(target, target, Snapshots.Compression.NONE).write(copy);
        assertThat(Histories.bytes(target, name)).isEqualTo(Histories.resource(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"snapshot.14", "snapshot.14.gz", "snapshot.14.snappy"})
    void readsTheReferencesFilesAndTheirDigestIsRight(String name) throws IOException {
        Histories.copyResource(name, disk);
        DigestSum sum = new DigestSum();
        SnapshotReader.Summary summary = SnapshotReader.read(disk, name, sum);
        assertThat(summary.digestZxid()).isEqualTo(0x14);
        assertThat(summary.lastZxid()).isEqualTo(0x14);
        assertThat(summary.digestVersion()).isEqualTo(2);
        assertThat(summary.digest()).isEqualTo(0x4d2215a32L).isEqualTo(sum.total);
        assertThat(summary.sessionCount()).isEqualTo(1);
        Histories.Collected collected = new Histories.Collected();
        SnapshotReader.read(disk, name, collected);
        assertThat(collected.pieces.toString())
                .contains("/b\u00fcro")
                .contains("znode /a/null -1#0")
                .contains("znode /keep 1#107");
    }

    /** The tree digest of the reference, from its definition. */
    private static final class DigestSum implements StateVisitor {
        private long total;

        @Override
        public void begin(int sessionCount, int aclCount) {}

        @Override
        public void session(long sessionId, int timeoutMillis) {}

        @Override
        public void acl(long key, java.util.List<zabra.protocol.Acl> acl) {}

        @Override
        public void znode(ZnodeRecord r) {
            if (r.path().startsWith("/zookeeper/")) {
                return;
            }
            java.nio.ByteBuffer stat = java.nio.ByteBuffer.allocate(60);
            stat.putLong(r.czxid).putLong(r.mzxid).putLong(r.pzxid).putLong(r.ctime);
            stat.putLong(r.mtime).putInt(r.version).putInt(r.cversion).putInt(r.aversion);
            stat.putLong(r.ephemeralOwner);
            CRC32 crc = new CRC32();
            crc.update(r.pathBytes, r.pathOffset, r.pathLength);
            if (r.dataLength > 0) {
                crc.update(r.dataBytes, r.dataOffset, r.dataLength);
            }
            crc.update(stat.array());
            total += crc.getValue();
        }

        @Override
        public void end() {}
    }

    @Test
    void blocksAtTheEndMayBeMissingOneByOne() throws IOException {
        byte[] whole = Histories.resource("snapshot.14");
        int nodes = whole.length - SnapshotFormat.DIGEST_LENGTH - SnapshotFormat.LAST_ZXID_LENGTH;
        assertThat(summaryOf(Arrays.copyOf(whole, nodes)).hasDigest()).isFalse();
        SnapshotReader.Summary digestOnly =
                summaryOf(Arrays.copyOf(whole, nodes + SnapshotFormat.DIGEST_LENGTH));
        assertThat(digestOnly.hasDigest()).isTrue();
        assertThat(digestOnly.hasLastZxid()).isFalse();
        byte[] lastOnly = Arrays.copyOf(whole, nodes + SnapshotFormat.LAST_ZXID_LENGTH);
        LogFormat.putLong(lastOnly, nodes, 0x14);
        LogFormat.putLong(
                lastOnly,
                nodes + 8,
                LogFormat.adler(new java.util.zip.Adler32(), lastOnly, 0, nodes + 8));
        LogFormat.putInt(lastOnly, nodes + 16, 1);
        lastOnly[nodes + 20] = '/';
        assertThat(summaryOf(lastOnly).hasDigest()).isFalse();
        assertThat(summaryOf(lastOnly).lastZxid()).isEqualTo(0x14);
    }

    private static SnapshotReader.Summary summaryOf(byte[] bytes) throws IOException {
        return SnapshotReader.read(
                Histories.diskWith("snapshot.1", bytes), "snapshot.1", Nobody.INSTANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"snapshot.0", "snapshot.14.gz", "snapshot.14.snappy"})
    void aFlipOrCutAtAnyByteIsRefusedOrHarmless(String name) throws IOException {
        byte[] whole = Histories.resource(name);
        Histories.copyResource(name, disk);
        Histories.Collected expected = new Histories.Collected();
        SnapshotReader.Summary summary = SnapshotReader.read(disk, name, expected);
        int refused = 0;
        for (int at = 0; at < whole.length; at++) {
            for (int mask : new int[] {1, 0x80, 0xff}) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) mask;
                refused += isRefusedOrEqual(name, damaged, expected, summary) ? 1 : 0;
            }
        }
        // Only the headers of gzip and snappy have bytes that say nothing.
        assertThat(refused).isGreaterThan(whole.length * 3 - 60);
        for (int cut = 0; cut < whole.length; cut++) {
            byte[] left = Arrays.copyOf(whole, cut);
            SimulatedDisk cutDisk = Histories.diskWith(name, left);
            boolean blocksMissing =
                    name.equals("snapshot.0")
                            && (cut == whole.length - SnapshotFormat.LAST_ZXID_LENGTH
                                    || cut
                                            == whole.length
                                                    - SnapshotFormat.LAST_ZXID_LENGTH
                                                    - SnapshotFormat.DIGEST_LENGTH);
            if (!blocksMissing) {
                assertThatThrownBy(() -> SnapshotReader.read(cutDisk, name, Nobody.INSTANCE))
                        .as("cut at %s", cut)
                        .isInstanceOf(StorageException.class)
                        .hasMessageContaining(name);
            }
        }
    }

    private static boolean isRefusedOrEqual(
            String name,
            byte[] damaged,
            Histories.Collected expected,
            SnapshotReader.Summary summary)
            throws IOException {
        Histories.Collected read = new Histories.Collected();
        try {
            assertThat(SnapshotReader.read(Histories.diskWith(name, damaged), name, read))
                    .isEqualTo(summary);
            assertThat(read.pieces).isEqualTo(expected.pieces);
            return false;
        } catch (StorageException e) {
            assertThat(e.getMessage()).contains(name);
            return true;
        }
    }

    @Test
    void aClaimedLengthAllocatesNothing() throws IOException {
        byte[] whole = Histories.resource("snapshot.14.gz");
        SimulatedDisk packed = new SimulatedDisk();
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        byte[] plain = Histories.resource("snapshot.0");
        // The root's data claims two gigabytes, inside a file whose plain size nobody knows.
        LogFormat.putInt(plain, 0x3f, Integer.MAX_VALUE - 200);
        try (java.util.zip.GZIPOutputStream gz = new java.util.zip.GZIPOutputStream(out)) {
            gz.write(plain);
        }
        try (DiskFile file = packed.open("snapshot.0.gz")) {
            file.write(0, out.toByteArray(), 0, out.size());
        }
        assertThat(whole).isNotEmpty();
        assertThatThrownBy(() -> SnapshotReader.read(packed, "snapshot.0.gz", Nobody.INSTANCE))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("ends early");
    }

    @Test
    void withoutDigestsTheBlockSaysNone() throws IOException {
        new Snapshots(disk, disk, Snapshots.Compression.NONE, false)
                .write(Histories.state(7, 2, 3));
        SnapshotReader.Summary summary = SnapshotReader.read(disk, "snapshot.7", Nobody.INSTANCE);
        assertThat(summary.hasDigest()).isTrue();
        assertThat(summary.digestZxid()).isZero();
        assertThat(summary.digest()).isZero();
        assertThat(summary.lastZxid()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource(Snapshots.Compression.class)
    void aFailureLeavesNoSnapshotAndNoLeftover(Snapshots.Compression compression)
            throws IOException {
        snapshots(compression).write(Histories.state(1, 3, 10));
        long before = disk.operations();
        snapshots(compression).write(Histories.state(2, 3, 300_000));
        long operations = disk.operations() - before;
        disk.delete(StorageNames.snapshot(2, compression));
        for (int fail = 0; fail < operations; fail++) {
            disk.failOnceAfter(fail);
            assertThatThrownBy(() -> snapshots(compression).write(Histories.state(2, 3, 300_000)))
                    .as("operation %s", fail)
                    .isInstanceOf(IOException.class);
            if (fail < operations - 1) {
                assertThat(disk.list()).containsExactly(StorageNames.snapshot(1, compression));
            }
        }
        disk.heal();
        for (int capacity = 100; capacity < 2000; capacity += 100) {
            SimulatedDisk small = new SimulatedDisk();
            small.setCapacity(capacity);
            Snapshots full = new Snapshots(small, small, compression);
            assertThatThrownBy(() -> full.write(new Incompressible()))
                    .hasMessageContaining("No space");
            assertThat(small.list()).isEmpty();
        }
    }

    /** A state that no packing makes small. */
    private static final class Incompressible implements StateImage {
        @Override
        public long lastZxid() {
            return 2;
        }

        @Override
        public long digest() {
            return 0;
        }

        @Override
        public long znodeCount() {
            return 1;
        }

        @Override
        public void accept(StateVisitor visitor) {
            visitor.begin(0, 0);
            ZnodeRecord record = new ZnodeRecord();
            record.pathBytes = new byte[0];
            record.dataBytes = new byte[5000];
            byte[] noise = record.dataBytes;
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (byte) random.nextInt();
            }
            record.dataLength = noise.length;
            visitor.znode(record);
            visitor.end();
        }
    }

    @Test
    void aCrashAtAnyOperationLeavesTheOldSnapshotOrTheNew() throws IOException {
        for (int fail = 0; fail < 12; fail++) {
            for (int seed = 0; seed < 20; seed++) {
                SimulatedDisk crashing = new SimulatedDisk();
                Snapshots snapshots = new Snapshots(crashing, crashing, Snapshots.Compression.NONE);
                snapshots.write(Histories.state(1, 3, 10));
                crashing.failAfter(fail);
                try {
                    snapshots.write(Histories.state(2, 3, 3000));
                } catch (IOException e) {
                    // The power fails here.
                }
                crashing.crash(new SplittableRandom(seed));
                Histories.Collected collected = new Histories.Collected();
                long snapshot =
                        new Recovery(crashing, crashing, RecoveryOptions.DEFAULT)
                                .recover(collected)
                                .snapshotZxid();
                assertThat(snapshot).isBetween(1L, 2L);
                assertThat(crashing.list()).noneMatch(name -> name.endsWith(".tmp"));
            }
        }
    }
}
