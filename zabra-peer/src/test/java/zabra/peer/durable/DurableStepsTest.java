package zabra.peer.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.txn.LoggedTxn;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;
import zabra.storage.EpochFiles;
import zabra.storage.Recovery;
import zabra.storage.RecoveryOptions;
import zabra.storage.SimulatedDisk;
import zabra.storage.Snapshots;
import zabra.storage.StorageException;
import zabra.storage.TxnLog;
import zabra.storage.TxnLogOptions;
import zabra.tree.DataTree;
import zabra.tree.TreeListener;
import zabra.tree.TreeOptions;

class DurableStepsTest {
    private static final long EPOCH1 = 1L << 32;
    private static final long EPOCH2 = 2L << 32;

    private static long zxid(long epoch, long counter) {
        return epoch << 32 | counter;
    }

    /** The disk part of a server, its tree, and what a start makes of them. */
    private static final class Server {
        final SimulatedDisk disk;
        final DataTree tree = new DataTree(TreeOptions.DEFAULT);
        final TxnLog log;
        final Snapshots snapshots;
        final EpochFiles epochs;
        final DurableSteps steps;

        /** Starts: on an empty disk, or on one that has seen a crash. */
        Server(SimulatedDisk disk) throws IOException {
            this.disk = disk;
            Recovery recovery = new Recovery(disk, disk, RecoveryOptions.DEFAULT);
            RecoveredState state = new RecoveredState(tree, true);
            Recovery.Recovered recovered = recovery.recover(state);
            assertThat(state.mismatches()).isZero();
            assertThat(recovered.lastZxid()).isEqualTo(tree.lastZxid());
            snapshots = new Snapshots(disk, disk, Snapshots.Compression.NONE);
            if (recovered.snapshotZxid() < 0) {
                snapshots.write(tree.image());
            }
            epochs = new EpochFiles(disk);
            epochs.load(tree.lastZxid());
            log = new TxnLog(disk, new TxnLogOptions(4096, 0, true));
            steps =
                    new DurableSteps(
                            log,
                            snapshots,
                            epochs,
                            recovery,
                            true,
                            () -> new DataTree(TreeOptions.DEFAULT));
        }

        void write(long from, long to) throws IOException {
            write(from, to, "");
        }

        /** Logs, syncs and applies creates of these zxids. */
        void write(long from, long to, String mark) throws IOException {
            for (long zxid = from; zxid <= to; zxid++) {
                byte[] payload = apply(tree, zxid, mark);
                log.append(zxid, payload, 0, payload.length);
                log.sync();
            }
        }

        Map<String, String> znodes() {
            return znodesOf(tree);
        }
    }

    private static byte[] apply(DataTree tree, long zxid, String mark) {
        Txn txn =
                new Txn.Create(
                        OpCode.CREATE,
                        "/n" + Long.toHexString(zxid) + mark,
                        new byte[] {1},
                        Acl.OPEN,
                        false,
                        -1);
        TxnHeader header = new TxnHeader(7, 1, zxid, 1000, OpCode.CREATE.code());
        tree.apply(header, txn, TreeListener.NONE);
        JuteWriter out = new JuteWriter();
        new LoggedTxn(header, txn, true, tree.digest()).write(out);
        return out.toByteArray();
    }

    /** All paths below the root, and the digest, so that states can be compared. */
    private static Map<String, String> znodesOf(DataTree tree) {
        Map<String, String> found = new TreeMap<>();
        found.put("zxid", Long.toHexString(tree.lastZxid()));
        found.put("digest", Long.toHexString(tree.digest()));
        zabra.tree.ZnodeView root = new zabra.tree.ZnodeView();
        tree.find("/", root);
        tree.children(
                root,
                (utf8, offset, length) ->
                        found.put(new String(utf8, offset, length, StandardCharsets.UTF_8), ""));
        return found;
    }

    private static Server history() throws IOException {
        Server server = new Server(new SimulatedDisk());
        server.steps.perform(new DurableStep.AcceptedEpoch(2));
        server.steps.perform(new DurableStep.CurrentEpoch(2));
        server.write(EPOCH1 + 1, EPOCH1 + 4);
        server.snapshots.write(server.tree.image());
        server.log.roll();
        server.write(EPOCH1 + 5, EPOCH1 + 7);
        server.snapshots.write(server.tree.image());
        server.log.roll();
        server.write(EPOCH2 + 1, EPOCH2 + 3);
        return server;
    }

    private static Server restarted(Server server) throws IOException {
        server.log.close();
        return new Server(server.disk);
    }

    @Test
    void epochsAreOnDiskWhenTheStepIsDone() throws IOException {
        Server server = new Server(new SimulatedDisk());
        assertThat(server.steps.perform(new DurableStep.AcceptedEpoch(4))).isEqualTo(Outcome.DONE);
        server.disk.crash(new SplittableRandom(1));
        assertThat(new Server(server.disk).epochs.epochs()).isEqualTo(new EpochFiles.Epochs(4, 0));
        Server again = new Server(server.disk);
        assertThat(again.steps.perform(new DurableStep.CurrentEpoch(4))).isEqualTo(Outcome.DONE);
        server.disk.crash(new SplittableRandom(2));
        assertThat(new Server(server.disk).epochs.epochs()).isEqualTo(new EpochFiles.Epochs(4, 4));
    }

    @Test
    void aTruncationWithoutReloadLeavesTheTreeToItsOwner() throws IOException {
        Server server = history();
        assertThat(server.steps.perform(new DurableStep.Truncate(EPOCH2 + 2, false)))
                .isEqualTo(Outcome.DONE);
        // The log goes on right there.
        DataTree expected = restarted(server).tree;
        assertThat(expected.lastZxid()).isEqualTo(EPOCH2 + 2);
        Server next = new Server(server.disk);
        next.write(EPOCH2 + 3, EPOCH2 + 4, "other");
        assertThat(restarted(next).znodes())
                .isEqualTo(next.znodes())
                .containsKey("n200000003other")
                .doesNotContainKey("n200000003");
    }

