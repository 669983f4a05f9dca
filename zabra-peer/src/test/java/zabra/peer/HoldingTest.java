package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import zabra.peer.ensemble.MemberOptions;
import zabra.protocol.ConnectResponse;
import zabra.protocol.ErrorCode;
import zabra.protocol.OpCode;
import zabra.protocol.ReplyHeader;

/** What becomes of clients and their requests when one leader takes over from another. */
final class HoldingTest {
    /** The flag of a create whose path ends in a number: done twice, it makes two znodes. */
    private static final int SEQUENTIAL = 2;

    private final Members members = Members.three(MemberOptions.DEFAULT);
    private final Members.One old = members.leader();
    private final Members.One follower = members.follower();

    private CompletableFuture<Void> handOver() {
        CompletableFuture<Void> resigned = old.harness.peer.resign();
        members.settle();
        return resigned;
    }

    @Test
    void theOldLeaderFollowsTheNewOne() {
        assertThat(handOver()).isCompleted();
        assertThat(members.leader()).isNotSameAs(old);
        assertThat(old.harness.peer.view().serving()).isTrue();
        assertThat(old.harness.peer.view().leader()).isEqualTo(members.leader().sid);
    }

    @Test
    void connectionsAndSessionsOutliveTheChangeEverywhere() {
        PeerHarness.Client[] clients = new PeerHarness.Client[3];
        for (int i = 0; i < 3; i++) {
            clients[i] = members.connect(members.member(i + 1));
            clients[i].create(1, "/of" + i, "a");
        }
        members.settle();
        handOver();
        for (PeerHarness.Client client : clients) {
            client.headers();
        }
        for (int i = 0; i < 3; i++) {
            clients[i].setData(2, "/of" + i, "b");
        }
        members.settle();
        for (PeerHarness.Client client : clients) {
            assertThat(client.transport.closed).isFalse();
            assertThat(client.headers())
                    .singleElement()
                    .satisfies(reply -> {
                        assertThat(reply.xid()).isEqualTo(2);
                        assertThat(reply.error()).isZero();
                        assertThat(reply.zxid() >>> 32).isEqualTo(2);
                    });
        }
    }

    /** Hands over as far as the old leader's last word. */
    private void hold() {
        hold(members, old);
    }

    private static void hold(Members members, Members.One leader) {
        leader.harness.peer.resign();
        while (!leader.harness.peer.isHolding()) {
            members.step();
        }
    }

    @Test
    void whatComesMeanwhileIsAnsweredByTheNextInOrder() {
        PeerHarness.Client[] clients = {members.connect(old), members.connect(follower)};
        clients[0].create(1, "/a", "a");
        members.settle();
        clients[0].headers();
        hold();
        for (PeerHarness.Client client : clients) {
            client.setData(2, "/a", "b");
            client.getData(3, "/a", false);
            client.request(4, OpCode.SYNC, out -> out.writeString("/a"));
            client.setData(5, "/nowhere", "b");
        }
        old.harness.run();
        assertThat(clients[0].frames()).isEmpty();
        members.settle();
        for (PeerHarness.Client client : clients) {
            assertThat(client.headers())
                    .extracting(ReplyHeader::xid, ReplyHeader::error)
                    .containsExactly(
                            tuple(2, 0),
                            tuple(3, 0),
                            tuple(4, 0),
                            tuple(5, ErrorCode.NONODE.code()));
        }
    }

    @Test
    void aWriteThatTheOldLeaderNeverProposedIsPassedOnToTheNext() {
        PeerHarness.Client client = members.connect(follower);
        client.create(1, "/a", "x");
        members.settle();
        client.headers();
        hold();
        client.setData(2, "/a", "y");
        client.setData(3, "/a", "z");
        members.settle();
        assertThat(client.xids()).containsExactly(2, 3);
        assertThat(client.transport.closed).isFalse();
        client.request(4, OpCode.EXISTS, out -> out.writeString("/a").writeBoolean(false));
        members.settle();
        assertThat(client.headers()).extracting(ReplyHeader::error).containsExactly(0);
    }

    /** Where the change ends in an election, its winner sends what only it may have. */
    @Test
    void whoIsHeldIsLetGoBeforeTheStateHoldsWhatMayBeUndone() {
        PeerHarness.Client client = members.connect(follower);
        hold();
        while (!follower.harness.peer.isHolding()) {
            members.step();
        }
        Replica replica = follower.harness.peer.replica();
        replica.execute(() -> replica.member().deliverEarly(replica.lastZxid()));
        members.settle();
        assertThat(client.transport.aborted).isTrue();
    }

