package zabra.interop.javaclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.server.JavaCommand;
import zabra.interop.server.ServerKind;
import zabra.interop.server.ServerOptions;
import zabra.interop.server.ServerProcess;

/** A person at {@code zkCli.sh} reads the same from either server. */
final class CommandLineTest {
    private static final List<String> COMMANDS =
            List.of(
                    "ls /",
                    "ls -R /",
                    "create /a first",
                    "create /a again",
                    "create -s /a/s- one",
                    "create -s -e /a/s- two",
                    "create -c /a/container",
                    "create -t 100000 /a/ttl x",
                    "create /a/b/c/d none",
                    "create /a/null",
                    "get /a",
                    "get -s /a",
                    "get /nope",
                    "set /a second",
                    "set -v 0 /a third",
                    "set -s /a fourth",
                    "stat /a",
                    "stat /nope",
                    "ls /a",
                    "ls -s /a",
                    "ls /nope",
                    "getAllChildrenNumber /",
                    "getEphemerals",
                    "getEphemerals /nope",
                    "getAcl /a",
                    "getAcl -s /a",
                    "whoami",
                    "addauth digest ann:one",
                    "setAcl -s /a auth::cdrwa,world:anyone:r",
                    "getAcl /a",
                    "setAcl /a nothing:x:r",
                    "setAcl -R /a world:anyone:cdrwa",
                    "setquota -n 5 /a",
                    "listquota /a",
                    "setquota -B 100 /a",
                    "listquota /a",
                    "get /zookeeper/quota/a/zookeeper_stats",
                    "delquota -n /a",
                    "listquota /a",
                    "delquota /a",
                    "addWatch -m PERSISTENT /a",
                    "removewatches /a",
                    "removewatches /a",
                    "sync /",
                    "config",
                    "reconfig -remove 3",
                    "delete /a",
                    "delete -v 7 /a/null",
                    "delete /a/null",
                    "delete /zookeeper",
                    "deleteall /a",
                    "deleteall /",
                    "ls /",
                    "version",
                    "bogus",
                    "create",
                    "quit");

    private static final List<Pattern> VARIABLE =
            List.of(
                    Pattern.compile("(?<=^[cm]time = ).*"),
                    Pattern.compile("(?<=ephemeralOwner = 0x)1[0-9a-f]{10,}"),
                    Pattern.compile("(?<=sessionid:? ?0x)[0-9a-f]+"),
                    Pattern.compile("127\\.0\\.0\\.1:\\d+"));

    @TempDir Path directory;

    @Test
    void answersTheCommandLineAsTheReferenceDoes() throws Exception {
        List<String> expected = session(ServerKind.REFERENCE, directory.resolve("reference"));
        List<String> actual = session(ServerKind.underTest(), directory.resolve("subject"));
        assertThat(expected).hasSizeGreaterThan(100);
        assertThat(actual).isEqualTo(expected);
    }

    private static List<String> session(ServerKind kind, Path directory) throws Exception {
        try (ServerProcess server =
                ServerProcess.start(kind, directory, ServerOptions.defaults().unsynced())) {
            Path input = directory.resolve("commands");
            Files.write(input, COMMANDS);
            Path output = directory.resolve("output");
            Process process =
                    new ProcessBuilder(
                                    JavaCommand.of(
                                            "org.apache.zookeeper.ZooKeeperMain",
                                            Map.of("interop.child.log", "OFF"),
                                            64,
                                            List.of(
                                                    "-waitforconnection",
                                                    "-server",
                                                    server.connectString())))
                            .redirectInput(input.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the command line hangs:\n" + Files.readString(output));
            }
            return readable(output);
        }
    }

    /** What was printed, without watch events (which come when they like), times and ids. */
    private static List<String> readable(Path output) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(output, StandardCharsets.UTF_8)) {
            if (line.isBlank()
                    || line.startsWith("WATCHER::")
                    || line.startsWith("WatchedEvent ")
                    || line.startsWith("Connecting to ")) {
                continue;
            }
            for (Pattern pattern : VARIABLE) {
                line = pattern.matcher(line).replaceAll("…");
            }
            lines.add(line);
        }
        return lines;
    }
}
