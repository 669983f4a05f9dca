package zabra.tree.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static zabra.tree.prepare.Leader.checkPart;
import static zabra.tree.prepare.Leader.createPart;
import static zabra.tree.prepare.Leader.deletePart;
import static zabra.tree.prepare.Leader.setDataPart;

import java.util.Arrays;
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

class PreparerMultiTest {
    private static final Txn ROLLED_BACK = Txn.Failed.of(ErrorCode.RUNTIMEINCONSISTENCY);

    private final Leader leader = new Leader(new PrepareOptions(true, false, true, true));

    private ErrorCode whole(Bodies.Part... parts) {
        return leader.ask(OpCode.MULTI, Bodies.multi(List.of(parts)));
    }

    private static Bodies.Part create(OpCode op, String path, List<Acl> acl, int flags) {
        return new Bodies.Part(op, Bodies.create(path, null, acl, flags));
    }

    @Test
    void eachPartSeesTheOnesBefore() {
        Txn.Multi multi =
                leader.multi(
                        createPart("/a", 0),
                        setDataPart("/a", 0),
                        checkPart("/a", 1),
                        createPart("/a/s-", 2),
                        createPart("/a/s-", 2),
                        deletePart("/a/s-0000000001"),
                        checkPart("/", -1));
        assertThat(multi.isFailed()).isFalse();
        assertThat(Leader.pathOf(multi.parts().get(4))).isEqualTo("/a/s-0000000001");
        assertThat(multi.parts().get(2)).isEqualTo(new Txn.Check("/a", 2));
        leader.applyAll();
        assertThat(leader.stat("/a").numChildren()).isEqualTo(1);
        assertThat(leader.stat("/a").pzxid()).isEqualTo(1);
    }

    @Test
    void aFailedPartTakesTheOthersWithIt() {
        leader.given("/t");
        leader.setData("/t", new byte[1], -1);
        Txn.Multi multi =
                leader.multi(
                        createPart("/t/a", 1),
                        deletePart("/t/no"),
                        checkPart("/t", 7),
                        createPart("/b", 0));
        assertThat(multi.parts())
                .hasSize(4)
                .endsWith(Txn.Failed.of(ErrorCode.NONODE), ROLLED_BACK, ROLLED_BACK);
        assertThat(Leader.pathOf(multi.parts().get(0))).isEqualTo("/t/a");
        // No trace: number, ephemeral, version and counts are as before.
        assertThat(leader.create("/t/s-", 2)).isEqualTo(ErrorCode.OK);
        assertThat(leader.setData("/t", new byte[2], 1)).isEqualTo(ErrorCode.OK);
        assertThat(leader.delete("/t/a")).isEqualTo(ErrorCode.NONODE);
        assertThat(leader.txn(OpCode.CLOSE_SESSION, new byte[0]))
                .isEqualTo(new Txn.CloseSession(List.of()));
        leader.applyAll();
        assertThat(leader.stat("/t/s-0000000000")).isNotNull();
        assertThat(leader.preparer.pendingZnodes()).isZero();
    }

    @Test
    void aFailedMultiPutsBackWhatEarlierRequestsChanged() {
        leader.given("/t");
        leader.create("/t/e", 1);
        leader.create("/t/gone", 0);
        leader.delete("/t/gone");
        leader.multi(
                deletePart("/t/e"),
                createPart("/t/gone", 1),
                setDataPart("/t/gone", 0),
                setDataPart("/t", 0),
                checkPart("/no", 0));
        assertThat(leader.create("/t/gone", 0)).isEqualTo(ErrorCode.OK);
        assertThat(leader.setData("/t", null, 0)).isEqualTo(ErrorCode.OK);
        assertThat(leader.txn(OpCode.CLOSE_SESSION, new byte[0]))
                .isEqualTo(new Txn.CloseSession(List.of("/t/e")));
        leader.applyAll();
    }