    @Test
    void sessionsAreOpenedAndReopenedByTheNext() {
        PeerHarness.Client known = members.connect(old);
        PeerHarness.Client fresh = follower.harness.new Client();
        PeerHarness.Client moved = follower.harness.new Client();
        hold();
        fresh.connect(0, new byte[16]);
        moved.connect(known.sessionId, known.password);
        members.settle();
        assertThat(ConnectResponse.read(fresh.frames().getFirst()).sessionId()).isNotZero();
        assertThat(ConnectResponse.read(moved.frames().getFirst()).sessionId())
                .isEqualTo(known.sessionId);
    }

    @Test
    void theOldLeaderLeavesAndTheOthersGoOn() {
        PeerHarness.Client client = members.connect(follower);
        handOver();
        CompletableFuture<Void> left = old.harness.peer.leave();
        members.settle();
        assertThat(left).isCompleted();
        assertThat(old.harness.peer.isServing()).isFalse();
        members.end(old);
        client.create(1, "/a", "x");
        members.settle();
        assertThat(client.headers()).extracting(ReplyHeader::error).containsExactly(0);
        assertThat(client.transport.closed).isFalse();
    }

    @Test
    void aChangeThatFailsEndsInClosedConnections() {
        PeerHarness.Client client = members.connect(follower);
        hold();
        client.create(1, "/a", "x");
        for (long sid = 1; sid <= 3; sid++) {
            if (sid != follower.sid) {
                members.end(members.member(sid));
            }
        }
        members.pass(2 * Members.TICK);
        assertThat(client.frames()).isEmpty();
        assertThat(client.transport.aborted).isTrue();
    }

    /**
     * A leader reaches a sync before what was proposed after it is history. Should one not, the
     * write must still be known for what it is: done, and not to be passed on once more.
     */
    @Test
    void aWriteBehindASyncThatIsNotReachedIsDoneOnce() {
        PeerHarness.Client client = members.connect(follower);
        int before = old.harness.peer.tree().znodeCount();
        old.answersNoSync = true;
        client.request(1, OpCode.SYNC, out -> out.writeString("/"));
        client.request(2, OpCode.CREATE, PeerHarness.createBody("/a-", "", SEQUENTIAL));
        members.settle();
        assertThat(client.frames()).isEmpty();
        handOver();
        members.pass(Members.TICK);
        for (long sid = 1; sid <= 3; sid++) {
            PeerHarness harness = members.member(sid).harness;
            assertThat(harness.mismatches).isEmpty();
            assertThat(harness.peer.tree().znodeCount()).isEqualTo(before + 1);
            assertThat(harness.peer.tree().digest()).isEqualTo(old.harness.peer.tree().digest());
        }
        assertThat(client.transport.aborted).isTrue();
    }

    /** One that comes late to the next leader is sent the state, where others wrote meanwhile. */
    @Test
    void whoWatchesIsLetGoWhereAnotherStateTakesThePlaceOfTheOneWatched() {
        Members five = Members.serving(5, MemberOptions.DEFAULT);
        Members.One leader = five.leader();
        PeerHarness.Client writer = five.connect(leader);
        writer.create(1, "/a", "x");
        five.settle();
        Members.One prompt = five.followers().get(0);
        Members.One late = five.followers().get(1);
        PeerHarness.Client told = watching(five, prompt);
        PeerHarness.Client letGo = watching(five, late);
        hold(five, leader);
        assertThat(leader.harness.peer.view().leader()).isNotEqualTo(late.sid);
        late.sendsSlowly();
        writer.setData(2, "/a", "y");
        five.settle();
        assertThat(told.xids()).containsExactly(ReplyHeader.NOTIFICATION_XID);
        assertThat(late.harness.peer.isHolding()).isTrue();
        assertThat(letGo.transport.aborted).isFalse();
        late.arrives();
        five.settle();
        assertThat(late.installed).isOne();
        assertThat(late.harness.peer.view().serving()).isTrue();
        assertThat(letGo.transport.aborted).isTrue();
        assertThat(told.transport.aborted).isFalse();
    }

    private static PeerHarness.Client watching(Members members, Members.One server) {
        PeerHarness.Client client = members.connect(server);
        client.getData(1, "/a", true);
        members.settle();
        assertThat(client.xids()).containsExactly(1);
        return client;
    }
}
