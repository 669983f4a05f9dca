package zabra.interop.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import zabra.interop.server.FourLetterWord;
import zabra.interop.server.ServerKind;
import zabra.interop.server.ServerOptions;
import zabra.interop.server.ServerProcess;
import zabra.interop.wire.Handshake;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.TreeWalk;

/** One server writes a directory, the other opens it: the same tree, sessions, zxid and digest. */
final class DataDirectoryTest {
    @TempDir Path directory;

    /** What of a directory is left for the reader. */
    enum Content {
        /** The first, empty snapshot and the whole log. */
        LOG,
        /** A snapshot of everything and no log. */
        SNAPSHOT,
        /** A snapshot of one half and the log of the other. */
        BOTH
    }

    static Stream<Arguments> directories() {
        ServerKind subject = ServerKind.underTest();
        return Stream.of(
                        List.of(subject, ServerKind.REFERENCE),
                        List.of(ServerKind.REFERENCE, subject))
                .flatMap(pair ->
                        Stream.of(
                                Arguments.of(pair.get(0), pair.get(1), Content.LOG, ""),
                                Arguments.of(pair.get(0), pair.get(1), Content.SNAPSHOT, ""),
                                Arguments.of(pair.get(0), pair.get(1), Content.SNAPSHOT, "gz"),
                                Arguments.of(pair.get(0), pair.get(1), Content.SNAPSHOT, "snappy"),
                                Arguments.of(pair.get(0), pair.get(1), Content.BOTH, "gz"),
                                Arguments.of(pair.get(0), pair.get(1), Content.BOTH, "")));
    }

    @ParameterizedTest(name = "{0} writes, {1} reads {2} {3}")
    @MethodSource("directories")
    void opensWhatTheOtherWrote(
            ServerKind writer, ServerKind reader, Content content, String compression)
            throws Exception {
        ServerOptions options = options(compression);
        try (ServerProcess server = ServerProcess.start(writer, directory, options)) {
            Handshake.Session session = Population.fill(server.port(), "/one");
            if (content != Content.LOG) {
                // A server that starts writes a snapshot of what it found.
                server.stop();
                server.start(writer, options);
            }
            if (content == Content.BOTH) {
                Population.fill(server.port(), "/two");
            }
            SortedMap<String, String> written =
                    TreeWalk.of(server.port(), ServerOptions.SUPER_AUTH);
            String zxid = FourLetterWord.zxid(server.port());
            if (content == Content.SNAPSHOT) {
                server.stop();
                server.start(writer, options);
                server.stop();
                removeLogs(server.versionDirectory());
            } else {
                server.kill();
            }
            server.start(reader, options);
            expectSame(server, written, zxid);
            expectSessionLives(server, session, "/one");
        }
    }

    @Test
    void passesADirectoryToAndFro() throws Exception {
        ServerOptions options = options("");
        ServerKind subject = ServerKind.underTest();
        try (ServerProcess server = ServerProcess.start(subject, directory, options)) {
            Handshake.Session session = Population.fill(server.port(), "/round0");
            for (int round = 1; round <= 6; round++) {
                SortedMap<String, String> written =
                        TreeWalk.of(server.port(), ServerOptions.SUPER_AUTH);
                String zxid = FourLetterWord.zxid(server.port());
                if (round % 3 == 0) {
                    server.kill();
                } else {
                    server.stop();
                }
                server.start(round % 2 == 0 ? subject : ServerKind.REFERENCE, options);
                expectSame(server, written, zxid);
                expectSessionLives(server, session, "/round" + (round - 1));
                session = Population.fill(server.port(), "/round" + round);
            }
        }
    }

    private static ServerOptions options(String compression) {
        ServerOptions options = ServerOptions.defaults().with("extendedTypesEnabled", "true");
        return compression.isEmpty()
                ? options
                : options.with("snapshot.compression.method", compression);
    }

    private static void expectSame(
            ServerProcess server, SortedMap<String, String> written, String zxid)
            throws IOException {
        assertThat(FourLetterWord.zxid(server.port())).isEqualTo(zxid);
        assertThat(FourLetterWord.monitor(server.port()))
                .containsEntry("digest_mismatches_count", "0");
        assertThat(TreeWalk.of(server.port(), ServerOptions.SUPER_AUTH)).isEqualTo(written);
    }

    /** The session can be had again; once closed, its ephemerals are gone. */
    private static void expectSessionLives(
            ServerProcess server, Handshake.Session session, String root) throws IOException {
        assertThat(TreeWalk.of(server.port(), ServerOptions.SUPER_AUTH))
                .containsKey(root + "/ephemeral");
        try (RawClient client =
                RawClient.connect(
                        server.port(),
                        Handshake.reattach(session, 0, Population.SESSION_TIMEOUT_MILLIS))) {
            assertThat(client.session().id()).isEqualTo(session.id());
            client.closeSession();
        }
        assertThat(TreeWalk.of(server.port(), ServerOptions.SUPER_AUTH))
                .doesNotContainKey(root + "/ephemeral")
                .containsKey(root + "/null");
    }

    private static void removeLogs(Path version) throws IOException {
        try (Stream<Path> files = Files.list(version)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith("log.")) {
                    Files.delete(file);
                }
            }
        }
    }
}
