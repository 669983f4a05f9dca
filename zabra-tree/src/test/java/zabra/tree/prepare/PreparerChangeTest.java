package zabra.tree.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zabra.protocol.Acl;
import zabra.protocol.ErrorCode;
import zabra.protocol.Id;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.txn.Txn;
import zabra.tree.acl.Acls;

/** delete, setData, setACL, the server's own deletes, reconfig. */
class PreparerChangeTest {
    private static final List<Acl> READ_ONLY = List.of(new Acl(Acl.READ, Id.ANYONE));
    private static final byte[] DATA = {1, 2, 3};

    private final Leader leader = new Leader(new PrepareOptions(true, false, true, true));

    private ErrorCode setAcl(String path, List<Acl> acl, int version) {
        return leader.ask(OpCode.SET_ACL, Bodies.setAcl(path, acl, version));
    }

    @ParameterizedTest
    @CsvSource({
        ", MARSHALLINGERROR",
        "'', BADARGUMENTS",
        "foo, BADARGUMENTS",
        "a/b, NONODE",
        "/, BADARGUMENTS",
        "/zookeeper, BADARGUMENTS",
        "/zookeeper/quota, BADARGUMENTS",
        "/zookeeper/config, BADARGUMENTS",
        "/zookeeper/quota/, NONODE",
        "/t/, NONODE",
        "//t, NONODE",
        "/no/a, NONODE",
        "/no, NONODE",
        "/t, NOTEMPTY",
        "/t/a, OK",
    })
    void deleteJudgesPathsLightly(String path, ErrorCode error) {
        leader.given("/t");
        leader.given("/t/a");
        assertThat(leader.delete(path)).isEqualTo(error);
        leader.applyAll();
    }

    @Test
    void deleteAsksTheParentFirst() {
        leader.given("/locked", List.of(new Acl(Acl.CREATE, Id.ANYONE)), 0);
        leader.given("/locked/a");
        leader.given("/locked/a/b");
        assertThat(leader.delete("/locked/none")).isEqualTo(ErrorCode.NOAUTH);
        assertThat(leader.delete("/locked/a")).isEqualTo(ErrorCode.NOAUTH);
        leader.identities = List.of(Acls.SUPER);
        assertThat(leader.delete("/locked/none")).isEqualTo(ErrorCode.NONODE);
        assertThat(leader.ask(OpCode.DELETE, Bodies.delete("/locked/a", 3)))
                .isEqualTo(ErrorCode.BADVERSION);
        assertThat(leader.delete("/locked/a")).isEqualTo(ErrorCode.NOTEMPTY);
    }

    @Test
    void anyoneMayDeleteAnEphemeralOfAnother() {
        leader.given("/e", Acl.OPEN, 1);
        leader.sessionId = Leader.OTHER_SESSION;
        assertThat(leader.delete("/e")).isEqualTo(ErrorCode.OK);
        leader.applyAll();
        assertThat(leader.tree.ephemeralCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        ", BADARGUMENTS",
        "'', BADARGUMENTS",
        "foo, BADARGUMENTS",
        "/t/, BADARGUMENTS",
        "//t, BADARGUMENTS",
        "/t/./a, BADARGUMENTS",
        "/no, NONODE",
        "/, OK",
        "/zookeeper, OK",
        "/zookeeper/config, NOAUTH",
        "/t, OK",
    })
    void setDataAndSetAclJudgePathsFully(String path, ErrorCode error) {
        leader.given("/t");
        assertThat(leader.setData(path, DATA, -1)).isEqualTo(error);
        assertThat(setAcl(path, Acl.OPEN, -1)).isEqualTo(error);
        leader.applyAll();
    }

    @Test
    void setDataAsksForPermissionBeforeTheVersion() {
        leader.given("/locked", READ_ONLY, 0);
        assertThat(leader.setData("/locked", DATA, 9)).isEqualTo(ErrorCode.NOAUTH);
        leader.identities = List.of(Acls.SUPER);
        assertThat(leader.setData("/locked", DATA, 9)).isEqualTo(ErrorCode.BADVERSION);
        assertThat(leader.setData("/locked", DATA, 0)).isEqualTo(ErrorCode.OK);
    }

    @Test
    void versionsCountWhatIsNotAppliedYet() {
        leader.given("/t");
        assertThat(leader.setData("/t", DATA, 0)).isEqualTo(ErrorCode.OK);
        assertThat(leader.setData("/t", DATA, 0)).isEqualTo(ErrorCode.BADVERSION);
        assertThat(leader.txn(OpCode.SET_DATA, Bodies.setData("/t", null, 1)))
                .isEqualTo(new Txn.SetData(OpCode.SET_DATA, "/t", null, 2));
        assertThat(leader.setData("/t", DATA, -1)).isEqualTo(ErrorCode.OK);
        leader.applyAll();
        assertThat(leader.stat("/t").version()).isEqualTo(3);
    }

    @Test
    void aListIsJudgedBeforeTheZnodeIsLookedUp() {
        leader.given("/locked", READ_ONLY, 0);
        assertThat(setAcl("/no", null, -1)).isEqualTo(ErrorCode.INVALIDACL);
        assertThat(setAcl("/no", List.of(), -1)).isEqualTo(ErrorCode.INVALIDACL);
        assertThat(setAcl("/no", List.of(new Acl(31, new Id("world", null))), -1))
                .isEqualTo(ErrorCode.MARSHALLINGERROR);
        assertThat(setAcl("/no", Acl.OPEN, -1)).isEqualTo(ErrorCode.NONODE);
        assertThat(setAcl("/locked", Acl.OPEN, 9)).isEqualTo(ErrorCode.NOAUTH);
        leader.identities = List.of(Acls.SUPER);
        assertThat(setAcl("/locked", Acl.OPEN, 9)).isEqualTo(ErrorCode.BADVERSION);
        assertThat(setAcl("/locked", Acl.OPEN, 0)).isEqualTo(ErrorCode.OK);
        assertThat(setAcl("/locked", Acl.OPEN, 0)).isEqualTo(ErrorCode.BADVERSION);
    }