    @Test
    void aReloadedTreeIsWhatIsOnDisk() throws IOException {
        for (long to : List.of(0L, EPOCH1 + 2, EPOCH1 + 4, EPOCH1 + 6, EPOCH2 + 1, EPOCH2 + 3)) {
            Server server = history();
            Outcome outcome = server.steps.perform(new DurableStep.Truncate(to, true));
            assertThat(outcome.done()).isTrue();
            assertThat(outcome.reloaded().lastZxid()).isEqualTo(to);
            assertThat(outcome.reloaded()).isNotSameAs(server.tree);
            server.tree.become(outcome.reloaded());
            Map<String, String> kept = server.znodes();
            assertThat(kept).doesNotContainKey("n" + Long.toHexString(to + 1));
            server.write(to + 1, to + 3, "other");
            assertThat(restarted(server).znodes())
                    .isEqualTo(server.znodes())
                    .hasSize(kept.size() + 3);
        }
    }

    @Test
    void aRefusedTruncationChangesNothing() throws IOException {
        Server server = history();
        Map<String, String> before = server.znodes();
        for (long to : List.of(EPOCH1 + 8, EPOCH2, EPOCH2 + 4, zxid(3, 1))) {
            assertThat(server.steps.perform(new DurableStep.Truncate(to, true)))
                    .isEqualTo(Outcome.REFUSED);
        }
        server.write(EPOCH2 + 4, EPOCH2 + 4);
        assertThat(restarted(server).znodes())
                .isEqualTo(server.znodes())
                .hasSize(before.size() + 1);
    }

    /** What a leader of another history sends. */
    private static DataTree received(long zxid) {
        DataTree tree = new DataTree(TreeOptions.DEFAULT);
        for (int i = 1; i <= 5; i++) {
            apply(tree, zxid, "received" + i);
        }
        return tree;
    }

    @Test
    void anInstalledStateIsTheWholeHistory() throws IOException {
        for (long at : List.of(EPOCH1 + 2, EPOCH1 + 7, EPOCH2 + 3, EPOCH2 + 30, zxid(3, 0))) {
            Server server = history();
            server.steps.perform(new DurableStep.AcceptedEpoch(4));
            DataTree tree = received(at);
            assertThat(server.steps.perform(new DurableStep.Install(at, tree, true)))
                    .isEqualTo(Outcome.DONE);
            server.tree.become(tree);
            assertThat(server.znodes()).containsKey("n" + Long.toHexString(at) + "received5");
            server.write(at + 1, at + 2);
            server.write(zxid(4, 1), zxid(4, 2));
            Server again = restarted(server);
            assertThat(again.znodes()).isEqualTo(server.znodes());
            assertThat(again.epochs.epochs().accepted()).isEqualTo(4);
        }
    }

    @Test
    void aStateOfAnotherZxidIsABug() throws IOException {
        Server server = history();
        assertThatThrownBy(() ->
                        server.steps.perform(
                                new DurableStep.Install(EPOCH2 + 4, received(EPOCH2 + 5), true)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(restarted(server).tree.lastZxid()).isEqualTo(EPOCH2 + 3);
    }

    /** Asks for a step, with power failing at every operation of it, and starts again. */
    private static List<Map<String, String>> afterCrashes(DurableStep step) throws IOException {
        Server counted = history();
        long before = counted.disk.operations();
        counted.steps.perform(step);
        long operations = counted.disk.operations() - before;
        List<Map<String, String>> found = new ArrayList<>();
        for (int fail = 0; fail <= operations; fail++) {
            for (int seed = 0; seed < 5; seed++) {
                Server server = history();
                server.disk.failAfter(fail);
                try {
                    server.steps.perform(step);
                } catch (IOException | StorageException e) {
                    // The power fails here.
                }
                server.disk.crash(new SplittableRandom(seed));
                Server again = new Server(server.disk);
                found.add(again.znodes());
                // It can go on.
                long next = again.tree.lastZxid() + 1;
                again.write(next, next, "on");
                assertThat(restarted(again).znodes()).isEqualTo(again.znodes());
            }
        }
        return found;
    }

    @Test
    void aCrashInAnInstallationLeavesTheOldStateOrTheNew() throws IOException {
        for (long at : List.of(EPOCH1 + 2, EPOCH1 + 4, EPOCH2 + 2, EPOCH2 + 9)) {
            assertThat(afterCrashes(new DurableStep.Install(at, received(at), true)))
                    .contains(history().znodes(), znodesOf(received(at)))
                    .isSubsetOf(history().znodes(), znodesOf(received(at)));
        }
    }

    @Test
    void aCrashInATruncationLeavesAPrefixThatReachesTheZxid() throws IOException {
        DataTree prefix = new DataTree(TreeOptions.DEFAULT);
        List<Map<String, String>> allowed = new ArrayList<>();
        for (long zxid = EPOCH1 + 1; zxid <= EPOCH2 + 3; zxid++) {
            if (zxid == EPOCH1 + 8) {
                zxid = EPOCH2 + 1;
            }
            apply(prefix, zxid, "");
            if (zxid >= EPOCH1 + 6) {
                allowed.add(znodesOf(prefix));
            }
        }
        assertThat(afterCrashes(new DurableStep.Truncate(EPOCH1 + 6, true)))
                .contains(allowed.getFirst(), allowed.getLast())
                .isSubsetOf(allowed);
    }
}