    @Test
    void anEmptyListIsAMulti() {
        assertThat(leader.multi().parts()).isEmpty();
        leader.applyAll();
    }

    @Test
    void checksAskForReadAndTheVersion() {
        leader.given("/locked", List.of(new Acl(Acl.ALL & ~Acl.READ, Id.ANYONE)), 0);
        leader.given("/t");
        assertThat(checked("/locked", -1)).isEqualTo(ErrorCode.NOAUTH);
        assertThat(checked("/no", -1)).isEqualTo(ErrorCode.NONODE);
        assertThat(checked("t", -1)).isEqualTo(ErrorCode.BADARGUMENTS);
        assertThat(checked("/t", 1)).isEqualTo(ErrorCode.BADVERSION);
        assertThat(checked("/t", 0)).isEqualTo(ErrorCode.OK);
        assertThat(checked("/t", -1)).isEqualTo(ErrorCode.OK);
    }

    private ErrorCode checked(String path, int version) {
        return leader.multi(checkPart(path, version)).parts().get(0)
                        instanceof Txn.Failed(int error)
                ? ErrorCode.of(error)
                : ErrorCode.OK;
    }

    @Test
    void whatSpoilsTheWholeRequestConsumesAZxid() {
        assertThat(whole(create(OpCode.CREATE, null, Acl.OPEN, 0)))
                .isEqualTo(ErrorCode.MARSHALLINGERROR);
        assertThat(whole(create(OpCode.CREATE, "/a", null, 0)))
                .isEqualTo(ErrorCode.MARSHALLINGERROR);
        assertThat(whole(deletePart(null))).isEqualTo(ErrorCode.MARSHALLINGERROR);
        assertThat(whole(setDataPart(null, 0))).isEqualTo(ErrorCode.MARSHALLINGERROR);
        assertThat(whole(checkPart(null, 0))).isEqualTo(ErrorCode.MARSHALLINGERROR);
        assertThat(whole(new Bodies.Part(OpCode.SET_ACL, Bodies.setAcl("/", Acl.OPEN, -1))))
                .isEqualTo(ErrorCode.MARSHALLINGERROR);
        assertThat(whole(createPart("/a", 0), new Bodies.Part(OpCode.GET_DATA, new byte[9])))
                .isEqualTo(ErrorCode.MARSHALLINGERROR);
        assertThat(leader.ask(OpCode.MULTI, new byte[5])).isEqualTo(ErrorCode.MARSHALLINGERROR);
        // A list without its end.
        byte[] body = Bodies.multi(List.of(createPart("/a", 0)));
        assertThat(leader.ask(OpCode.MULTI, Arrays.copyOf(body, body.length - 9)))
                .isEqualTo(ErrorCode.MARSHALLINGERROR);
        assertThat(leader.zxid).isEqualTo(9);
        assertThat(leader.create("/a", 0)).isEqualTo(ErrorCode.OK);
    }

    @Test
    void anUnknownTypeSpoilsTheWholeRequest() {
        byte[] body = new JuteWriter().writeInt(99).writeBoolean(false).writeInt(-1).toByteArray();
        assertThat(leader.ask(OpCode.MULTI, body)).isEqualTo(ErrorCode.MARSHALLINGERROR);
    }

    @Test
    void theEndAloneEndsTheListWhateverItsTypeAndError() {
        byte[] body = new JuteWriter().writeInt(2).writeBoolean(true).writeInt(0).toByteArray();
        assertThat(leader.txn(OpCode.MULTI, body)).isEqualTo(new Txn.Multi(List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE, 7",
        "CREATE, -1",
        "CREATE, 5",
        "CREATE2, 6",
        "CREATE_CONTAINER, 5",
        "CREATE_CONTAINER, 9"
    })
    void flagsThatSpoilTheWholeRequest(OpCode op, int flags) {
        assertThat(whole(create(op, "/a", Acl.OPEN, flags))).isEqualTo(ErrorCode.MARSHALLINGERROR);
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE, 0, CREATE",
        "CREATE2, 0, CREATE2",
        "CREATE, 4, CREATE_CONTAINER",
        "CREATE2, 4, CREATE_CONTAINER",
        "CREATE_CONTAINER, 0, CREATE_CONTAINER",
        "CREATE_CONTAINER, 4, CREATE_CONTAINER",
        "CREATE, 1, CREATE"
    })
    void flagsDecideTheKindToo(OpCode op, int flags, OpCode kind) {
        Txn.Multi multi = leader.multi(create(op, "/a", Acl.OPEN, flags));
        assertThat(multi.parts().get(0).op()).isEqualTo(kind);
        leader.applyAll();
    }

