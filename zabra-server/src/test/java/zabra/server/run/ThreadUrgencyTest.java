package zabra.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.snapshot.StateVisitor;
import zabra.storage.SimulatedDisk;
import zabra.storage.Snapshots;

/** On threads of its own: what a thread gave up it does not get back. */
@EnabledOnOs(OS.LINUX)
class ThreadUrgencyTest {
    @Test
    void aPromptThreadKeepsItsShareAndAsksForShortSlices() throws Exception {
        assumeLinked();
        // Who does not say anything is given longer ones.
        assumeTrue(onAThread(ThreadUrgencyTest::slice) > ThreadUrgency.SHORT_SLICE_NANOS);

        long slice =
                onAThread(() -> {
                    int nice = nice();
                    ThreadUrgency.prompt();
                    assertThat(nice()).isEqualTo(nice);
                    return slice();
                });

        assertThat(slice).isEqualTo(ThreadUrgency.SHORT_SLICE_NANOS);
    }

    @Test
    void theSnapshotThreadYieldsWhileItReadsItsImage() throws Exception {
        assumeLinked();
        int before = nice();
        assumeTrue(before + ThreadUrgency.YIELDING_NICE <= 19);
        SimulatedDisk disk = new SimulatedDisk();
        Fatal fatal = new Fatal();
        SnapshotThread thread =
                new SnapshotThread(
                        new Snapshots(disk, disk, Snapshots.Compression.NONE), 3, 0, fatal);
        Seen seen = new Seen();

        thread.start();
        thread.save(seen);
        thread.stop();

        assertThat(fatal.isEnding()).isFalse();
        assertThat(seen.nice).isEqualTo(before + ThreadUrgency.YIELDING_NICE);
        assertThat(nice()).isEqualTo(before);
    }

    /** What has no such processor, or forbids native calls, has nothing to show. */
    private static void assumeLinked() {
        ThreadUrgency.link();
        assumeTrue(ThreadUrgency.isLinked());
    }

    private interface Asked {
        long get() throws IOException;
    }

    private static long onAThread(Asked asked) throws Exception {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        answer.complete(asked.get());
                    } catch (IOException | RuntimeException | Error e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer.get(30, TimeUnit.SECONDS);
    }

    /** Of the calling thread. */
    private static int nice() throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Integer.parseInt(afterName[16]);
    }

    /** Of the calling thread, in nanoseconds; 0 where the kernel does not say. */
    private static long slice() throws IOException {
        Path file = Path.of("/proc/thread-self/sched");
        if (!Files.exists(file)) {
            return 0;
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.matches("se\\.slice *: *\\d+"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
                .findFirst()
                .orElse(0);
    }

    /** An empty state that notes who reads it. */
    private static final class Seen implements StateImage {
        private int nice = Integer.MIN_VALUE;

        @Override
        public long lastZxid() {
            return 1;
        }

        @Override
        public long digest() {
            return 0;
        }

        @Override
        public long znodeCount() {
            return 0;
        }

        @Override
        public void accept(StateVisitor visitor) {
            try {
                nice = nice();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            visitor.begin(0, 0);
            visitor.end();
        }
    }
}
