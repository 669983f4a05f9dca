package zabra.tree.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zabra.protocol.Acl;
import zabra.protocol.ErrorCode;
import zabra.protocol.Id;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.txn.Txn;

class PreparerCreateTest {
    private static final List<Acl> READ_ONLY = List.of(new Acl(Acl.READ, Id.ANYONE));
    private static final List<Acl> BAD_ACL = List.of(new Acl(31, new Id("sasl", "x")));

    private final Leader leader = new Leader(new PrepareOptions(true, false, true, true));

    private ErrorCode create(OpCode op, String path, List<Acl> acl, int flags) {
        return leader.ask(op, Bodies.create(path, Leader.NO_DATA, acl, flags));
    }

    @ParameterizedTest
    @CsvSource({
        "foo, BADARGUMENTS",
        "'', BADARGUMENTS",
        "a/b, NONODE",
        "/, NODEEXISTS",
        "/t, NODEEXISTS",
        "/t/, BADARGUMENTS",
        "//t, BADARGUMENTS",
        "/t//a, NONODE",
        "/t/./a, NONODE",
        "/x/, NONODE",
        "/t/., BADARGUMENTS",
        "/t/.., BADARGUMENTS",
        "/t/..., OK",
        "/t/a.b, OK",
        "/t/..b, OK",
        "/no/a, NONODE",
        "/zookeeper/a, OK",
    })
    void pathsAreJudgedAfterTheirParents(String path, ErrorCode error) {
        leader.given("/t");
        assertThat(leader.create(path, 0)).isEqualTo(error);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x1f, 0x7f, 0x9f, 0xd800, 0xe000, 0xf8ff, 0xfff0, 0xffff})
    void charactersThatNoPathMayHave(int character) {
        assertThat(leader.create("/a" + (char) character, 0)).isEqualTo(ErrorCode.BADARGUMENTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x20, 0x7e, 0xa0, 0xd7ff, 0xf900, 0xffef})
    void charactersAtTheBoundariesThatPathsMayHave(int character) {
        leader.given("/a" + (char) character);
        assertThat(leader.stat("/a" + (char) character)).isNotNull();
    }

    @Test
    void aNulIsRefusedBeforeTheParentIsLookedUp() {
        assertThat(leader.create("/no/\0", 0)).isEqualTo(ErrorCode.BADARGUMENTS);
        assertThat(leader.create("/no/\u0001", 0)).isEqualTo(ErrorCode.NONODE);
    }

    @Test
    void emojiCannotBeInPaths() {
        assertThat(leader.create("/\uD83D\uDE00", 0)).isEqualTo(ErrorCode.BADARGUMENTS);
    }

    @Test
    void whatIsMissingInTheRequestIsAMarshallingErrorWithAZxid() {
        assertThat(leader.create(null, 0)).isEqualTo(ErrorCode.MARSHALLINGERROR);
        List<Acl> nullId = List.of(new Acl(31, new Id("world", null)));
        assertThat(create(OpCode.CREATE, "/a", nullId, 0)).isEqualTo(ErrorCode.MARSHALLINGERROR);
        assertThat(leader.zxid).isEqualTo(2);
    }

    @Test
    void aRequestThatIsNoneConsumesNoZxid() {
        byte[] whole = Bodies.create("/a", new byte[3], BAD_ACL, 0);
        for (int length = 0; length < whole.length; length++) {
            Prepared prepared = leader.prepare(OpCode.CREATE, Arrays.copyOf(whole, length));
            assertThat(prepared.txn()).isNull();
            assertThat(prepared.refusal()).isEqualTo(ErrorCode.MARSHALLINGERROR);
        }
        assertThat(leader.zxid).isZero();
    }

    @Test
    void theFirstFailingCheckWins() {
        leader.given("/locked", READ_ONLY, 0);
        leader.given("/e", Acl.OPEN, 1);
        leader.given("/t");
        // flags, session, slash, ACL, parent, permission, path, existence, ephemeral parent.
        assertThat(create(OpCode.CREATE, "bad", BAD_ACL, 9)).isEqualTo(ErrorCode.BADARGUMENTS);
        leader.sessionId = 77;
        assertThat(create(OpCode.CREATE, "bad", BAD_ACL, 0)).isEqualTo(ErrorCode.SESSIONEXPIRED);
        leader.sessionId = Leader.SESSION;
        assertThat(create(OpCode.CREATE, "bad", BAD_ACL, 0)).isEqualTo(ErrorCode.BADARGUMENTS);
        assertThat(create(OpCode.CREATE, "/no/a", BAD_ACL, 0)).isEqualTo(ErrorCode.INVALIDACL);
        assertThat(create(OpCode.CREATE, "/no/", Acl.OPEN, 0)).isEqualTo(ErrorCode.NONODE);
        assertThat(create(OpCode.CREATE, "/locked/", Acl.OPEN, 0)).isEqualTo(ErrorCode.NOAUTH);
        assertThat(create(OpCode.CREATE, "/e/", Acl.OPEN, 0)).isEqualTo(ErrorCode.BADARGUMENTS);
        assertThat(create(OpCode.CREATE, "/t", Acl.OPEN, 0)).isEqualTo(ErrorCode.NODEEXISTS);
        assertThat(create(OpCode.CREATE, "/e/a", Acl.OPEN, 0))
                .isEqualTo(ErrorCode.NOCHILDRENFOREPHEMERALS);
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE, 0, OK",
        "CREATE, 1, OK",
        "CREATE, 2, OK",
        "CREATE, 3, OK",
        "CREATE, 4, OK",
        "CREATE, 5, BADARGUMENTS",
        "CREATE2, 6, BADARGUMENTS",
        "CREATE, 7, BADARGUMENTS",
        "CREATE, -1, BADARGUMENTS",
        "CREATE_CONTAINER, 0, OK",
        "CREATE_CONTAINER, 1, OK",
        "CREATE_CONTAINER, 4, OK",
        "CREATE_CONTAINER, 5, BADARGUMENTS",
    })
    void flagsOfCreatesWithTtlNodesEnabled(OpCode op, int flags, ErrorCode error) {
        assertThat(create(op, "/a", Acl.OPEN, flags)).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE, 5, UNIMPLEMENTED",
        "CREATE, 7, BADARGUMENTS",
        "CREATE_CONTAINER, 5, UNIMPLEMENTED"
    })
    void flagsOfCreatesWithTtlNodesDisabled(OpCode op, int flags, ErrorCode error) {
        Leader plain = new Leader(PrepareOptions.DEFAULT);
        assertThat(plain.ask(op, Bodies.create("/a", null, Acl.OPEN, flags))).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 1, OK",
        "6, 1099511627775, OK",
        "5, 0, BADARGUMENTS",
        "5, -1, BADARGUMENTS",
        "5, 1099511627776, BADARGUMENTS",
        "0, 5, BADARGUMENTS",
        "1, -5, BADARGUMENTS",
        "4, 5, BADARGUMENTS",
        "7, 5, BADARGUMENTS",
    })
    void flagsAndTimesToLive(int flags, long ttl, ErrorCode error) {
        assertThat(leader.ask(OpCode.CREATE_TTL, Bodies.createTtl("/a", flags, ttl)))
                .isEqualTo(error);
        leader.applyAll();
    }

    @ParameterizedTest
    @CsvSource({"5, UNIMPLEMENTED", "6, UNIMPLEMENTED", "0, BADARGUMENTS", "7, BADARGUMENTS"})
    void timesToLiveDisabled(int flags, ErrorCode error) {
        Leader plain = new Leader(PrepareOptions.DEFAULT);
        assertThat(plain.ask(OpCode.CREATE_TTL, Bodies.createTtl("/a", flags, 100)))
                .isEqualTo(error);
    }

    @Test
    void theOpDecidesTheKind() {
        assertThat(create(OpCode.CREATE, "/p", Acl.OPEN, 4)).isEqualTo(ErrorCode.OK);
        assertThat(create(OpCode.CREATE_CONTAINER, "/c", Acl.OPEN, 1)).isEqualTo(ErrorCode.OK);
        assertThat(create(OpCode.CREATE2, "/e", Acl.OPEN, 1)).isEqualTo(ErrorCode.OK);
        leader.applyAll();
        assertThat(leader.tree.containers()).containsExactly("/c");
        assertThat(leader.tree.ephemerals(Leader.SESSION)).containsExactly("/e");
        assertThat(leader.stat("/e").ephemeralOwner()).isEqualTo(Leader.SESSION);
    }

    @Test
    void sequenceNumbersCountEveryCreateOfTheParentAndNoFailure() {
        leader.given("/t");
        assertThat(sequential("/t/a-", 2)).isEqualTo("/t/a-0000000000");
        assertThat(sequential("/t/b-", 3)).isEqualTo("/t/b-0000000001");
        assertThat(leader.create("/t/plain", 0)).isEqualTo(ErrorCode.OK);
        assertThat(leader.create("/t/plain", 0)).isEqualTo(ErrorCode.NODEEXISTS);
        assertThat(leader.delete("/t/plain")).isEqualTo(ErrorCode.OK);
        assertThat(sequential("/t/", 2)).isEqualTo("/t/0000000003");
        assertThat(sequential("/t/.", 2)).isEqualTo("/t/.0000000004");
        leader.applyAll();
        assertThat(sequential("/t/a-", 2)).isEqualTo("/t/a-0000000005");
        assertThat(sequential("/", 2)).isEqualTo("/0000000001");
        leader.applyAll();
    }

    private String sequential(String path, int flags) {
        return Leader.pathOf(
                leader.txn(OpCode.CREATE, Bodies.create(path, Leader.NO_DATA, Acl.OPEN, flags)));
    }

    @Test
    void numbersStartAgainWithANewParent() {
        leader.given("/t");
        sequential("/t/a", 2);
        assertThat(leader.delete("/t/a0000000000")).isEqualTo(ErrorCode.OK);
        assertThat(leader.delete("/t")).isEqualTo(ErrorCode.OK);
        assertThat(leader.create("/t", 0)).isEqualTo(ErrorCode.OK);
        assertThat(sequential("/t/a", 2)).isEqualTo("/t/a0000000000");
        leader.applyAll();
    }

    @ParameterizedTest
    @CsvSource({
        "0, p0000000000",
        "7, p0000000007",
        "2147483647, p2147483647",
        "1000000000, p1000000000",
        "-1, p-000000001",
        "-2147483648, p-2147483648"
    })
    void numbersHaveTenPlaces(int number, String name) {
        assertThat(SequenceName.of("p", number)).isEqualTo(name);
        assertThat(SequenceName.of("p", number)).isEqualTo("p" + String.format("%010d", number));
    }

    @Test
    void theTransactionTellsTheParentsNextNumber() {
        leader.given("/t");
        leader.create("/t/a", 0);
        Txn txn = leader.txn(OpCode.CREATE2, Bodies.create("/t/b", null, Acl.OPEN, 1));
        assertThat(txn).isEqualTo(new Txn.Create(OpCode.CREATE2, "/t/b", null, Acl.OPEN, true, 2));
    }

    @Test
    void anEphemeralNeedsASessionThatAllServersKnow() {
        leader.sessions.makeLocal(Leader.SESSION);
        assertThat(leader.create("/e", 1)).isEqualTo(ErrorCode.EPHEMERALONLOCALSESSION);
        assertThat(leader.create("/p", 0)).isEqualTo(ErrorCode.OK);
    }

    @Test
    void authInAListBecomesTheIdentitiesOfTheConnection() {
        Id bob = new Id("digest", "bob:hash");
        leader.identities = List.of(new Id("ip", "1.2.3.4"), bob);
        Txn txn =
                leader.txn(
                        OpCode.CREATE,
                        Bodies.create("/a", null, List.of(new Acl(31, new Id("auth", ""))), 0));
        assertThat(((Txn.Create) txn).acl()).containsExactly(new Acl(31, bob));
    }

    @Test
    void whatNobodyCouldReadBackIsRefused() {
        Leader small = new Leader(new PrepareOptions(false, false, true, true, false, 200));
        assertThat(small.ask(OpCode.CREATE, Bodies.create("/a", new byte[115], Acl.OPEN, 0)))
                .isEqualTo(ErrorCode.MARSHALLINGERROR);
        Prepared fits =
                small.prepare(OpCode.CREATE, Bodies.create("/a", new byte[114], Acl.OPEN, 0));
        assertThat(Leader.errorOf(fits)).isEqualTo(ErrorCode.OK);
        JuteWriter out = new JuteWriter();
        fits.txn().write(out);
        assertThat(out.position()).isEqualTo(200);
        small.applyAll();
        assertThat(small.setData("/a", new byte[400], -1)).isEqualTo(ErrorCode.MARSHALLINGERROR);
        small.applyAll();
        assertThat(small.stat("/a").dataLength()).isEqualTo(114);
    }
}
