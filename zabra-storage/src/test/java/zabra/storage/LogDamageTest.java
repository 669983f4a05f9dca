package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage to a log is recovered from exactly, or refused: never passed over. */
class LogDamageTest {
    private static final TxnLogOptions SMALL = new TxnLogOptions(4096, 0, true);

    /** A small log of four records, as the reference wrote it. */
    private static byte[] referenceLog() {
        byte[] whole = Histories.resource("log.1");
        byte[] start = new byte[4096];
        // Records 1 to 4: session, create, create2, create.
        System.arraycopy(whole, 0, start, 0, endOfRecord(whole, 4));
        return start;
    }

    private static int endOfRecord(byte[] log, int count) {
        int at = 16;
        for (int i = 0; i < count; i++) {
            at += 13 + LogFormat.getInt(log, at + 8);
        }
        return at;
    }

    /**
     * Our own, with the marks and space of a server that still runs (batches of one and of two).
     */
    private static byte[] runningLog() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (TxnLog log = new TxnLog(disk, SMALL)) {
            Histories.append(log, 1, 20);
            log.sync();
            Histories.append(log, 2, 20);
            log.sync();
            Histories.append(log, 3, 20);
            Histories.append(log, 4, 20);
            log.sync();
            return Histories.bytes(disk, "log.1");
        }
    }

    private static byte[] closedLog() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        Histories.write(disk, SMALL, 1, 4);
        return Histories.bytes(disk, "log.1");
    }

    private static byte[] log(String kind) throws IOException {
        return switch (kind) {
            case "reference" -> referenceLog();
            case "running" -> runningLog();
            default -> closedLog();
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "running", "closed"})
    void aCutAtAnyByteKeepsTheRecordsBeforeIt(String kind) throws IOException {
        byte[] whole = log(kind);
        int end = endOfRecord(whole, 4);
        for (int cut = 0; cut < end; cut++) {
            for (boolean zeros : new boolean[] {false, true}) {
                byte[] left = Arrays.copyOf(Arrays.copyOf(whole, cut), zeros ? whole.length : cut);
                SimulatedDisk disk = Histories.diskWith("log.1", left);
                List<Long> found = Histories.recover(disk).zxids;
                int complete = 0;
                while (complete < 4 && endOfRecord(whole, complete + 1) <= cut + 1) {
                    complete++;
                }
                // A record that lacks only its last byte may be completed.
                if (complete > 0
                        && endOfRecord(whole, complete) == cut + 1
                        && found.size() == complete - 1) {
                    complete--;
                }
                assertThat(found).as("cut at %s", cut).hasSize(complete);
                assertThat(Histories.recover(disk).zxids).isEqualTo(found);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "running", "closed"})
    void aFlipOfAnyByteLosesNothingSilently(String kind) throws IOException {
        byte[] whole = log(kind);
        int end = endOfRecord(whole, 4);
        int refused = 0;
        // Some way into what follows the records; further on it is all the same.
        for (int at = 0; at < Math.min(whole.length, end + 200); at++) {
            for (int mask : new int[] {0x01, 0x80, 0xff, 0x42}) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) mask;
                SimulatedDisk disk = Histories.diskWith("log.1", damaged);
                try {
                    List<Long> found = Histories.recover(disk).zxids;
                    assertThat(found).as("byte %s ^ %s", at, mask).containsExactly(1L, 2L, 3L, 4L);
                } catch (StorageException e) {
                    refused += at < end ? 1 : 0;
                    assertThat(e.getMessage()).contains("log.1").contains("offset");
                }
            }
        }
        // A byte of the dbid may be anything.
        assertThat(refused).isGreaterThan(4 * (end - 16 - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "running", "closed"})
    void aZeroedFieldOrSectorLosesNothingSilently(String kind) throws IOException {
        byte[] whole = log(kind);
        for (int length : new int[] {1, 4, 8, 12, 16}) {
            int refused = 0;
            for (int at = 16; at + length <= endOfRecord(whole, 3); at++) {
                byte[] damaged = whole.clone();
                Arrays.fill(damaged, at, at + length, (byte) 0);
                if (Arrays.equals(damaged, whole)) {
                    continue;
                }
                SimulatedDisk disk = Histories.diskWith("log.1", damaged);
                try {
                    assertThat(Histories.recover(disk).zxids)
                            .as("%s zeros at %s", length, at)
                            .containsExactly(1L, 2L, 3L, 4L);
                } catch (StorageException e) {
                    refused++;
                }
            }
            assertThat(refused).isPositive();
        }
    }

    @Test
    void aSectorOfSyncedRecordsThatWasZeroedIsRefused() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        Histories.write(disk, SMALL, 1, 60);
        byte[] whole = Histories.bytes(disk, "log.1");
        for (int sector = 512; sector + 512 < endOfRecord(whole, 60); sector += 512) {
            byte[] damaged = whole.clone();
            Arrays.fill(damaged, sector, sector + 512, (byte) 0);
            SimulatedDisk rotten = Histories.diskWith("log.1", damaged);
            assertThatThrownBy(() -> Histories.recover(rotten))
                    .isInstanceOf(StorageException.class);
        }
    }

    @Test
    void aGapInsideAnEpochIsRefused() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        Histories.write(disk, SMALL, 1, 3);
        Histories.write(disk, SMALL, 5, 6);
        assertThatThrownBy(() -> Histories.recover(disk))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("log.5: offset 16")
                .hasMessageContaining("0x5 does not follow 0x3");
    }

    @Test
    void aHigherEpochMustBeginWithItsFirstTransaction() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        Histories.write(disk, SMALL, 1, 3);
        Histories.write(disk, SMALL, 0x100000002L, 0x100000003L);
        assertThatThrownBy(() -> Histories.recover(disk))
                .hasMessageContaining("does not follow 0x3");

        SimulatedDisk good = new SimulatedDisk();
        Histories.write(good, SMALL, 1, 3);
        Histories.write(good, SMALL, 0x100000001L, 0x100000003L);
        assertThat(Histories.recover(good).zxids).hasSize(6);
    }

    @Test
    void anOlderTransactionAfterANewerOneIsRefused() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        Histories.write(disk, SMALL, 1, 3);
        // As if log.2 were left over from elsewhere.
        Histories.write(disk, SMALL, 2, 4);
        assertThatThrownBy(() -> Histories.recover(disk)).hasMessageContaining("out of order");
    }

    @Test
    void theRemainsOfACrashAreForgivenWhereTheNextFileGoesOn() throws IOException {
        byte[] whole = referenceLog();
        byte[] torn = Arrays.copyOf(Arrays.copyOf(whole, endOfRecord(whole, 4) - 5), whole.length);
        SimulatedDisk disk = Histories.diskWith("log.1", torn);
        // The reference leaves the torn record and logs its zxid anew in the next file.
        Histories.write(disk, SMALL, 4, 6);
        assertThat(Histories.recover(disk).zxids).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void theRemainsOfACrashAreCutOff() throws IOException {
        byte[] whole = referenceLog();
        int end = endOfRecord(whole, 3);
        byte[] torn = Arrays.copyOf(Arrays.copyOf(whole, end + 70), whole.length);
        SimulatedDisk disk = Histories.diskWith("log.1", torn);
        assertThat(Histories.recover(disk).zxids).containsExactly(1L, 2L, 3L);
        assertThat(disk.size("log.1")).isEqualTo(end);
    }

    @Test
    void recordsHiddenBeforeAHigherEpochAreRefused() throws IOException {
        byte[] damaged = referenceLog();
        LogFormat.putInt(damaged, endOfRecord(damaged, 2) + 8, 0);
        SimulatedDisk disk = Histories.diskWith("log.1", damaged);
        Histories.write(disk, SMALL, 0x100000001L, 0x100000002L);
        assertThatThrownBy(() -> Histories.recover(disk))
                .hasMessageContaining("log.1: offset " + endOfRecord(damaged, 2));
    }

    @Test
    void anEmptyLastFileIsRemovedAnyOtherRefused() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        Histories.write(disk, SMALL, 1, 3);
        disk.open("log.4").close();
        assertThat(Histories.recover(disk).zxids).hasSize(3);
        assertThat(disk.list()).containsExactly("log.1");

        disk.open("log.4").close();
        Histories.write(disk, SMALL, 5, 6);
        assertThatThrownBy(() -> Histories.recover(disk)).hasMessageContaining("log.4");
    }

    @Test
    void aFileWithOnlyAHeaderIsFine() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        Histories.write(disk, SMALL, 1, 3);
        try (DiskFile file = disk.open("log.4")) {
            file.write(0, Histories.resource("log.1"), 0, 16);
            file.truncate(4096);
        }
        assertThat(Histories.recover(disk).zxids).hasSize(3);
    }

    @Test
    void anUnknownTypeWithARightChecksumIsRefused() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        byte[] payload = Histories.payload(1, 10);
        LogFormat.putInt(payload, 28, 77);
        try (TxnLog log = new TxnLog(disk, SMALL)) {
            log.append(1, payload, 0, payload.length);
        }
        assertThatThrownBy(() -> Histories.recover(disk))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("log.1: offset 16")
                .hasMessageContaining("type 77");
    }

    @Test
    void randomBytesNeverCauseAnythingElse() throws IOException {
        java.util.SplittableRandom random = new java.util.SplittableRandom(5);
        byte[] whole = runningLog();
        for (int round = 0; round < 3000; round++) {
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                int at = random.nextInt(damaged.length);
                int length = Math.min(random.nextInt(1, 64), damaged.length - at);
                for (int j = 0; j < length; j++) {
                    damaged[at + j] = random.nextBoolean() ? 0 : (byte) random.nextInt();
                }
            }
            try {
                Histories.recover(Histories.diskWith("log.1", damaged));
            } catch (StorageException e) {
                // As it should.
            } catch (RuntimeException e) {
                fail("round " + round, e);
            }
        }
    }
}
