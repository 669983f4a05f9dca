package zabra.interop.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zabra.interop.server.FourLetterWord;
import zabra.interop.server.ServerKind;
import zabra.interop.server.ServerProcess;
import zabra.protocol.ErrorCode;
import zabra.protocol.OpCode;

/**
 * The same operations against Apache ZooKeeper and the server under test, and the same answers.
 * {@code -Dinterop.seed}, {@code -Dinterop.operations} and {@code -Dinterop.mismatches} (how many
 * differing answers to collect before giving up; 1) change a run.
 */
final class DifferentialTest {
    private static final List<OpCode> OFTEN =
            List.of(
                    OpCode.CREATE,
                    OpCode.CREATE2,
                    OpCode.CREATE_CONTAINER,
                    OpCode.DELETE,
                    OpCode.SET_DATA,
                    OpCode.SET_ACL,
                    OpCode.EXISTS,
                    OpCode.GET_DATA,
                    OpCode.GET_ACL,
                    OpCode.GET_CHILDREN,
                    OpCode.GET_CHILDREN2,
                    OpCode.GET_ALL_CHILDREN_NUMBER,
                    OpCode.MULTI,
                    OpCode.MULTI_READ,
                    OpCode.ADD_WATCH,
                    OpCode.CHECK_WATCHES,
                    OpCode.REMOVE_WATCHES,
                    OpCode.SET_WATCHES,
                    OpCode.AUTH);

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
        "DEFAULT, 1, 30000",
        "DEFAULT, 2, 30000",
        "EXTENDED_TYPES, 3, 25000",
        "QUOTAS, 4, 20000"
    })
    void answersAsTheReferenceDoes(Profile profile, long seed, int operations) throws Exception {
        duel(profile, seed, operations);
    }

    @ParameterizedTest
    @Tag("soak")
    @CsvSource({"DEFAULT, 11, 500000", "EXTENDED_TYPES, 12, 500000", "QUOTAS, 13, 200000"})
    void answersAsTheReferenceDoesForLong(Profile profile, long seed, int operations)
            throws Exception {
        duel(profile, seed, operations);
    }

    private void duel(Profile profile, long defaultSeed, int defaultOperations) throws Exception {
        long seed = Long.decode(System.getProperty("interop.seed", Long.toString(defaultSeed)));
        int operations = Integer.getInteger("interop.operations", defaultOperations);
        try (ServerProcess reference =
                        ServerProcess.start(
                                ServerKind.REFERENCE,
                                directory.resolve("reference"),
                                profile.options());
                ServerProcess subject =
                        ServerProcess.start(
                                ServerKind.underTest(),
                                directory.resolve("subject"),
                                profile.options());
                Duel duel =
                        new Duel(
                                seed,
                                profile,
                                reference.port(),
                                subject.port(),
                                replay(seed, operations))) {
            List<String> mismatches =
                    duel.run(operations, Integer.getInteger("interop.mismatches", 1));
            if (!mismatches.isEmpty()) {
                fail(
                        "%s, seed %d: %d answers differ%n%s%nserver %s, log:%n%s",
                        profile,
                        seed,
                        mismatches.size(),
                        String.join("\n", mismatches),
                        subject.state(),
                        tail(subject.log()));
            }
            assertThat(duel.operations()).isGreaterThanOrEqualTo(operations);
            expectCoverage(profile, duel.coverage(), operations);
            assertThat(FourLetterWord.zxid(subject.port()))
                    .isEqualTo(FourLetterWord.zxid(reference.port()));
            assertThat(FourLetterWord.monitor(subject.port()))
                    .containsEntry(
                            "znode_count",
                            FourLetterWord.monitor(reference.port()).get("znode_count"));
        }
    }

    /** Each operation went well and ill, and watches fired, often enough to mean something. */
    private static void expectCoverage(Profile profile, Coverage coverage, int operations) {
        List<String> often = new ArrayList<>(List.of("event", "Connect", "Drop", "Garbage"));
        for (OpCode op : OFTEN) {
            often.add(op + " succeeded");
            often.add(op + " failed");
        }
        List.of(OpCode.SYNC, OpCode.PING, OpCode.WHO_AM_I, OpCode.CLOSE_SESSION)
                .forEach(op -> often.add(op + " succeeded"));
        often.add(OpCode.RECONFIG + " failed");
        if (profile == Profile.EXTENDED_TYPES) {
            often.add(OpCode.CREATE_TTL + " succeeded");
        }
        if (profile == Profile.QUOTAS) {
            often.add("error " + ErrorCode.QUOTAEXCEEDED.code());
        }
        for (String what : often) {
            assertThat(coverage.of(what))
                    .as("%s in %s", what, coverage)
                    .isGreaterThan(operations / 10_000);
        }
    }

    private static String replay(long seed, int operations) {
        return "mvn test -pl zabra-interop -am -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dtest=DifferentialTest -Dinterop.seed="
                + seed
                + " -Dinterop.operations="
                + operations
                + " -Dinterop.server="
                + System.getProperty("interop.server", "zabra");
    }

    private static String tail(String log) {
        return log.substring(Math.max(0, log.length() - 3000));
    }
}
