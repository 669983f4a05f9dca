package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where histories part, and the transactions from there: what is found can be read. */
class HistoryLocatorTest {
    private static final TxnLogOptions SMALL = new TxnLogOptions(4096, 0, true);
    private static final long EPOCH1 = 1L << 32;
    private static final long EPOCH2 = 2L << 32;
    private static final long EPOCH3 = 3L << 32;

    private final SimulatedDisk disk = new SimulatedDisk();

    private void snapshot(long zxid) throws IOException {
        new Snapshots(disk, disk, Snapshots.Compression.NONE).write(Histories.state(zxid, 3, 10));
    }

    private long locate(long zxid, long durable) throws IOException {
        return new HistoryLocator(disk, disk, 0).locate(zxid, durable);
    }

    private List<Long> range(long after, long upTo) throws IOException {
        List<Long> read = new ArrayList<>();
        try (HistoryRange range = new HistoryRange(disk, disk, after, upTo)) {
            assertThat(range.zxid()).isEqualTo(after);
            while (range.next()) {
                read.add(range.zxid());
                assertThat(LogFormat.zxid(range.array(), range.offset())).isEqualTo(range.zxid());
                assertThat(range.length()).isGreaterThan(LogFormat.PAYLOAD_MIN);
            }
        }
        return read;
    }

    /** Epoch 1: 1 to 5 and 6 to 9 in two files; epoch 2: 1 to 4 in a third. */
    private List<Long> history() throws IOException {
        snapshot(0);
        Histories.write(disk, SMALL, EPOCH1 + 1, EPOCH1 + 5);
        snapshot(EPOCH1 + 5);
        Histories.write(disk, SMALL, EPOCH1 + 6, EPOCH1 + 9);
        Histories.write(disk, SMALL, EPOCH2 + 1, EPOCH2 + 4);
        List<Long> all = new ArrayList<>();
        for (long i = 1; i <= 9; i++) {
            all.add(EPOCH1 + i);
        }
        for (long i = 1; i <= 4; i++) {
            all.add(EPOCH2 + i);
        }
        return all;
    }

    @Test
    void eachLoggedZxidIsFoundAndReadOnFrom() throws IOException {
        List<Long> all = history();
        for (int from = 0; from < all.size(); from++) {
            for (int to = from; to < all.size(); to++) {
                assertThat(locate(all.get(from), all.get(to))).isEqualTo(all.get(from));
                assertThat(range(all.get(from), all.get(to)))
                        .isEqualTo(all.subList(from + 1, to + 1));
            }
        }
    }

    @Test
    void aStrangersZxidIsWhereItsHistoryMayPart() throws IOException {
        List<Long> all = history();
        long last = all.getLast();
        assertThat(locate(EPOCH1 + 12, last)).isEqualTo(EPOCH1 + 9);
        assertThat(locate(EPOCH2, last)).isEqualTo(EPOCH1 + 9);
        assertThat(locate(EPOCH2 + 7, last)).isEqualTo(last);
        assertThat(locate(EPOCH3 + 1, last)).isEqualTo(last);
        assertThat(locate(0, last)).isZero();
        assertThat(locate(7, last)).isZero();
        assertThat(range(0, last)).isEqualTo(all);
        assertThat(locate(-1, last)).isEqualTo(-1);
    }

    /** A crash in the first write to a new file leaves it empty, and the history goes on. */
    @Test
    void aFileWithoutRecordsHidesNothingOfTheOneBefore() throws IOException {
        List<Long> all = history();
        Histories.write(disk, SMALL, EPOCH1 + 10, EPOCH1 + 10);
        try (DiskFile file = disk.open("log.10000000a")) {
            file.truncate(LogFormat.HEADER_LENGTH);
        }
        long last = EPOCH2 + 4;
        assertThat(locate(EPOCH1 + 12, last)).isEqualTo(EPOCH1 + 9);
        assertThat(locate(EPOCH1 + 9, last)).isEqualTo(EPOCH1 + 9);
        assertThat(range(EPOCH1 + 9, last)).isEqualTo(all.subList(9, 13));
    }

    @Test
    void aSnapshotReachesBackWhereTheLogDoesNot() throws IOException {
        history();
        disk.delete("log.100000001");
        long last = EPOCH2 + 4;
        assertThat(locate(EPOCH1 + 5, last)).isEqualTo(EPOCH1 + 5);
        assertThat(range(EPOCH1 + 5, EPOCH1 + 7)).containsExactly(EPOCH1 + 6, EPOCH1 + 7);
        assertThat(locate(EPOCH1 + 4, last)).isEqualTo(-1);
        assertThat(locate(0, last)).isEqualTo(-1);
        assertThatThrownBy(() -> range(EPOCH1 + 4, last)).isInstanceOf(StorageException.class);
        disk.delete("snapshot.100000005");
        // The next transaction is at hand all the same.
        assertThat(range(EPOCH1 + 5, EPOCH1 + 6)).containsExactly(EPOCH1 + 6);
    }

