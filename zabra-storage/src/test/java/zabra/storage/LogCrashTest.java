package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a crash keeps, loses or tears: what was synced comes back, in order, without a hole. */
class LogCrashTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 4096, 1 << 20})
    void syncedRecordsSurviveEveryCrash(long preallocate) throws IOException {
        for (int seed = 1; seed <= 70; seed++) {
            life(seed, new TxnLogOptions(preallocate, seed % 3 == 0 ? 9000 : 0, true));
        }
    }

    /** Several crashes and recoveries of one directory. */
    private static void life(int seed, TxnLogOptions options) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        SimulatedDisk disk = new SimulatedDisk("seed" + seed);
        long synced = 0;
        long last = 0;
        for (int crash = 0; crash < 6; crash++) {
            TxnLog log = new TxnLog(disk, options);
            int batches = random.nextInt(6);
            for (int batch = 0; batch < batches; batch++) {
                // Some are large enough to be written without zeros ahead of them.
                int larger = random.nextInt(6) == 0 ? 100 : 1;
                for (int i = random.nextInt(1, 12); i > 0; i--) {
                    last = random.nextInt(40) == 0 ? (((last >> 32) + 1) << 32) | 1 : last + 1;
                    Histories.append(log, last, larger * random.nextInt(random.nextInt(1, 1500)));
                }
                if (random.nextInt(8) == 0) {
                    log.roll();
                }
                log.sync();
                synced = last;
                if (random.nextBoolean()) {
                    log.zeroAhead();
                }
            }
            if (random.nextInt(3) != 0) {
                // A batch that is written and not synced, or whose sync fails, perhaps in two
                // files.
                disk.failAfter(random.nextInt(7));
                try {
                    int larger = random.nextInt(6) == 0 ? 100 : 1;
                    for (int i = random.nextInt(1, 40); i > 0; i--) {
                        if (random.nextInt(20) == 0) {
                            log.roll();
                        }
                        Histories.append(log, last + 1, larger * random.nextInt(300));
                        last++;
                    }
                    log.sync();
                    synced = last;
                } catch (IOException e) {
                    // The server ends.
                }
            }
            disk.crash(random);
            Histories.Collected found = Histories.recover(disk);
            long recovered = found.zxids.isEmpty() ? 0 : found.zxids.getLast();
            assertThat(recovered).as("seed %s", seed).isBetween(synced, last);
            // Nothing that recovery left behind changes the next recovery.
            assertThat(Histories.recover(disk).zxids).isEqualTo(found.zxids);
            last = recovered;
            synced = recovered;
        }
    }

    @Test
    void aFailingOperationAnywhereLosesNothingThatWasSynced() throws IOException {
        for (int fail = 0; fail < 40; fail++) {
            for (boolean once : new boolean[] {false, true}) {
                SimulatedDisk disk = new SimulatedDisk();
                long synced = 0;
                if (once) {
                    disk.failOnceAfter(fail);
                } else {
                    disk.failAfter(fail);
                }
                TxnLog log = new TxnLog(disk, new TxnLogOptions(4096, 3000, true));
                boolean failed = false;
                try {
                    for (long zxid = 1; zxid <= 10; zxid++) {
                        Histories.append(log, zxid, 700);
                        log.sync();
                        synced = zxid;
                        log.zeroAhead();
                    }
                } catch (IOException e) {
                    failed = true;
                }
                assertThat(failed).isTrue();
                log.close();
                disk.heal();
                // The process ended, the machine did not: unsynced writes are still there.
                assertThat(Histories.recover(disk).zxids.size())
                        .isBetween((int) synced, (int) synced + 1);
                disk.crash(new SplittableRandom(fail));
                assertThat(Histories.recover(disk).zxids.size())
                        .isBetween((int) synced, (int) synced + 1);
            }
        }
    }

    /** A process that ends leaves written data unsynced; the next one must not build on that. */
    @ParameterizedTest
    @ValueSource(longs = {0, 4096})
    void whatWasRecoveredSurvivesTheNextCrash(long preallocate) throws IOException {
        TxnLogOptions options = new TxnLogOptions(preallocate, 1500, true);
        for (int fail = 0; fail < 30; fail++) {
            for (int seed = 0; seed < 8; seed++) {
                SimulatedDisk disk = new SimulatedDisk();
                disk.failOnceAfter(fail);
                try (TxnLog log = new TxnLog(disk, options)) {
                    for (long zxid = 1; zxid <= 10; zxid++) {
                        Histories.append(log, zxid, 700);
                        log.sync();
                    }
                } catch (IOException e) {
                    assertThat(e).hasMessageStartingWith("simulated failure");
                }
                long recovered = Histories.recover(disk).zxids.size();
                Histories.write(disk, options, recovered + 1, recovered + 3);
                disk.crash(new SplittableRandom(seed));
                assertThat(Histories.recover(disk).zxids)
                        .as("failure %s, crash %s", fail, seed)
                        .hasSize((int) recovered + 3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2048})
    void aFullDiskAtAnyByteLosesNothingThatWasSynced(long preallocate) throws IOException {
        for (int capacity = 0; capacity < 6000; capacity += 7) {
            SimulatedDisk disk = new SimulatedDisk();
            disk.setCapacity(capacity);
            long synced = 0;
            TxnLog log = new TxnLog(disk, new TxnLogOptions(preallocate, 0, true));
            try {
                for (long zxid = 1; zxid <= 50; zxid++) {
                    Histories.append(log, zxid, 200);
                    log.sync();
                    synced = zxid;
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("No space");
            }
            assertThat(synced).isLessThan(50);
            log.close();
            disk.setCapacity(Long.MAX_VALUE);
            assertThat(Histories.recover(disk).zxids.size())
                    .isBetween((int) synced, (int) synced + 1);
        }
    }
}
