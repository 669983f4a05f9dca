package zabra.interop.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static zabra.interop.server.ServerKind.REFERENCE;
import static zabra.interop.server.ServerKind.ZABRA;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.server.FourLetterWord;
import zabra.interop.server.ServerKind;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;
import zabra.protocol.OpCode;

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

    /**
     * A follower of ZooKeeper knows what it forwarded by its order alone: a sync that comes back
     * after a write behind it would stop it for ever.
     */
    @Test
    void syncsAndWritesThroughAServerOfZooKeeperComeBackInOrder() throws Exception {
        List<ServerKind> kinds = List.of(REFERENCE, ZABRA, ZABRA);
        try (Ensemble ensemble = Ensemble.start(directory, kinds, Ensemble.quick(), List.of())) {
            assertThat(ensemble.leader().kind()).isEqualTo(ZABRA);
            try (RawClient client = RawClient.connect(ensemble.member(1).port(), 60_000)) {
                client.succeed(Request.create("/znode", null, 0));
                try (Pipeline pipeline = new Pipeline(client)) {
                    for (int i = 0; i < 2_000; i++) {
                        pipeline.add(Request.ofPath(OpCode.SYNC, "/"));
                        pipeline.add(Request.setData("/znode", new byte[i % 100], -1));
                    }
                }
                client.closeSession();
            }
        }
    }

    /** While ZooKeeper writes its state the tree changes: parts of what follows are in it. */
    @Test
    void aStateThatZooKeeperSendsUnderLoadRaisesNoAlarm() throws Exception {
        List<ServerKind> kinds = List.of(REFERENCE, REFERENCE, ZABRA);
        try (Ensemble ensemble = Ensemble.start(directory, kinds, Ensemble.quick(), List.of())) {
            Member ours = ensemble.member(3);
            ours.stop();
            Member leader = ensemble.leader();
            List<String> paths = new ArrayList<>();
            try (RawClient client = RawClient.connect(leader.port(), 60_000);
                    Pipeline pipeline = new Pipeline(client)) {
                for (int i = 0; i < 20_000; i++) {
                    paths.add("/znode-" + i);
                    pipeline.add(Request.create(paths.getLast(), new byte[100], 0));
                }
            }
            Collections.shuffle(paths, new Random(1));
            try (OpenLoop load = new OpenLoop(List.of(leader.port()), paths, 1_000)) {
                for (int times = 0; times < 3; times++) {
                    ours.wipe();
                    ensemble.start(ours);
                    ours.awaitServing(Ensemble.PATIENCE);
                    try (RawClient client = RawClient.connect(ours.port(), 60_000)) {
                        for (int i = 0; i < 100; i++) {
                            client.succeed(Request.setData(paths.get(i), new byte[i], -1));
                        }
                        client.closeSession();
                    }
                    assertThat(FourLetterWord.monitor(ours.port()))
                            .containsEntry("digest_mismatches_count", "0");
                    if (times < 2) {
                        ours.kill();
                    }
                }
                load.stop();
            }
            Trees.expectEqual("the leader", Trees.of(leader.port()), "ours", Trees.of(ours.port()));
        }
    }
}
