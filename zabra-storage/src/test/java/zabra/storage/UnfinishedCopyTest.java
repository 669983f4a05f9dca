package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnfinishedCopyTest {
    @TempDir Path directory;

    private static void file(Disk disk, String name) throws Exception {
        disk.open(name).close();
    }

    @Test
    void whatWasCopiedInPartIsThrownAway() throws Exception {
        Disk snapshots = new FileSystemDisk(directory.resolve("data"), true);
        Disk logs = new FileSystemDisk(directory.resolve("log"), true);
        UnfinishedCopy.begin(snapshots);
        file(snapshots, "snapshot.100000002");
        file(snapshots, "received.100000003");
        file(snapshots, "acceptedEpoch");
        file(logs, "log.100000003");
        UnfinishedCopy.discard(snapshots, logs);
        assertThat(snapshots.list()).containsExactly("acceptedEpoch", "copying");
        assertThat(logs.list()).isEmpty();
    }

    @Test
    void whatIsNoCopyIsKept() throws Exception {
        Disk disk = new FileSystemDisk(directory, true);
        UnfinishedCopy.begin(disk);
        file(disk, "snapshot.100000002");
        UnfinishedCopy.finish(disk);
        UnfinishedCopy.discard(disk, disk);
        assertThat(disk.list()).containsExactly("snapshot.100000002");
    }
}
