package zabra.interop.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static zabra.interop.server.ServerKind.REFERENCE;
import static zabra.interop.server.ServerKind.ZABRA;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.server.ServerKind;

/**
 * Zabra's servers and the reference's in one ensemble, each leading and following: under faults
 * that make a server rejoin by DIFF, by TRUNC and by SNAP, and while all are replaced one by one.
 */
final class MixedEnsembleTest {
    @TempDir Path directory;

    @Test
    void oneOfTheReferenceAmongOurs() throws Exception {
        strikeLeaders(List.of(ZABRA, ZABRA, REFERENCE));
    }

    @Test
    void oneOfOursAmongTheReference() throws Exception {
        strikeLeaders(List.of(REFERENCE, REFERENCE, ZABRA));
    }

    /** Every leader in turn is cut off, killed and wiped, until both kinds have led. */
    private void strikeLeaders(List<ServerKind> kinds) throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        try (Drill drill = new Drill(directory, kinds)) {
            Ensemble ensemble = drill.ensemble();
            boolean zabraLed = false;
            boolean referenceLed = false;
            for (Fault.Kind kind : List.of(Fault.Kind.KILL, Fault.Kind.CUT_OFF, Fault.Kind.WIPE)) {
                Member leader = ensemble.leader();
                zabraLed |= leader.kind() == ZABRA;
                referenceLed |= leader.kind() == REFERENCE;
                for (Member follower : ensemble.followers()) {
                    drill.strike(Fault.of(kind, follower), random);
                }
                drill.strike(Fault.of(kind, ensemble.leader()), random);
            }
            assertThat(zabraLed).as("Zabra led").isTrue();
            assertThat(referenceLed).as("the reference led").isTrue();
            drill.check();
        }
    }

    @Test
    void serversAreReplacedOneByOneAndPutBack() throws Exception {
        try (Drill drill = new Drill(directory, Ensemble.all(REFERENCE, 3))) {
            Ensemble ensemble = drill.ensemble();
            for (ServerKind next : List.of(ZABRA, REFERENCE)) {
                for (Member member : ensemble.members()) {
                    member.stop();
                    member.become(next);
                    ensemble.start(member);
                    drill.awaitWhole("the time after " + member + " came");
                    drill.say(member + " came");
                }
            }
            drill.check();
        }
    }
}
