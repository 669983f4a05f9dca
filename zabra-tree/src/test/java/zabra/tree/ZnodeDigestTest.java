package zabra.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import zabra.protocol.snapshot.ZnodeRecord;

/** Values that Apache ZooKeeper 3.9.5 logged for the same znodes. */
class ZnodeDigestTest {
    private final ZnodeDigest digest = new ZnodeDigest();

    @Test
    void ofFreshNodes() {
        assertThat(digest.of(record("", null))).isEqualTo(0x04128908L);
        assertThat(digest.of(record("/", ""))).isEqualTo(0x04128908L);
        assertThat(digest.of(record("/zookeeper", ""))).isEqualTo(0x4DB44D58L);
    }

    @Test
    void ofNodesThatATransactionChanged() {
        long zxid = 0x100000002L;
        ZnodeRecord root = record("", "");
        root.cversion = 1;
        root.pzxid = zxid;
        assertThat(digest.of(root)).isEqualTo(0xEB02E853L);

        ZnodeRecord node = record("/a", "hello");
        node.czxid = zxid;
        node.mzxid = zxid;
        node.pzxid = zxid;
        node.ctime = 1795354021446L;
        node.mtime = 1795354021446L;
        assertThat(digest.of(node)).isEqualTo(0x2FF3F63FL);
    }

    @Test
    void ofNodesBelowZookeeperIsZero() {
        assertThat(digest.of(record("/zookeeper/quota", "x"))).isZero();
        assertThat(digest.of(record("/zookeepers", "x"))).isNotZero();
    }

    /** Path, data and stat are one stream of bytes, however long each of them is. */
    @Test
    void ofLongPathsAndData() {
        for (int pathLength : new int[] {1, 30, 1_900, 2_047, 2_048, 2_049, 5_000}) {
            for (int dataLength : new int[] {0, 1, 100, 2_000, 2_048, 2_049, 70_000}) {
                ZnodeRecord record = record("/" + "p".repeat(pathLength), "d".repeat(dataLength));
                record.czxid = 7;
                record.ephemeralOwner = 9;
                CRC32 expected = new CRC32();
                expected.update(record.pathBytes);
                expected.update(record.dataBytes);
                byte[] stat = new byte[60];
                stat[7] = 7;
                stat[59] = 9;
                expected.update(stat);
                assertThat(digest.of(record)).isEqualTo(expected.getValue());
            }
        }
    }

    private static ZnodeRecord record(String path, String data) {
        ZnodeRecord record = new ZnodeRecord();
        record.pathBytes = path.getBytes(StandardCharsets.UTF_8);
        record.pathLength = record.pathBytes.length;
        record.dataBytes = data == null ? null : data.getBytes(StandardCharsets.UTF_8);
        record.dataLength = data == null ? -1 : record.dataBytes.length;
        return record;
    }
}
