package zabra.tree;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import zabra.protocol.Acl;
import zabra.protocol.OpCode;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;

/**
 * Prints what a znode with a 12-character name and 100 bytes of data costs in heap, and how fast
 * trees of them are built, looked up, walked and loaded, in processor time. A program to run by
 * hand, not a test.
 */
final class HeapPerZnode {
    private static final int PARENTS = 1000;

    private HeapPerZnode() {}

    public static void main(String[] args) {
        // Warm up, so that the first numbers are of compiled code.
        measure(200_000, PARENTS, false);
        for (int count : new int[] {500_000, 2_000_000}) {
            measure(count, PARENTS, true);
            measure(count, 1, true);
        }
    }

    private static void measure(int count, int parents, boolean print) {
        DataTree tree = new DataTree(TreeOptions.DEFAULT, 1);
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = path(i, parents);
        }
        long before = usedAfterGc();
        long begin = cpuNanos();
        long zxid = 0x1_0000_0000L;
        for (int i = 0; i < parents; i++) {
            create(tree, ++zxid, "/p" + i);
        }
        for (int i = 0; i < count; i++) {
            create(tree, ++zxid, names[i]);
        }
        final long built = cpuNanos() - begin;
        final long bytes = usedAfterGc() - before;

        ZnodeView view = new ZnodeView();
        byte[][] paths = new byte[100_000][];
        for (int i = 0; i < paths.length; i++) {
            long at = i * 7919L % count;
            paths[i] = names[(int) at].getBytes(StandardCharsets.UTF_8);
        }
        begin = cpuNanos();
        int found = 0;
        for (int round = 0; round < 10; round++) {
            for (byte[] path : paths) {
                found += tree.find(path, 0, path.length, view) ? 1 : 0;
            }
        }
        final long looked = cpuNanos() - begin;

        begin = cpuNanos();
        StateImage image = tree.image();
        final long imaged = cpuNanos() - begin;
        DataTree copy = new DataTree(TreeOptions.DEFAULT, 1);
        begin = cpuNanos();
        image.accept(copy.load(zxid));
        final long loaded = cpuNanos() - begin;
        if (copy.digest() != tree.digest() || found != 10 * paths.length) {
            throw new IllegalStateException("found " + found);
        }
        if (print) {
            System.out.printf(
                    Locale.ROOT,
                    "%,d znodes under %d: %.1f bytes each; create %.0f ns, find %.0f ns,"
                            + " image %d us, walk and load %.2f s%n",
                    count,
                    parents,
                    (double) bytes / count,
                    (double) built / count,
                    (double) looked / found,
                    imaged / 1000,
                    loaded / 1e9);
        }
    }

    private static String path(int i, int parents) {
        return String.format("/p%d/n%011d", i % parents, i);
    }

    private static void create(DataTree tree, long zxid, String path) {
        tree.apply(
                new TxnHeader(1, 1, zxid, 1_795_354_021_446L + (zxid & 0xffff), 0),
                new Txn.Create(OpCode.CREATE, path, new byte[100], Acl.OPEN, false, -1),
                TreeListener.NONE);
    }

    /** Of this thread: other load on the machine does not count, but its cache misses do. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @SuppressWarnings("SystemGc")
    private static long usedAfterGc() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
