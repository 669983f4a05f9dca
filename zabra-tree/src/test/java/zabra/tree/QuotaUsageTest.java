package zabra.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.OpCode;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;

/** Quotas as Apache ZooKeeper 3.9.5 was seen to keep them, but where it fails. */
class QuotaUsageTest {
    private static final String LIMITS = "/zookeeper/quota/q/zookeeper_limits";
    private static final String STATS = "/zookeeper/quota/q/zookeeper_stats";

    private final DataTree tree = new DataTree(TreeOptions.DEFAULT);
    private final ZnodeView view = new ZnodeView();
    private long zxid;

    @Test
    void countsFromWhatIsThereWhenItBegins() {
        create("/q", "abc");
        create("/q/a", "12345");
        assertThat(tree.quotas().covering("/q/a")).isNull();
        quota("/q", "count=100,bytes=-1=;byteHardLimit=500;countHardLimit=-1", "count=0,bytes=0");
        assertThat(text(STATS)).isEqualTo("count=2,bytes=8");
        assertThat(tree.quotas().covering("/q/a/b")).isEqualTo("/q");
        assertThat(tree.quotas().covering("/qq")).isNull();
        assertThat(tree.quotas().covering("/")).isNull();
        assertThat(tree.quotas().limits("/q")).isEqualTo(new Quotas.Limits(100, -1, -1, 500));
        assertThat(tree.quotas().usage("/q")).isEqualTo(new Quotas.Usage(2, 8));
    }

    @Test
    void followsEveryChange() {
        create("/q", "abc");
        quota("/q", "count=100,bytes=-1", "");
        create("/q/a", "12345");
        create("/q/a/b", "1");
        assertThat(text(STATS)).isEqualTo("count=3,bytes=9");
        setData("/q/a", "1");
        assertThat(text(STATS)).isEqualTo("count=3,bytes=5");
        delete("/q/a/b");
        delete("/q/a");
        assertThat(text(STATS)).isEqualTo("count=1,bytes=3");
        assertThat(view.version()).isZero();
        assertThat(view.mzxid()).isEqualTo(view.czxid());
        delete("/q");
        assertThat(text(STATS)).isEqualTo("count=0,bytes=0");
        create("/q", "12");
        assertThat(tree.quotas().usage("/q")).isEqualTo(new Quotas.Usage(1, 2));
        assertThat(tree.dataSize()).isEqualTo(DataTreeSize.of(tree));
    }

    @Test
    void onlyTheDeepestQuotaCounts() {
        create("/q", "");
        create("/q/m", "abc");
        quota("/q", "count=9,bytes=9", "");
        quota("/q/m", "count=9,bytes=9", "");
        create("/q/m/x", "12");
        assertThat(text(STATS)).isEqualTo("count=2,bytes=3");
        assertThat(text("/zookeeper/quota/q/m/zookeeper_stats")).isEqualTo("count=2,bytes=5");
        delete("/zookeeper/quota/q/m/zookeeper_limits");
        create("/q/m/y", "1");
        assertThat(text(STATS)).isEqualTo("count=3,bytes=4");
        assertThat(text("/zookeeper/quota/q/m/zookeeper_stats")).isEqualTo("count=2,bytes=5");
    }

    @Test
    void countsOnFromAUsageThatAClientWrote() {
        create("/q", "");
        quota("/q", "count=9,bytes=9", "");
        setData(STATS, "count=70,bytes=900");
        create("/q/a", "xxx");
        assertThat(text(STATS)).isEqualTo("count=71,bytes=903");
    }

    @Test
    void countsAnewWhereTheUsageIsNotText() {
        create("/q", "");
        quota("/q", "count=9,bytes=9", "");
        setData(STATS, "garbage");
        assertThat(text(STATS)).isEqualTo("count=1,bytes=0");
        create("/q/a", "xxx");
        assertThat(text(STATS)).isEqualTo("count=2,bytes=3");
    }

    @Test
    void limitsThatAreNotTextLimitNothing() {
        create("/q", "");
        quota("/q", "count=9,bytes=9", "");
        setData(LIMITS, "junk");
        assertThat(tree.quotas().covering("/q/a")).isEqualTo("/q");
        assertThat(tree.quotas().limits("/q")).isNull();
        setData(LIMITS, "count=,bytes=7");
        assertThat(tree.quotas().limits("/q")).isEqualTo(new Quotas.Limits(-1, 7, -1, -1));
        delete(LIMITS);
        assertThat(tree.quotas().covering("/q/a")).isNull();
        assertThat(tree.quotas().limits("/q")).isNull();
        assertThat(tree.quotas().usage("/q")).isNull();
    }

    @Test
    void theRootAndTheQuotasThemselvesHaveNone() {
        create("/zookeeper/quota/zookeeper_limits", "count=1,bytes=1");
        create("/zookeeper/quota/zookeeper", "");
        create("/zookeeper/quota/zookeeper/zookeeper_limits", "count=1,bytes=1");
        assertThat(tree.quotas().covering("/a")).isNull();
        assertThat(tree.quotas().covering("/zookeeper/a")).isNull();
    }

    @Test
    void isCountedAnewWhenLoaded() {
        create("/q", "abc");
        create("/q/a", "12345");
        quota("/q", "count=9,bytes=9", "");
        setData(STATS, "count=70,bytes=900");
        Quotas before = tree.quotas();
        tree.image().accept(tree.load(77));
        assertThat(text(STATS)).isEqualTo("count=2,bytes=8");
        assertThat(before.usage("/q")).isEqualTo(new Quotas.Usage(2, 8));
        create("/q/b", "1");
        assertThat(text(STATS)).isEqualTo("count=3,bytes=9");
    }

    /** The size of a tree, summed up from an image. */
    private static final class DataTreeSize {
        static long of(DataTree tree) {
            DataTree loaded = new DataTree(TreeOptions.DEFAULT);
            tree.image().accept(loaded.load(1));
            return loaded.dataSize();
        }
    }

    private void quota(String path, String limits, String stats) {
        create("/zookeeper/quota" + path, "");
        create("/zookeeper/quota" + path + "/zookeeper_limits", limits);
        create("/zookeeper/quota" + path + "/zookeeper_stats", stats);
    }

    private String text(String path) {
        assertThat(tree.find(path, view)).isTrue();
        return new String(
                view.dataArray(), view.dataOffset(), view.dataLength(), StandardCharsets.UTF_8);
    }

    private void create(String path, String data) {
        apply(new Txn.Create(OpCode.CREATE, path, utf8(data), Acl.OPEN, false, -1));
    }

    private void setData(String path, String data) {
        apply(new Txn.SetData(OpCode.SET_DATA, path, utf8(data), 1));
    }

    private void delete(String path) {
        apply(new Txn.Delete(OpCode.DELETE, path));
    }

    private void apply(Txn txn) {
        zxid++;
        tree.apply(new TxnHeader(1, 1, zxid, zxid, 0), txn, TreeListener.NONE);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
