package zabra.tree.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.ErrorCode;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.txn.Txn;

class PreparerSessionTest {
    private final Leader leader = new Leader(PrepareOptions.DEFAULT);

    private Txn.CloseSession close(Object attachment) {
        return (Txn.CloseSession)
                leader.prepareFrom(attachment, OpCode.CLOSE_SESSION, new byte[0]).txn().txn();
    }

    @Test
    void aSessionBeginsWithItsTimeout() {
        Prepared prepared =
                leader.prepareFrom(
                        null, OpCode.CREATE_SESSION, new JuteWriter().writeInt(4000).toByteArray());
        assertThat(prepared.txn().txn()).isEqualTo(new Txn.CreateSession(4000));
        leader.applyAll();
        assertThat(leader.tree.sessions()).containsEntry(Leader.SESSION, 4000);
    }

    @Test
    void closingListsAppliedAndPendingEphemeralsButNoDeletedOnes() {
        leader.given("/t");
        leader.given("/t/applied", Acl.OPEN, 1);
        leader.given("/t/deleted", Acl.OPEN, 1);
        leader.given("/t/changed", Acl.OPEN, 1);
        leader.create("/t/pending", 1);
        leader.create("/t/shortlived", 1);
        leader.delete("/t/shortlived");
        leader.delete("/t/deleted");
        leader.setData("/t/changed", new byte[1], -1);
        leader.sessionId = Leader.OTHER_SESSION;
        leader.create("/t/other", 1);
        leader.sessionId = Leader.SESSION;
        assertThat(close(null).paths())
                .containsExactlyInAnyOrder("/t/applied", "/t/changed", "/t/pending");
        leader.applyAll();
        assertThat(leader.stat("/t").numChildren()).isEqualTo(1);
        assertThat(leader.stat("/t").pzxid()).isEqualTo(leader.zxid);
    }

    @Test
    void aReplacedEphemeralBelongsToItsNewOwner() {
        leader.given("/e", Acl.OPEN, 1);
        leader.delete("/e");
        leader.sessionId = Leader.OTHER_SESSION;
        leader.create("/e", 1);
        leader.sessionId = Leader.SESSION;
        assertThat(close(null).paths()).isEmpty();
        leader.sessionId = Leader.OTHER_SESSION;
        assertThat(close(null).paths()).containsExactly("/e");
        leader.applyAll();
        assertThat(leader.tree.ephemeralCount()).isZero();
    }

    @Test
    void aClosingSessionWritesNothingMore() {
        close(Leader.HERE);
        assertThat(leader.create("/e", 1)).isEqualTo(ErrorCode.SESSIONEXPIRED);
        assertThat(leader.create("/p", 0)).isEqualTo(ErrorCode.SESSIONEXPIRED);
        assertThat(leader.delete("/p")).isEqualTo(ErrorCode.SESSIONEXPIRED);
        assertThat(leader.setData("/", new byte[0], -1)).isEqualTo(ErrorCode.SESSIONEXPIRED);
        assertThat(leader.ask(OpCode.SET_ACL, Bodies.setAcl("/", Acl.OPEN, -1)))
                .isEqualTo(ErrorCode.SESSIONEXPIRED);
        assertThat(leader.ask(OpCode.CLOSE_SESSION, new byte[0]))
                .isEqualTo(ErrorCode.SESSIONEXPIRED);
        leader.applyAll();
    }

    @Test
    void aParentThatHeldOnlyThatSessionsEphemeralsIsEmptyAtOnce() {
        leader.given("/t");
        leader.given("/t/e", Acl.OPEN, 1);
        close(null);
        leader.sessionId = Leader.OTHER_SESSION;
        assertThat(leader.delete("/t")).isEqualTo(ErrorCode.OK);
        leader.applyAll();
    }

    @Test
    void aConnectionThatTheSessionLeftCannotWrite() {
        leader.sessions.attach(Leader.SESSION, "elsewhere");
        for (OpCode op :
                List.of(OpCode.CREATE, OpCode.DELETE, OpCode.SET_DATA, OpCode.CLOSE_SESSION)) {
            byte[] body =
                    switch (op) {
                        case CREATE -> Bodies.create("/a", null, Acl.OPEN, 0);
                        case DELETE -> Bodies.delete("/a", -1);
                        case SET_DATA -> Bodies.setData("/a", null, -1);
                        default -> new byte[0];
                    };
            Prepared prepared = leader.prepare(op, body);
            assertThat(prepared.txn()).as("%s", op).isNull();
            assertThat(prepared.refusal()).isEqualTo(ErrorCode.SESSIONMOVED);
        }
        assertThat(leader.zxid).isZero();
    }

    @Test
    void closingMayLeaveThePathsOut() {
        Leader silent = new Leader(new PrepareOptions(false, false, true, false));
        silent.given("/e", Acl.OPEN, 1);
        Prepared prepared = silent.prepareFrom(null, OpCode.CLOSE_SESSION, new byte[0]);
        assertThat(prepared.txn().txn()).isEqualTo(new Txn.CloseSession(null));
        silent.applyAll();
        assertThat(silent.tree.ephemeralCount()).isZero();
    }

    @Test
    void closingIsNeverTooLarge() {
        Leader small = new Leader(new PrepareOptions(false, false, true, true, false, 200));
        for (int i = 0; i < 40; i++) {
            small.given("/ephemeral-" + i, Acl.OPEN, 1);
        }
        Prepared prepared = small.prepareFrom(null, OpCode.CLOSE_SESSION, new byte[0]);
        JuteWriter out = new JuteWriter();
        prepared.txn().write(out);
        assertThat(out.position()).isBetween(80, 200);
        small.applyAll();
        assertThat(small.tree.ephemeralCount()).isZero();
    }

    @Test
    void forgettingReturnsToTheTree() {
        leader.given("/t");
        leader.create("/t/lost", 1);
        leader.unapplied.clear();
        leader.preparer.reset();
        assertThat(leader.preparer.pendingZnodes()).isZero();
        assertThat(leader.create("/t/s-", 2)).isEqualTo(ErrorCode.OK);
        assertThat(close(null).paths()).isEmpty();
        leader.applyAll();
        assertThat(leader.stat("/t/s-0000000000")).isNotNull();
    }
}
