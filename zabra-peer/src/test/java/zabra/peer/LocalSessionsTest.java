package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import zabra.peer.ensemble.MemberOptions;
import zabra.protocol.ConnectResponse;
import zabra.protocol.ErrorCode;
import zabra.protocol.OpCode;
import zabra.protocol.ReplyHeader;

/** Sessions that only one server knows. */
final class LocalSessionsTest {
    private static final int EPHEMERAL = 1;

    private final Members members = Members.three(new MemberOptions(true, true, false));
    private final Members.One leader = members.leader();
    private final Members.One follower = members.follower();

    private static int knownTo(Members.One one, long sessionId) {
        return one.harness.peer.tree().sessions().containsKey(sessionId) ? 1 : 0;
    }

    @Test
    void costTheEnsembleNothing() {
        for (Members.One one : new Members.One[] {leader, follower}) {
            long before = leader.harness.peer.replica().lastZxid();
            PeerHarness.Client client = members.connect(one);
            assertThat(client.sessionId).isNotZero();
            assertThat(leader.harness.peer.replica().lastZxid()).isEqualTo(before);
            assertThat(one.harness.peer.replica().sessions().localCount()).isEqualTo(1);
            client.create(1, "/of" + one.sid, "x");
            members.settle();
            assertThat(client.headers()).extracting(ReplyHeader::error).containsExactly(0);
        }
    }

    @Test
    void becomeTheEnsemblesWithTheirFirstEphemeral() {
        for (Members.One one : new Members.One[] {leader, follower}) {
            PeerHarness.Client client = members.connect(one);
            client.request(
                    1, OpCode.CREATE, PeerHarness.createBody("/e" + one.sid, "x", EPHEMERAL));
            members.settle();
            assertThat(client.headers()).extracting(ReplyHeader::error).containsExactly(0);
            assertThat(one.harness.peer.replica().sessions().localCount()).isZero();
            assertThat(knownTo(leader, client.sessionId)).isEqualTo(1);
            assertThat(knownTo(follower, client.sessionId)).isEqualTo(1);
        }
    }

    @Test
    void becomeTheEnsemblesThoughTheLeaderChangesMeanwhile() {
        PeerHarness.Client client = members.connect(follower);
        leader.harness.peer.resign();
        while (!leader.harness.peer.isHolding()) {
            members.step();
        }
        client.request(1, OpCode.CREATE, PeerHarness.createBody("/e", "x", EPHEMERAL));
        members.settle();
        assertThat(members.leader()).isNotSameAs(leader);
        assertThat(client.headers()).extracting(ReplyHeader::error).containsExactly(0);
        assertThat(knownTo(leader, client.sessionId)).isEqualTo(1);
    }

    @Test
    void ownNoEphemeralWhereTheyMustStayLocal() {
        Members strict = Members.three(new MemberOptions(true, false, false));
        PeerHarness.Client client = strict.connect(strict.follower());
        client.request(1, OpCode.CREATE, PeerHarness.createBody("/e", "x", EPHEMERAL));
        strict.settle();
        assertThat(client.headers())
                .extracting(ReplyHeader::error)
                .containsExactly(ErrorCode.EPHEMERALONLOCALSESSION.code());
    }

    @Test
    void endWithoutATransaction() {
        PeerHarness.Client client = members.connect(follower);
        long before = leader.harness.peer.replica().lastZxid();
        client.request(1, OpCode.CLOSE_SESSION, _ -> {});
        members.settle();
        assertThat(client.headers()).extracting(ReplyHeader::error).containsExactly(0);
        assertThat(client.transport.closed).isTrue();
        assertThat(follower.harness.peer.replica().sessions().localCount()).isZero();
        assertThat(leader.harness.peer.replica().lastZxid()).isEqualTo(before);
    }

    @Test
    void areReopenedWhereTheyAreKnownAndNowhereElse() {
        PeerHarness.Client client = members.connect(follower);
        PeerHarness.Client again = follower.harness.new Client();
        again.connect(client.sessionId, client.password);
        PeerHarness.Client elsewhere = leader.harness.new Client();
        elsewhere.connect(client.sessionId, client.password);
        members.settle();
        assertThat(client.transport.aborted).isTrue();
        assertThat(ConnectResponse.read(again.frames().getFirst()).sessionId())
                .isEqualTo(client.sessionId);
        assertThat(ConnectResponse.read(elsewhere.frames().getFirst()).sessionId()).isZero();
        assertThat(elsewhere.transport.closed).isTrue();
    }

    @Test
    void expireWhereTheyAreKnown() {
        PeerHarness.Client client = members.connect(follower);
        members.pass(40_000);
        assertThat(client.transport.aborted).isTrue();
        assertThat(follower.harness.peer.replica().sessions().localCount()).isZero();
    }
}
