package zabra.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.wire.Frame;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;
import zabra.protocol.OpCode;

/**
 * A disk without room ends the server: it says which file could not be written and what to do, and
 * once there is room it starts again with every write that it had acknowledged.
 */
final class FullDiskTest {
    private static final byte[] DATA = new byte[900];
    private static final int WINDOW = 32;

    /** No disk of these tests holds as many. */
    private static final int WRITES_MAX = 100_000;

    @TempDir Path directory;

    private int acknowledged;

    @Test
    void endsWhereTheLogCannotGrow() throws Exception {
        Path data = directory.resolve("data");
        try (ConfinedServer server =
                ConfinedServer.start(directory, data, 512, "preAllocSize=64")) {
            writeUntilItEnds(server);
            assertThat(server.awaitExit()).as(server.said()).isEqualTo(1);
            assertThat(server.said())
                    .contains("The transaction log cannot be written")
                    .contains(data.resolve("version-2/log.1").toString())
                    .contains("Nothing that was acknowledged is lost")
                    .contains("free space or repair the disk and start again");
        }
        startsWithWhatWasAcknowledged(data);
    }

    @Test
    void endsWhereASnapshotCannotBeWritten() throws Exception {
        Path data = directory.resolve("data");
        // Logs roll long before they are as large as the state that a snapshot must hold.
        try (ConfinedServer server =
                ConfinedServer.start(directory, data, 1024, "preAllocSize=64", "snapCount=300")) {
            writeUntilItEnds(server);
            assertThat(server.awaitExit()).as(server.said()).isEqualTo(10);
            assertThat(server.said())
                    .contains("A snapshot cannot be written")
                    .contains(data.resolve("version-2/snapshot.").toString())
                    .contains("free space or repair the disk and start again");
        }
        try (var files = Files.list(data.resolve("version-2"))) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
        startsWithWhatWasAcknowledged(data);
    }

    @Test
    void saysWhichFileFailedWhereItCannotEvenStart() throws Exception {
        Path data = directory.resolve("data");
        try (ConfinedServer server =
                ConfinedServer.start(directory, data, 512, "preAllocSize=64")) {
            writeUntilItEnds(server);
            server.awaitExit();
        }
        // The state needs a snapshot of more than this.
        try (ConfinedServer server = ConfinedServer.start(directory, data, 64)) {
            assertThat(server.awaitExit()).as(server.said()).isNotZero();
            assertThat(server.said()).contains(data.resolve("version-2").toString());
        }
        startsWithWhatWasAcknowledged(data);
    }

    @Test
    void endsOnAFullFileSystemAndStartsOnceThereIsRoom() throws Exception {
        Path mount = Files.createDirectory(directory.resolve("small"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", mount.toString()))
                .as("only root mounts")
                .isZero();
        try {
            Path data = mount.resolve("data");
            try (ConfinedServer server =
                    ConfinedServer.start(
                            directory, data, ConfinedServer.NO_LIMIT, "preAllocSize=64")) {
                writeUntilItEnds(server);
                assertThat(server.awaitExit()).as(server.said()).isEqualTo(1);
                assertThat(server.said())
                        .contains("No space left on device")
                        .contains(data.resolve("version-2/log.1").toString());
            }
            assertThat(run("mount", "-o", "remount,size=64m", mount.toString())).isZero();
            startsWithWhatWasAcknowledged(data);
        } finally {
            run("umount", mount.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Creates /n0, /n1, … with some of them in flight, and counts what was acknowledged. */
    private void writeUntilItEnds(ConfinedServer server) throws IOException {
        Deque<Integer> flying = new ArrayDeque<>();
        try (RawClient client = RawClient.connect(server.port(), 30_000)) {
            for (int i = 0; i < WRITES_MAX; i++) {
                flying.add(client.enqueue(Request.create("/n" + i, DATA, 0)));
                client.flush();
                if (flying.size() == WINDOW) {
                    acknowledge(client.awaitReply(flying.remove()));
                }
            }
        } catch (IOException e) {
            assertThat(acknowledged).as("before %s", e).isPositive();
            return;
        }
        throw new AssertionError("the disk is never full:\n" + server.said());
    }

    private void acknowledge(Frame reply) {
        assertThat(reply.err()).isZero();
        acknowledged++;
    }

    private void startsWithWhatWasAcknowledged(Path data) throws IOException {
        try (ConfinedServer server =
                ConfinedServer.start(directory, data, ConfinedServer.NO_LIMIT)) {
            assertThat(server.isAlive()).as(server.said()).isTrue();
            try (RawClient client = RawClient.connect(server.port(), 30_000)) {
                for (int i = 0; i < acknowledged; i++) {
                    Request exists = Request.read(OpCode.EXISTS, "/n" + i, false);
                    assertThat(client.call(exists).err())
                            .as("/n%d of %d acknowledged", i, acknowledged)
                            .isZero();
                }
                client.succeed(Request.create("/again", DATA, 0));
            }
        }
    }
}