    @Test
    void aPendingListDecides() {
        leader.given("/t");
        assertThat(setAcl("/t", READ_ONLY, -1)).isEqualTo(ErrorCode.OK);
        assertThat(leader.setData("/t", DATA, -1)).isEqualTo(ErrorCode.NOAUTH);
        assertThat(leader.create("/t/a", 0)).isEqualTo(ErrorCode.NOAUTH);
        leader.applyAll();
        assertThat(leader.setData("/t", DATA, -1)).isEqualTo(ErrorCode.NOAUTH);
    }

    @Test
    void aDeletedZnodeIsGoneAtOnceAndANewOneIsNew() {
        leader.given("/t");
        assertThat(leader.setData("/t", DATA, -1)).isEqualTo(ErrorCode.OK);
        assertThat(leader.delete("/t")).isEqualTo(ErrorCode.OK);
        assertThat(leader.setData("/t", DATA, -1)).isEqualTo(ErrorCode.NONODE);
        assertThat(leader.create("/t/a", 0)).isEqualTo(ErrorCode.NONODE);
        assertThat(leader.create("/t", 0)).isEqualTo(ErrorCode.OK);
        assertThat(leader.setData("/t", DATA, 0)).isEqualTo(ErrorCode.OK);
        leader.applyAll();
        assertThat(leader.stat("/t").version()).isEqualTo(1);
    }

    @Test
    void aPendingChildKeepsItsParent() {
        leader.given("/t");
        assertThat(leader.create("/t/a", 0)).isEqualTo(ErrorCode.OK);
        assertThat(leader.delete("/t")).isEqualTo(ErrorCode.NOTEMPTY);
        assertThat(leader.delete("/t/a")).isEqualTo(ErrorCode.OK);
        assertThat(leader.delete("/t")).isEqualTo(ErrorCode.OK);
        leader.applyAll();
    }

    private Prepared deleteContainer(Object attachment, String path) {
        return leader.prepareFrom(
                attachment,
                OpCode.DELETE_CONTAINER,
                new JuteWriter().writeString(path).toByteArray());
    }

    private ErrorCode reap(String path) {
        return Leader.errorOf(deleteContainer(null, path));
    }

    @Test
    void theServerReapsWhatIsStillToBeReaped() {
        leader.ask(OpCode.CREATE_CONTAINER, Bodies.create("/c", null, Acl.OPEN, 4));
        leader.applyAll();
        leader.given("/c/a");
        leader.given("/p");
        leader.given("/e", Acl.OPEN, 1);
        long before = leader.zxid;
        assertThat(reap("/c")).isEqualTo(ErrorCode.NOTEMPTY);
        assertThat(reap("/no")).isEqualTo(ErrorCode.NONODE);
        assertThat(reap("/no/no")).isEqualTo(ErrorCode.NONODE);
        assertThat(reap("/zookeeper")).isEqualTo(ErrorCode.BADARGUMENTS);
        assertThat(reap("/p")).isEqualTo(ErrorCode.BADVERSION);
        assertThat(reap("/e")).isEqualTo(ErrorCode.BADVERSION);
        assertThat(leader.zxid).as("refusals of the server's own").isEqualTo(before);
        leader.delete("/c/a");
        assertThat(deleteContainer(null, "/c").txn().txn())
                .isEqualTo(new Txn.Delete(OpCode.DELETE_CONTAINER, "/c"));
        leader.applyAll();
    }

    @Test
    void aTtlNodeIsReapedOnlyOnceItsTimeIsOver() {
        leader.ask(OpCode.CREATE_TTL, Bodies.createTtl("/t", 5, 1000));
        leader.nowMillis += 990;
        assertThat(reap("/t")).isEqualTo(ErrorCode.BADVERSION);
        assertThat(leader.setData("/t", DATA, -1)).isEqualTo(ErrorCode.OK);
        leader.nowMillis += 990;
        assertThat(reap("/t")).isEqualTo(ErrorCode.BADVERSION);
        leader.nowMillis += 990;
        assertThat(reap("/t")).isEqualTo(ErrorCode.OK);
        leader.applyAll();
    }

    @Test
    void aClientCannotReap() {
        leader.ask(OpCode.CREATE_CONTAINER, Bodies.create("/c", null, Acl.OPEN, 4));
        assertThat(Leader.errorOf(deleteContainer(Leader.HERE, "/c"))).isEqualTo(ErrorCode.NOAUTH);
    }

    private static byte[] reconfig() {
        return new JuteWriter()
                .writeString(null)
                .writeString(null)
                .writeString(null)
                .writeLong(-1)
                .toByteArray();
    }

    @Test
    void aServerAloneDoesNotReconfigure() {
        assertThat(leader.ask(OpCode.RECONFIG, reconfig())).isEqualTo(ErrorCode.RECONFIGDISABLED);
        Leader enabled = new Leader(new PrepareOptions(false, false, true, true, true, 1 << 20));
        assertThat(enabled.ask(OpCode.RECONFIG, reconfig())).isEqualTo(ErrorCode.UNIMPLEMENTED);
        assertThat(enabled.zxid).isEqualTo(1);
        enabled.sessionId = 77;
        assertThat(enabled.ask(OpCode.RECONFIG, reconfig())).isEqualTo(ErrorCode.SESSIONEXPIRED);
        assertThat(enabled.prepare(OpCode.RECONFIG, new byte[3]).txn()).isNull();
    }
}
