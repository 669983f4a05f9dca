package zabra.interop.ensemble;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.server.Await;
import zabra.interop.server.ServerKind;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;

/**
 * Servers in groups with weights: a majority of the groups, each by a majority of its weight, is a
 * quorum, however many or few servers that are; nothing else is.
 */
final class WeightedQuorumTest {
    private static final int SESSION_MILLIS = 30_000;

    @TempDir Path directory;

    @Test
    void twoOfFiveMayDecideAndThreeMayNot() throws Exception {
        List<String> groups =
                List.of("group.1=1", "group.2=2:3", "group.3=4:5", "weight.4=2", "weight.5=1");
        try (Ensemble ensemble = start(groups)) {
            // Groups 1 and 3; against group 2 and the smaller part of group 3.
            expectDecides(ensemble, List.of(1, 4), List.of(2, 3, 5));
            expectDecides(ensemble, List.of(2, 3, 4), List.of(1, 5));
            expectDecides(ensemble, List.of(1, 2, 3), List.of(4, 5));
            // Group 2 is split in halves: neither half counts for it.
            expectNobodyDecides(ensemble, List.of(1, 2, 5));
            expectDecides(ensemble, List.of(1, 2, 3, 4, 5), List.of());
        }
    }

    @Test
    void ofTwoGroupsBothAreNeeded() throws Exception {
        List<String> groups = List.of("group.1=1:2:3", "group.2=4:5", "weight.5=0");
        try (Ensemble ensemble = start(groups)) {
            expectDecides(ensemble, List.of(1, 2, 4), List.of(3, 5));
            expectNobodyDecides(ensemble, List.of(1, 2, 3));
            expectNobodyDecides(ensemble, List.of(4));
            expectDecides(ensemble, List.of(1, 2, 3, 4, 5), List.of());
        }
    }

    private Ensemble start(List<String> groups) {
        List<ServerKind> kinds = Ensemble.all(ServerKind.underTest(), 5);
        return Ensemble.start(directory, kinds, Ensemble.quick(), groups);
    }

    /**
     * With the link between the two parts cut, the first serves and writes, the second does not.
     */
    private static void expectDecides(Ensemble ensemble, List<Integer> part, List<Integer> rest)
            throws IOException {
        ensemble.network().heal();
        ensemble.network().cutOff(part);
        for (int id : rest) {
            expectRefuses(ensemble.member(id));
        }
        for (int id : part) {
            Member member = ensemble.member(id);
            Await.until(
                    member + " writes; " + ensemble.modes(),
                    Ensemble.PATIENCE,
                    () -> member.serves() && writes(member));
        }
        for (int id : rest) {
            expectNoWrite(ensemble.member(id));
        }
    }

    /** With the link between this part and the rest cut, neither serves. */
    private static void expectNobodyDecides(Ensemble ensemble, List<Integer> part) {
        ensemble.network().heal();
        ensemble.network().cutOff(part);
        ensemble.members().forEach(WeightedQuorumTest::expectRefuses);
        ensemble.members().forEach(WeightedQuorumTest::expectNoWrite);
    }

    private static void expectRefuses(Member member) {
        Await.until(member + " refuses to serve", Ensemble.PATIENCE, () -> !member.serves());
    }

    private static void expectNoWrite(Member member) {
        assertThatThrownBy(() -> writes(member))
                .as("a write on %s", member)
                .isInstanceOf(IOException.class);
    }

    private static boolean writes(Member member) throws IOException {
        try (RawClient client = RawClient.connect(member.port(), SESSION_MILLIS)) {
            byte[] data = member.toString().getBytes(StandardCharsets.UTF_8);
            client.succeed(Request.setData("/", data, -1));
            client.closeSession();
            return true;
        }
    }
}
