package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import zabra.protocol.txn.LoggedTxn;
import zabra.protocol.txn.Txn;

class RecoveryTest {
    private static final TxnLogOptions SMALL = new TxnLogOptions(4096, 0, true);

    private final SimulatedDisk disk = new SimulatedDisk();
    private final Histories.Collected found = new Histories.Collected();

    private Recovery.Recovered recover() throws IOException {
        return new Recovery(disk, disk, RecoveryOptions.DEFAULT).recover(found);
    }

    private void snapshot(long zxid) throws IOException {
        new Snapshots(disk, disk, Snapshots.Compression.NONE).write(Histories.state(zxid, 3, 10));
    }

    private void corrupt(String name) {
        disk.corrupt(name, 100, 1);
    }

    @Test
    void readsEveryTransactionOfTheReference() throws IOException {
        Histories.copyResource("log.1", disk);
        Histories.copyResource("snapshot.0", disk);
        assertThat(recover()).isEqualTo(new Recovery.Recovered(20, 0, 20));
        long[] digests = {
            0x51c6d660L,
            0x14d9698f7L,
            0x10d9e3bb1L,
            0x140fc1accL,
            0x1af4e1a67L,
            0x29dd9ec4aL,
            0x3437495b5L,
            0x3b3bb1185L,
            0x403003d28L,
            0x41219516bL,
            0x419efdcb7L,
            0x445c64be4L,
            0x445c64be4L,
            0,
            0x4c5f2ed03L,
            0x4c5f2ed03L,
            0x479625095L,
            0x52e107f16L,
            0x4d77fff6cL,
            0x4d2215a32L
        };
        int[] types = {-10, 1, 15, 1, 1, 19, 1, 21, 5, 7, 2, 14, 14, -1, 1, -10, 1, 1, -11, 1};
        for (int i = 0; i < 20; i++) {
            LoggedTxn txn = found.txns.get(i);
            assertThat(txn.header().zxid()).isEqualTo(i + 1);
            assertThat(txn.header().type()).isEqualTo(types[i]);
            assertThat(txn.hasDigest()).isEqualTo(types[i] != -1);
            assertThat(txn.digest()).as("zxid %s", i + 1).isEqualTo(digests[i]);
        }
        assertThat(((Txn.CloseSession) found.txns.get(18).txn()).paths())
                .containsExactlyInAnyOrder("/e", "/a/e2-0000000003");
        assertThat(((Txn.Multi) found.txns.get(12).txn()).isFailed()).isTrue();
    }

    @Test
    void onlyTransactionsAfterTheSnapshotAreReplayed() throws IOException {
        Histories.copyResource("log.1", disk);
        Histories.copyResource("snapshot.0", disk);
        Histories.copyResource("snapshot.14", disk);
        assertThat(recover()).isEqualTo(new Recovery.Recovered(20, 20, 0));
        assertThat(found.digest).isEqualTo("14 2 4d2215a32");
        assertThat(found.ended).isTrue();
    }

    @Test
    void aDamagedSnapshotGivesWayToAnOlderOne() throws IOException {
        Histories.copyResource("log.1", disk);
        Histories.copyResource("snapshot.0", disk);
        Histories.copyResource("snapshot.14", disk);
        corrupt("snapshot.14");
        assertThat(recover()).isEqualTo(new Recovery.Recovered(20, 0, 20));
    }

    @Test
    void aDamagedSnapshotBeyondTheLogIsNotForgotten() throws IOException {
        snapshot(3);
        Histories.write(disk, SMALL, 4, 6);
        snapshot(9);
        corrupt("snapshot.9");
        assertThatThrownBy(this::recover)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("0x9")
                .hasMessageContaining("only reach 0x6");
    }

    @Test
    void noReadableSnapshotIsRefused() throws IOException {
        Histories.write(disk, SMALL, 1, 6);
        snapshot(3);
        corrupt("snapshot.3");
        assertThatThrownBy(this::recover)
                .hasMessageContaining("no snapshot")
                .hasMessageContaining("snapshot.3: offset");
    }

