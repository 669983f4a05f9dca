package zabra.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import zabra.cli.client.CreateCommand;
import zabra.cli.client.GetCommand;
import zabra.cli.client.SetCommand;
import zabra.server.ZabraServer;
import zabra.server.config.ClientPortConfig;
import zabra.server.config.ConfigReader;

/** A server's state leaves it while it runs, and comes back into another's directory. */
class BackupAndRestoreTest {
    @TempDir Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(Object command, Object... words) {
        CommandLine line =
                new CommandLine(command)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .setExecutionExceptionHandler((failure, commandLine, _) -> {
                            commandLine.getErr().println(failure.getMessage());
                            return 1;
                        });
        String[] text = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            text[i] = words[i].toString();
        }
        return line.execute(text);
    }

    private static ZabraServer server(Path data) throws Exception {
        var config =
                ConfigReader.ofThisProcess()
                        .read(null, List.of("dataDir=" + data, "preAllocSize=1024"))
                        .config()
                        .withClientPort(
                                new ClientPortConfig(ClientPortConfig.ANY_FREE, "127.0.0.1", -1));
        config.dirs().create();
        return ZabraServer.start(config);
    }

    private int client(ZabraServer server, Object command, Object... words) {
        Object[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--server";
        all[words.length + 1] = "127.0.0.1:" + server.clientPort();
        return execute(command, all);
    }

    private byte[] backup(Path data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(execute(new BackupCommand(bytes), data)).as(err.toString()).isZero();
        return bytes.toByteArray();
    }

    private int restore(byte[] backup, Object... words) {
        return execute(new RestoreCommand(new ByteArrayInputStream(backup)), words);
    }

    @Test
    void whatWasBackedUpWhileTheServerRanIsThereAfterwards() throws Exception {
        Path from = directory.resolve("from");
        byte[] backup;
        try (ZabraServer server = server(from)) {
            assertThat(client(server, new CreateCommand(), "/a", "1")).isZero();
            backup = backup(from);
            assertThat(client(server, new SetCommand(), "/a", "2")).isZero();
        }
        assertThat(err.toString()).startsWith("Backed up: snapshot 0x0 and ");
        Path to = Files.createDirectory(directory.resolve("to"));
        assertThat(restore(backup, to)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("Restored: snapshot 0x0 and ");
        try (ZabraServer server = server(to)) {
            out.getBuffer().setLength(0);
            assertThat(client(server, new GetCommand(), "/a")).isZero();
            assertThat(out.toString()).isEqualTo("1\n");
        }
    }

    @Test
    void aStateThatIsThereStaysUnlessToldOtherwise() throws Exception {
        Path data = directory.resolve("data");
        byte[] backup;
        try (ZabraServer server = server(data)) {
            assertThat(client(server, new CreateCommand(), "/a", "1")).isZero();
            backup = backup(data);
            assertThat(restore(backup, "--replace", data)).isEqualTo(1);
            assertThat(err.toString()).contains("another server, process ");
            assertThat(client(server, new SetCommand(), "/a", "2")).isZero();
        }
        assertThat(restore(backup, data)).isEqualTo(1);
        assertThat(err.toString()).contains("there is a state already; --replace throws it away");
        assertThat(restore(backup, "--replace", data)).isZero();
        assertThat(names(data)).containsExactly("version-2");
        try (ZabraServer server = server(data)) {
            out.getBuffer().setLength(0);
            assertThat(client(server, new GetCommand(), "/a")).isZero();
            assertThat(out.toString()).isEqualTo("1\n");
        }
    }

    @Test
    void aDamagedBackupReplacesNothing() throws Exception {
        Path data = directory.resolve("data");
        byte[] backup;
        try (ZabraServer server = server(data)) {
            assertThat(server.clientPort()).isPositive();
            backup = backup(data);
        }
        List<String> before = names(data.resolve("version-2"));
        byte[] cut = Arrays.copyOf(backup, backup.length / 3);
        assertThat(restore(cut, "--replace", data)).isEqualTo(1);
        assertThat(err.toString()).contains("the backup's end is missing");
        assertThat(restore(new byte[0], "--replace", data)).isEqualTo(1);
        assertThat(err.toString()).contains("no backup came through standard input");
        assertThat(names(data.resolve("version-2"))).isEqualTo(before);
        assertThat(names(data)).containsExactly("version-2");
        assertThat(restore(backup, "--replace", data)).isZero();
        assertThat(names(data)).containsExactly("version-2");
    }

    @Test
    void aDirectoryThatIsNotThereIsNotMade() throws IOException {
        Path mistyped = directory.resolve("dat");
        assertThat(restore(new byte[] {'P', 'K'}, mistyped)).isEqualTo(1);
        assertThat(err.toString()).contains(mistyped + ": no such directory");
        assertThat(names(directory)).isEmpty();
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(restore(new byte[] {'P', 'K'}, file)).isEqualTo(1);
        assertThat(err.toString()).contains(file + ": not a directory");
    }

    @Test
    void nobodyIsToldToStopWhereNobodyRuns() throws IOException {
        assertThat(execute(new StopCommand(), directory)).isEqualTo(1);
        assertThat(err.toString()).contains("no server uses " + directory);
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
