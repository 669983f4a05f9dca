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
        assertThat(packing.pack(new byte[12], 0, 12, young, 0)).hasSize(12 + 100 + 18);
    }

    @Test
    void givesBackWhatItPacked() {
        for (int i = 0; i < 20_000; i++) {
            ZnodeRecord znode = znode();
            byte[] name = bytes(random.nextInt(10) == 0 ? random.nextInt(40_000) : 12);
            int from = random.nextInt(name.length / 2 + 1);
            int digest = random.nextInt();
            byte[] packed = packing.pack(name, from, name.length, znode, digest);
            assertThat(ZnodePacking.digest(packed)).isEqualTo(digest);
            assertThat(ZnodePacking.nameTo(packed) - ZnodePacking.nameFrom(packed))
                    .isEqualTo(name.length - from);
            assertThat(ZnodePacking.nameEquals(packed, name, from, name.length)).isTrue();
            assertThat(ZnodePacking.nameEquals(packed, new byte[name.length], from, name.length))
                    .isEqualTo(from == name.length);

            ZnodeRecord back = new ZnodeRecord();
            ZnodePacking.unpack(packed, back);
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