    @Test
    void aLogWithoutASnapshotIsRefusedUnlessTrusted() throws IOException {
        Histories.write(disk, SMALL, 1, 3);
        assertThatThrownBy(this::recover)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("trust.empty")
                .extracting(e -> ((StorageException) e).kind())
                .isEqualTo(StorageException.Kind.MISSING);
        assertThat(
                        new Recovery(disk, disk, new RecoveryOptions(true, true))
                                .recover(new Histories.Collected()))
                .isEqualTo(new Recovery.Recovered(3, -1, 3));
    }

    @Test
    void aLogThatBeginsTooLateIsRefused() throws IOException {
        snapshot(3);
        Histories.write(disk, SMALL, 5, 6);
        assertThatThrownBy(this::recover).hasMessageContaining("0x5 does not follow 0x3");
    }

    @Test
    void anEmptyDirectoryIsANewDatabaseWhereAllowed() throws IOException {
        assertThat(recover()).isEqualTo(new Recovery.Recovered(0, -1, 0));
        SimulatedDisk home = new SimulatedDisk("home");
        Recovery careful = new Recovery(disk, disk, home, new RecoveryOptions(false, false));
        assertThat(careful.recover(found)).isEqualTo(new Recovery.Recovered(-1, -1, 0));
        home.open("initialize").close();
        assertThat(careful.recover(found)).isEqualTo(new Recovery.Recovered(0, -1, 0));
        assertThat(home.list()).isEmpty();
        assertThat(careful.recover(found)).isEqualTo(new Recovery.Recovered(-1, -1, 0));
    }

    @Test
    void leftoversAreRemovedAndNeverRead() throws IOException {
        snapshot(3);
        disk.rename("snapshot.3", "snapshot.5.tmp");
        snapshot(2);
        disk.open("log.9.tmp").close();
        disk.open("currentEpoch.tmp").close();
        assertThat(recover()).isEqualTo(new Recovery.Recovered(2, 2, 0));
        assertThat(disk.list()).containsExactly("currentEpoch.tmp", "snapshot.2");
    }

    @Test
    void filesInTheWrongDirectoryAreRefused() throws IOException {
        SimulatedDisk logs = new SimulatedDisk("logs");
        Recovery split = new Recovery(disk, logs, RecoveryOptions.DEFAULT);
        assertThat(split.recover(found).lastZxid()).isZero();
        logs.open("snapshot.0").close();
        assertThatThrownBy(() -> split.recover(found))
                .hasMessageContaining("logs/snapshot.0")
                .extracting(e -> ((StorageException) e).kind())
                .isEqualTo(StorageException.Kind.MISPLACED);
        logs.delete("snapshot.0");
        disk.open("log.1").close();
        assertThatThrownBy(() -> split.recover(found))
                .extracting(e -> ((StorageException) e).kind())
                .isEqualTo(StorageException.Kind.MISPLACED);
    }

    @Test
    void otherFilesAreLeftAlone() throws IOException {
        snapshot(3);
        disk.open("myid").close();
        disk.open("snapshot.zz").close();
        disk.open("snapshot.9.bak").close();
        disk.open("log.").close();
        assertThat(recover().lastZxid()).isEqualTo(3);
        assertThat(disk.list()).contains("myid", "snapshot.zz", "snapshot.9.bak", "log.");
    }

    @Test
    void replayBeginsInTheFileThatSpansTheSnapshot() throws IOException {
        Histories.write(disk, SMALL, 1, 4);
        Histories.write(disk, SMALL, 5, 8);
        Histories.write(disk, SMALL, 9, 12);
        snapshot(6);
        disk.delete("log.1");
        assertThat(recover()).isEqualTo(new Recovery.Recovered(12, 6, 6));
        assertThat(found.zxids).containsExactly(7L, 8L, 9L, 10L, 11L, 12L);
    }
}