    @Test
    void anEpochBeginsOnlyAfterWhatIsKnown() throws IOException {
        history();
        disk.delete("log.100000006");
        long last = EPOCH2 + 4;
        // What followed epoch 1's fifth is lost: the first of epoch 2 did not.
        snapshot(EPOCH1 + 8);
        assertThat(locate(EPOCH1 + 5, last)).isEqualTo(-1);
        assertThat(locate(EPOCH1 + 3, last)).isEqualTo(-1);
        assertThatThrownBy(() -> range(EPOCH1 + 5, last))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("a snapshot shows");
        assertThatThrownBy(() -> range(EPOCH1 + 6, last))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("0x100000008");
        // Of the state of the snapshot it is known.
        assertThat(locate(EPOCH1 + 9, last)).isEqualTo(EPOCH1 + 8);
        assertThat(range(EPOCH1 + 8, last)).hasSize(4);
    }

    @Test
    void aRangeDoesNotBeginAtAZxidThatNobodyKnows() throws IOException {
        snapshot(0);
        Histories.write(disk, SMALL, EPOCH2 + 1, EPOCH2 + 4);
        assertThatThrownBy(() -> range(EPOCH1 + 9, EPOCH2 + 4))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("does not reach back");
        assertThat(range(0, EPOCH2 + 1)).containsExactly(EPOCH2 + 1);
        assertThatThrownBy(() -> range(EPOCH2 + 4, EPOCH2 + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingIsReadBeyondTheDurableEnd() throws IOException {
        snapshot(0);
        try (TxnLog log = new TxnLog(disk, SMALL)) {
            for (long zxid = 1; zxid <= 5; zxid++) {
                Histories.append(log, zxid, 20);
                log.sync();
            }
            assertThat(locate(2, 5)).isEqualTo(2);
            try (HistoryRange range = new HistoryRange(disk, disk, 2, 5)) {
                assertThat(range.next()).isTrue();
                // The log goes on, and into another file, while it is read.
                Histories.append(log, 6, 70_000);
                log.sync();
                log.roll();
                Histories.append(log, 7, 20);
                log.sync();
                assertThat(range.next()).isTrue();
                assertThat(range.next()).isTrue();
                assertThat(range.zxid()).isEqualTo(5);
                assertThat(range.next()).isFalse();
            }
            assertThat(range(4, 7)).containsExactly(5L, 6L, 7L);
            assertThatThrownBy(() -> range(4, 8))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("the log ends at 0x7");
        }
    }

    @Test
    void damageIsNeverServed() throws IOException {
        List<Long> all = history();
        disk.corrupt("log.100000006", 16 + 30, 0xff);
        assertThat(locate(EPOCH1 + 2, EPOCH2 + 4)).isEqualTo(-1);
        assertThat(locate(EPOCH2 + 1, EPOCH2 + 4)).isEqualTo(EPOCH2 + 1);
        List<Long> read = new ArrayList<>();
        try (HistoryRange range = new HistoryRange(disk, disk, EPOCH1 + 2, EPOCH2 + 4)) {
            assertThatThrownBy(
                            () -> {
                                while (range.next()) {
                                    read.add(range.zxid());
                                }
                            })
                    .isInstanceOf(StorageException.class);
        }
        assertThat(read).isEqualTo(all.subList(2, 5));
    }

    @Test
    void aFilePurgedMeanwhileIsSaidClearly() throws IOException {
        history();
        try (HistoryRange range = new HistoryRange(disk, disk, EPOCH1 + 2, EPOCH2 + 4)) {
            assertThat(range.next()).isTrue();
            disk.delete("log.100000001");
            disk.delete("log.100000006");
            // The file at hand is still read.
            assertThat(range.next()).isTrue();
            assertThat(range.next()).isTrue();
            assertThatThrownBy(range::next)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("log.100000006")
                    .hasMessageContaining("purged");
        }
    }

    @Test
    void aLongWayIsLeftToASnapshot() throws IOException {
        history();
        long last = EPOCH2 + 4;
        long snapshot = disk.size("snapshot.100000005");
        int record = Histories.payload(EPOCH1 + 1, 20).length + LogFormat.FRAME_LENGTH;
        HistoryLocator never = new HistoryLocator(disk, disk, -1);
        assertThat(never.locate(EPOCH2 + 3, last)).isEqualTo(-1);
        HistoryLocator two = new HistoryLocator(disk, disk, 2.05 * record / snapshot);
        assertThat(two.locate(EPOCH2 + 2, last)).isEqualTo(EPOCH2 + 2);
        assertThat(two.locate(EPOCH2 + 1, last)).isEqualTo(-1);
        disk.delete("snapshot.100000005");
        disk.delete("snapshot.0");
        assertThat(two.locate(EPOCH2 + 2, last)).isEqualTo(-1);
        assertThat(locate(EPOCH1 + 1, last)).isEqualTo(EPOCH1 + 1);
    }

    @Test
    void aBrokenDiskIsNoAnswer() throws IOException {
        history();
        SimulatedDisk broken = disk;
        assertThatThrownBy(() ->
                        new HistoryLocator(broken, new Unreadable(broken), 0)
                                .locate(EPOCH1 + 1, EPOCH2 + 4))
                .isInstanceOf(IOException.class)
                .hasMessage("unreadable");
    }

    /** A directory whose files are there and cannot be opened. */
    private static final class Unreadable extends DelegatingDisk {
        Unreadable(Disk disk) {
            super(disk);
        }

        @Override
        public DiskFile open(String name) throws IOException {
            throw new IOException("unreadable");
        }

        @Override
        public DiskFile openForRead(String name) throws IOException {
            throw new IOException("unreadable");
        }
    }
}