    @ParameterizedTest
    @CsvSource({
        "5, 10, CREATE_TTL, OK",
        "6, 10, CREATE_TTL, OK",
        "0, 10, CREATE, OK",
        "1, -5, CREATE, OK",
        "4, 10, CREATE_CONTAINER, OK",
        "5, 0, ERROR, BADARGUMENTS",
        "5, 1099511627776, ERROR, BADARGUMENTS",
        "7, 10, ERROR, BADARGUMENTS"
    })
    void aTtlCreateInAMultiIsWhatItsFlagsSay(int flags, long ttl, OpCode kind, ErrorCode error) {
        Txn part =
                leader.multi(new Bodies.Part(OpCode.CREATE_TTL, Bodies.createTtl("/a", flags, ttl)))
                        .parts()
                        .get(0);
        assertThat(part.op()).isEqualTo(kind);
        if (part instanceof Txn.Failed(int code)) {
            assertThat(code).isEqualTo(error.code());
        }
        leader.applyAll();
    }

    @Test
    void ttlNodesDisabledFailTheirPart() {
        Leader plain = new Leader(PrepareOptions.DEFAULT);
        assertThat(
                        plain.multi(
                                        new Bodies.Part(
                                                OpCode.CREATE_TTL, Bodies.createTtl("/a", 5, 10)))
                                .parts())
                .containsExactly(Txn.Failed.of(ErrorCode.UNIMPLEMENTED));
    }

    @Test
    void listsAreJudgedPartByPart() {
        assertThat(leader.multi(create(OpCode.CREATE, "/a", List.of(), 0)).parts())
                .containsExactly(Txn.Failed.of(ErrorCode.INVALIDACL));
        assertThat(leader.multi(createPart("", 0)).parts())
                .containsExactly(Txn.Failed.of(ErrorCode.BADARGUMENTS));
    }

    @Test
    void anEndedSessionFailsTheFirstPart() {
        leader.sessionId = 77;
        assertThat(leader.multi(createPart("/a", 0), createPart("/b", 0)).parts())
                .containsExactly(Txn.Failed.of(ErrorCode.SESSIONEXPIRED), ROLLED_BACK);
    }

    @Test
    void aMovedSessionClosesTheConnection() {
        leader.sessions.attach(Leader.SESSION, "elsewhere");
        Prepared prepared =
                leader.prepare(OpCode.MULTI, Bodies.multi(List.of(createPart("/a", 0))));
        assertThat(prepared.txn()).isNull();
        assertThat(prepared.refusal()).isEqualTo(ErrorCode.SESSIONMOVED);
    }

    @Test
    void aMultiThatNobodyCouldReadBackLeavesNoTrace() {
        Leader small = new Leader(new PrepareOptions(false, false, true, true, false, 200));
        byte[] body =
                Bodies.multi(
                        List.of(
                                createPart("/a", 0),
                                createPart("/b", 0),
                                createPart("/c", 0),
                                createPart("/d", 0)));
        assertThat(small.ask(OpCode.MULTI, body)).isEqualTo(ErrorCode.MARSHALLINGERROR);
        assertThat(small.create("/s", 2)).isEqualTo(ErrorCode.OK);
        small.applyAll();
        assertThat(small.stat("/s0000000000")).isNotNull();
    }
}
