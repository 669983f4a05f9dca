package zabra.server.net.quorum;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import zabra.protocol.snapshot.StateImage;
import zabra.storage.Disk;
import zabra.storage.HistoryLocator;
import zabra.storage.HistoryRange;
import zabra.storage.SnapshotStream;
import zabra.storage.Snapshots;
import zabra.tree.DataTree;

/** Histories of our log files, and states as trees. */
public final class DiskSyncStorage implements SyncStorage {
    private static final int READ_AHEAD_BYTES = 64 << 10;

    private final Disk snapshots;
    private final Disk logs;
    private final Snapshots files;
    private final HistoryLocator locator;
    private final LongSupplier durable;
    private final Supplier<DataTree> trees;
    private final int znodeBytesMax;

    /**
     * @param files of the same disks: what is read must not be purged meanwhile
     * @param snapshotSizeFactor as in {@link HistoryLocator}
     * @param durable the last transaction that is safe on disk; any thread
     * @param trees makes empty trees, for received states; any thread
     * @param znodeBytesMax the largest znode that a received state may hold
     */
    public DiskSyncStorage(
            Disk snapshots,
            Disk logs,
            Snapshots files,
            double snapshotSizeFactor,
            LongSupplier durable,
            Supplier<DataTree> trees,
            int znodeBytesMax) {
        this.snapshots = snapshots;
        this.logs = logs;
        this.files = files;
        this.locator = new HistoryLocator(snapshots, logs, snapshotSizeFactor);
        this.durable = durable;
        this.trees = trees;
        this.znodeBytesMax = znodeBytesMax;
    }

    @Override
    public History history(long after, long upTo) throws IOException {
        Snapshots.Hold hold = files.hold(after);
        try {
            return new LoggedHistory(new HistoryRange(snapshots, logs, after, upTo), hold);
        } catch (IOException | RuntimeException | Error e) {
            hold.close();
            throw e;
        }
    }

    @Override
    public long locate(long zxid) throws IOException {
        return locator.locate(zxid, durable.getAsLong());
    }

    @Override
    public void writeState(StateImage image, OutputStream out) throws IOException {
        SnapshotStream.write(image, out);
    }

    @Override
    public ReceivedState readState(long zxid, InputStream in) throws IOException {
        DataTree tree = trees.get();
        long length =
                SnapshotStream.read(
                        new BufferedInputStream(in, READ_AHEAD_BYTES),
                        tree.load(zxid),
                        znodeBytesMax);
        return new ReceivedState(tree, length);
    }

    private record LoggedHistory(HistoryRange range, Snapshots.Hold hold) implements History {
        @Override
        public boolean next() throws IOException {
            return range.next();
        }

        @Override
        public long zxid() {
            return range.zxid();
        }

        @Override
        public byte[] txn() {
            return Arrays.copyOfRange(
                    range.array(), range.offset(), range.offset() + range.length());
        }

        @Override
        public void close() throws IOException {
            try (hold) {
                range.close();
            }
        }
    }
}
