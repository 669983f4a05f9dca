package zabra.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import zabra.protocol.snapshot.ZnodeRecord;

class ZnodePackingTest {
    private final ZnodePacking packing = new ZnodePacking();
    private final Random random = new Random(7);

    @Test
    void aYoungZnodeCostsFewBytesBesideNameAndData() {
        ZnodeRecord young = new ZnodeRecord();
        young.czxid = young.mzxid = young.pzxid = 0x1_0000_0007L;
        young.ctime = young.mtime = 1_795_354_021_446L;
        young.aclKey = -1;
        young.dataBytes = new byte[100];
        young.dataLength = 100;
        assertThat(packing.measure(12, young)).isEqualTo(12 + 100 + 19);
    }

    @Test
    void givesBackWhatItPacked() {
        for (int i = 0; i < 20_000; i++) {
            ZnodeRecord znode = znode();
            byte[] name = bytes(random.nextInt(10) == 0 ? random.nextInt(40_000) : 12);
            int from = random.nextInt(name.length / 2 + 1);
            int digest = random.nextInt();
            int length = packing.measure(name.length - from, znode);
            int at = random.nextInt(100);
            byte[] packed = bytes(at + length + random.nextInt(10));
            packing.write(packed, at, name, from, name.length, znode, 0, digest);
            assertThat(ZnodePacking.digest(packed, at)).isEqualTo(digest);
            assertThat(ZnodePacking.directory(packed, at)).isZero();
            assertThat(ZnodePacking.nameTo(packed, at) - ZnodePacking.nameFrom(packed, at))
                    .isEqualTo(name.length - from);
            assertThat(ZnodePacking.nameEquals(packed, at, name, from, name.length)).isTrue();
            byte[] other = new byte[name.length];
            assertThat(ZnodePacking.nameEquals(packed, at, other, from, name.length))
                    .isEqualTo(from == name.length);

            ZnodeRecord back = new ZnodeRecord();
            assertThat(ZnodePacking.length(packed, at, back)).isEqualTo(length);
            assertThat(fields(back)).isEqualTo(fields(znode));
            if (znode.dataLength > 0) {
                assertThat(
                                Arrays.equals(
                                        back.dataBytes,
                                        back.dataOffset,
                                        back.dataOffset + back.dataLength,
                                        znode.dataBytes,
                                        znode.dataOffset,
                                        znode.dataOffset + znode.dataLength))
                        .isTrue();
            }
        }
    }

    @Test
    void isWrittenOverItself() {
        for (int i = 0; i < 20_000; i++) {
            ZnodeRecord znode = znode();
            byte[] name = bytes(random.nextInt(20));
            byte[] place = new byte[200];
            packing.measure(name.length, znode);
            packing.write(place, 7, name, 0, name.length, znode, 0, 1);
            ZnodeRecord shown = new ZnodeRecord();
            ZnodePacking.unpack(place, 7, shown);
            final byte[] data = data(shown);
            // Other fields, hence another length of the stat; name and data are where they were.
            ZnodeRecord other = znode();
            other.dataBytes = shown.dataBytes;
            other.dataOffset = shown.dataOffset;
            other.dataLength = shown.dataLength;
            int length = packing.measure(name.length, other);
            int nameFrom = ZnodePacking.nameFrom(place, 7);
            packing.write(place, 7, place, nameFrom, nameFrom + name.length, other, 12, 0);
            ZnodeRecord back = new ZnodeRecord();
            assertThat(ZnodePacking.length(place, 7, back)).isEqualTo(length);
            assertThat(fields(back)).isEqualTo(fields(other));
            assertThat(data(back)).isEqualTo(data);
            assertThat(ZnodePacking.nameEquals(place, 7, name, 0, name.length)).isTrue();
            assertThat(ZnodePacking.directory(place, 7)).isEqualTo(12);
        }
    }

    @Test
    void becomesADirectoryInItsPlace() {
        ZnodeRecord znode = znode();
        byte[] place = new byte[200];
        packing.measure(3, znode);
        packing.write(place, 0, bytes(3), 0, 3, znode, 0, 77);
        ZnodePacking.open(place, 0, 1 << 30);
        assertThat(ZnodePacking.directory(place, 0)).isEqualTo(1 << 30);
        ZnodeRecord back = new ZnodeRecord();
        ZnodePacking.unpack(place, 0, back);
        assertThat(fields(back)).isEqualTo(fields(znode));
    }

    private static byte[] data(ZnodeRecord znode) {
        int from = znode.dataOffset;
        return Arrays.copyOfRange(znode.dataBytes, from, from + Math.max(0, znode.dataLength));
    }

    private static List<Number> fields(ZnodeRecord znode) {
        return List.of(
                znode.aclKey,
                znode.czxid,
                znode.mzxid,
                znode.pzxid,
                znode.ctime,
                znode.mtime,
                znode.version,
                znode.cversion,
                znode.aversion,
                znode.ephemeralOwner,
                znode.dataLength);
    }

    private ZnodeRecord znode() {
        ZnodeRecord znode = new ZnodeRecord();
        znode.czxid = number();
        znode.mzxid = random.nextBoolean() ? znode.czxid : number();
        znode.pzxid = random.nextBoolean() ? znode.czxid : number();
        znode.ctime = number();
        znode.mtime = random.nextBoolean() ? znode.ctime : number();
        znode.version = (int) number();
        znode.cversion = (int) number();
        znode.aversion = (int) number();
        znode.ephemeralOwner = number();
        znode.aclKey = random.nextBoolean() ? -1 : 1 + random.nextInt(1 << random.nextInt(20));
        znode.dataLength = random.nextInt(20) - 1;
        znode.dataBytes = bytes(40);
        znode.dataOffset = random.nextInt(20);
        return znode;
    }

    /** Zero, small, extreme, or anything. */
    private long number() {
        return switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> random.nextInt(300) - 150;
            case 2 -> Long.MIN_VALUE;
            case 3 -> Long.MAX_VALUE;
            default -> random.nextLong() >> random.nextInt(60);
        };
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) (1 + random.nextInt(100)));
        return bytes;
    }
}
