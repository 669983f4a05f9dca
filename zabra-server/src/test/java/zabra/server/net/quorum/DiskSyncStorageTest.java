package zabra.server.net.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.txn.LoggedTxn;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;
import zabra.storage.SimulatedDisk;
import zabra.storage.Snapshots;
import zabra.storage.TxnLog;
import zabra.storage.TxnLogOptions;
import zabra.tree.DataTree;
import zabra.tree.TreeOptions;

final class DiskSyncStorageTest {
    private static final int FILES = 6;
    private static final int TXNS_PER_FILE = 10;

    private final SimulatedDisk disk = new SimulatedDisk();
    private final Snapshots snapshots = new Snapshots(disk, disk, Snapshots.Compression.NONE);
    private final DiskSyncStorage storage =
            new DiskSyncStorage(
                    disk,
                    disk,
                    snapshots,
                    0,
                    () -> FILES * TXNS_PER_FILE,
                    () -> new DataTree(TreeOptions.DEFAULT),
                    1 << 20);

    /** A log file and a snapshot behind it, again and again. */
    private void fill() throws IOException {
        for (int file = 0; file < FILES; file++) {
            try (TxnLog log = new TxnLog(disk, new TxnLogOptions(4096, 0, true))) {
                for (int i = 1; i <= TXNS_PER_FILE; i++) {
                    byte[] txn = txn(file * TXNS_PER_FILE + i);
                    log.append(file * TXNS_PER_FILE + i, txn, 0, txn.length);
                }
                log.sync();
            }
            snapshots.write(new Renumbered((file + 1L) * TXNS_PER_FILE));
        }
    }

    private static byte[] txn(long zxid) {
        Txn txn = new Txn.Create(OpCode.CREATE, "/n" + zxid, null, Acl.OPEN, false, (int) zxid);
        JuteWriter out = new JuteWriter();
        new LoggedTxn(new TxnHeader(7, 1, zxid, 1000, 1), txn, false, 0).write(out);
        return out.toByteArray();
    }

    /** The empty tree as of another transaction. */
    private record Renumbered(long lastZxid, StateImage image) implements StateImage {
        Renumbered(long zxid) {
            this(zxid, new DataTree(TreeOptions.DEFAULT).image());
        }

        @Override
        public long digest() {
            return image.digest();
        }

        @Override
        public long znodeCount() {
            return image.znodeCount();
        }

        @Override
        public void accept(StateVisitor visitor) {
            image.accept(visitor);
        }
    }

    @Test
    void aPurgeTakesNothingFromAHistoryThatIsBeingSent() throws IOException {
        fill();
        try (SyncStorage.History history = storage.history(5, FILES * TXNS_PER_FILE)) {
            assertThat(history.next()).isTrue();
            snapshots.purge(3);
            long last = 6;
            while (history.next()) {
                assertThat(history.zxid()).isEqualTo(++last);
            }
            assertThat(last).isEqualTo(FILES * TXNS_PER_FILE);
        }
        assertThat(snapshots.purge(3)).isPositive();
    }

    @Test
    void whoNeedsWhatWasPurgedGetsTheState() throws IOException {
        fill();
        assertThat(storage.locate(5)).isEqualTo(5);
        snapshots.purge(3);
        assertThat(storage.locate(5)).isEqualTo(-1);
        assertThat(storage.locate(45)).isEqualTo(45);
    }
}
