package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TxnLogTest {
    private static final TxnLogOptions SMALL = new TxnLogOptions(8192, 0, true);

    private final SimulatedDisk disk = new SimulatedDisk();

    @Test
    void writesTheReferencesRecordsByteForByte() throws IOException {
        byte[] reference = Histories.resource("log.1");
        SimulatedDisk theirs = Histories.diskWith("log.1", reference);
        try (TxnLogReader reader = new TxnLogReader(theirs, "log.1");
                TxnLog log = new TxnLog(disk, SMALL)) {
            while (reader.next()) {
                log.append(reader.zxid(), reader.array(), reader.offset(), reader.length());
            }
            assertThat(reader.end()).isEqualTo(5086);
            log.sync();
        }
        byte[] ours = Histories.bytes(disk, "log.1");
        assertThat(ours).hasSize(5086 + LogFormat.MARK_LENGTH);
        assertThat(java.util.Arrays.copyOfRange(ours, 0, 8))
                .isEqualTo(java.util.Arrays.copyOfRange(reference, 0, 8));
        assertThat(java.util.Arrays.copyOfRange(ours, 16, 5086 + 12))
                .isEqualTo(java.util.Arrays.copyOfRange(reference, 16, 5086 + 12));
    }

    @Test
    void zerosAreWrittenBetweenBatchesRatherThanInThem() throws IOException {
        try (TxnLog log = new TxnLog(disk, new TxnLogOptions(8 << 20, 0, true))) {
            Histories.append(log, 1, 20);
            log.sync();
            for (long zxid = 2; zxid <= 60; zxid++) {
                log.zeroAhead();
                long operations = disk.operations();
                log.zeroAhead();
                assertThat(disk.operations()).as("enough are left").isEqualTo(operations);
                Histories.append(log, zxid, 100_000);
                log.sync();
                assertThat(disk.operations() - operations).isEqualTo(2);
            }
            log.zeroAhead();
        }
        assertThat(Histories.recover(disk).zxids).hasSize(60);
    }

    @Test
    void aLargeBatchIsWrittenWithoutZerosAheadOfIt() throws IOException {
        TxnLog log = new TxnLog(disk, new TxnLogOptions(64 << 20, 0, true));
        Histories.append(log, 1, 20);
        log.sync();
        for (long zxid = 2; zxid <= 20; zxid++) {
            long operations = disk.operations();
            Histories.append(log, zxid, 700_000);
            log.sync();
            log.zeroAhead();
            assertThat(disk.operations() - operations).as("a write and a sync").isEqualTo(2);
        }
        long operations = disk.operations();
        Histories.append(log, 21, 20);
        log.sync();
        assertThat(disk.operations() - operations).as("nor in the next").isEqualTo(2);
        log.zeroAhead();
        assertThat(disk.operations() - operations).as("then again").isEqualTo(4);
        assertThat(endsWithMark()).as("the mark of what was synced is not zeroed").isTrue();
        disk.crash(new SplittableRandom(1));
        assertThat(Histories.recover(disk).zxids).hasSize(21);
    }

    /** Whether the last that is not zero ends a batch's mark. */
    private boolean endsWithMark() throws IOException {
        byte[] bytes = Histories.bytes(disk, "log.1");
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        // Its checksum may end in zeros itself.
        for (int at = end - LogFormat.MARK_LENGTH; at < end; at++) {
            if (LogFormat.isMark(bytes, at, bytes.length)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aSyncIsOneWriteAndOneSync() throws IOException {
        try (TxnLog log = new TxnLog(disk, new TxnLogOptions(1 << 20, 0, true))) {
            Histories.append(log, 1, 20);
            log.sync();
            long operations = disk.operations();
            for (long zxid = 2; zxid <= 100; zxid++) {
                Histories.append(log, zxid, 20);
            }
            assertThat(disk.operations()).isEqualTo(operations);
            log.sync();
            assertThat(disk.operations()).isEqualTo(operations + 2);
            log.sync();
            assertThat(disk.operations()).isEqualTo(operations + 2);
        }
    }

    @Test
    void spaceIsSizedAheadOfTheData() throws IOException {
        TxnLog log = new TxnLog(disk, SMALL);
        Histories.append(log, 1, 20);
        log.sync();
        assertThat(disk.size("log.1")).isEqualTo(16 + 8192);
        Histories.append(log, 2, 6000);
        log.sync();
        assertThat(disk.size("log.1")).isEqualTo(16 + 2 * 8192);
        log.close();
        assertThat(disk.size("log.1")).isLessThan(8192);
    }

    @Test
    void aRollOpensAFileNamedByTheNextZxid() throws IOException {
        try (TxnLog log = new TxnLog(disk, SMALL)) {
            Histories.append(log, 1, 20);
            Histories.append(log, 2, 20);
            assertThat(log.recordsSinceRoll()).isEqualTo(2);
            assertThat(log.bytesSinceRoll())
                    .isEqualTo(16 + 2 * (13 + Histories.payload(1, 20).length));
            log.roll();
            assertThat(log.recordsSinceRoll()).isZero();
            assertThat(log.bytesSinceRoll()).isZero();
            Histories.append(log, 3, 20);
            log.sync();
        }
        assertThat(disk.list()).containsExactly("log.1", "log.3");
        assertThat(Histories.recover(disk).zxids).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aFileOverTheLimitIsRolledAfterItsSync() throws IOException {
        try (TxnLog log = new TxnLog(disk, new TxnLogOptions(0, 1000, true))) {
            for (long zxid = 1; zxid <= 3; zxid++) {
                Histories.append(log, zxid, 600);
                log.sync();
            }
        }
        assertThat(disk.list()).containsExactly("log.1", "log.3");
    }

    @Test
    void aHugeBatchAndAHugeRecordPassInPieces() throws IOException {
        try (TxnLog log = new TxnLog(disk, new TxnLogOptions(1 << 20, 0, true))) {
            for (long zxid = 1; zxid <= 30; zxid++) {
                Histories.append(log, zxid, 100_000);
            }
            Histories.append(log, 31, 3_000_000);
            log.sync();
        }
        assertThat(Histories.recover(disk).zxids).hasSize(31);
    }

    @Test
    void withoutForceSyncNothingIsSynced() throws IOException {
        try (TxnLog log = new TxnLog(disk, new TxnLogOptions(8192, 0, false))) {
            Histories.append(log, 1, 20);
            log.sync();
            assertThat(disk.syncs()).isZero();
        }
    }

    @Test
    void afterAFailureItRefusesFurtherUse() throws IOException {
        TxnLog log = new TxnLog(disk, SMALL);
        Histories.append(log, 1, 20);
        disk.failOnceAfter(0);
        assertThatThrownBy(log::sync).isInstanceOf(IOException.class);
        assertThatThrownBy(log::sync).hasMessageContaining("cannot be used any more");
        assertThatThrownBy(() -> Histories.append(log, 2, 20))
                .hasMessageContaining("cannot be used any more");
        log.close();
    }

    @Test
    void refusesARecordThatDoesNotFollow() throws IOException {
        try (TxnLog log = new TxnLog(disk, SMALL)) {
            Histories.append(log, 5, 20);
            assertThatThrownBy(() -> Histories.append(log, 7, 20))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("0x7 appended after 0x5");
            Histories.append(log, 6, 20);
            Histories.append(log, 0x100000001L, 20);
        }
    }

    @Test
    void neverOverwritesRecords() throws IOException {
        Histories.write(disk, SMALL, 1, 3);
        TxnLog log = new TxnLog(disk, SMALL);
        assertThatThrownBy(() -> Histories.append(log, 1, 20))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("log.1");
        log.close();
        assertThat(Histories.recover(disk).zxids).containsExactly(1L, 2L, 3L);
    }
}
