package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

/** What every {@link Disk} does, run on the real and on the simulated one. */
abstract class DiskContract {
    abstract Disk disk() throws IOException;

    @Test
    void readsBackWhatWasWrittenAnywhere() throws IOException {
        try (DiskFile file = disk().open("f")) {
            file.write(3, new byte[] {9, 1, 2, 3, 9}, 1, 3);
            byte[] target = new byte[10];
            assertThat(file.read(0, target, 1, 9)).isEqualTo(6);
            assertThat(target).containsExactly(0, 0, 0, 0, 1, 2, 3, 0, 0, 0);
            assertThat(file.read(6, target, 0, 1)).isEqualTo(-1);
            file.write(4, new byte[] {7}, 0, 1);
            file.sync();
            assertThat(file.read(4, target, 0, 1)).isEqualTo(1);
            assertThat(target[0]).isEqualTo((byte) 7);
        }
    }

    @Test
    void cutsAndExtendsWithZeros() throws IOException {
        Disk disk = disk();
        try (DiskFile file = disk.open("f")) {
            file.write(0, new byte[] {1, 2, 3}, 0, 3);
            file.truncate(2);
            assertThat(file.size()).isEqualTo(2);
            file.truncate(5);
            assertThat(file.size()).isEqualTo(5);
            byte[] target = new byte[5];
            assertThat(file.read(0, target, 0, 5)).isEqualTo(5);
            assertThat(target).containsExactly(1, 2, 0, 0, 0);
            file.truncate(5);
            assertThat(file.size()).isEqualTo(5);
        }
        assertThat(disk.size("f")).isEqualTo(5);
    }

    @Test
    void writesMoreThanOneBuffer() throws IOException {
        byte[] much = new byte[3_000_001];
        much[much.length - 1] = 5;
        Disk disk = disk();
        try (DiskFile file = disk.open("f")) {
            file.write(10, much, 0, much.length);
        }
        byte[] back = Histories.bytes(disk, "f");
        assertThat(back).hasSize(3_000_011);
        assertThat(back[back.length - 1]).isEqualTo((byte) 5);
    }

    @Test
    void opensAgainWithoutLosingContent() throws IOException {
        Disk disk = disk();
        try (DiskFile file = disk.open("f")) {
            file.write(0, new byte[] {1}, 0, 1);
        }
        try (DiskFile file = disk.open("f")) {
            assertThat(file.size()).isEqualTo(1);
        }
        assertThatThrownBy(() -> disk.openForRead("none")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.size("none")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.delete("none")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.open("../x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void renamesOverAndDeletes() throws IOException {
        Disk disk = disk();
        assertThat(disk.list()).isEmpty();
        try (DiskFile file = disk.open("b")) {
            file.write(0, new byte[] {1}, 0, 1);
        }
        disk.open("c").close();
        disk.open("a").close();
        assertThat(disk.list()).containsExactly("a", "b", "c");
        disk.rename("b", "c");
        disk.delete("a");
        disk.syncDirectory();
        assertThat(disk.list()).containsExactly("c");
        assertThat(disk.exists("b")).isFalse();
        assertThat(disk.exists("c")).isTrue();
        assertThat(disk.size("c")).isEqualTo(1);
        assertThat(disk.modifiedMillis("c")).isPositive();
        assertThat(disk.freeBytes()).isPositive();
        assertThat(disk.describe("c")).endsWith("/c");
    }
}
