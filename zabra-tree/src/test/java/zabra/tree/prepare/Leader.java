package zabra.tree.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import zabra.protocol.Acl;
import zabra.protocol.ErrorCode;
import zabra.protocol.Id;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.Stat;
import zabra.protocol.txn.LoggedTxn;
import zabra.protocol.txn.Txn;
import zabra.tree.DataTree;
import zabra.tree.TreeListener;
import zabra.tree.TreeOptions;
import zabra.tree.ZnodeView;
import zabra.tree.acl.Acls;
import zabra.tree.acl.DigestAuthProvider;
import zabra.tree.acl.EnsembleAuthProvider;
import zabra.tree.acl.IpAuthProvider;

/**
 * A preparer and its tree: what is prepared waits until it is applied. Every transaction passes
 * through its bytes on the way, and every digest is compared.
 */
final class Leader {
    static final long SESSION = 0x1000L;
    static final long OTHER_SESSION = 0x8000_0000_0000_2000L;
    static final Object HERE = "here";
    static final byte[] NO_DATA = {};
    static final int ANY = -1;

    final DataTree tree;
    final FakeSessions sessions = new FakeSessions();
    final Preparer preparer;
    final ArrayDeque<LoggedTxn> unapplied = new ArrayDeque<>();
    List<Id> identities = List.of();
    long sessionId = SESSION;
    long zxid;
    long nowMillis = 1_000_000;

    Leader(PrepareOptions options) {
        tree = new DataTree(new TreeOptions(options.extendedTypes(), false, true));
        preparer =
                new Preparer(
                        tree,
                        sessions,
                        new Acls(
                                List.of(
                                        new IpAuthProvider(),
                                        new DigestAuthProvider(),
                                        new EnsembleAuthProvider(Set.of())),
                                false),
                        options);
        sessions.attach(SESSION, HERE);
        sessions.attach(OTHER_SESSION, HERE);
    }

    Prepared prepareFrom(Object attachment, OpCode op, byte[] body) {
        nowMillis += 7;
        Prepared prepared =
                preparer.prepare(
                        new WriteRequest(sessionId, attachment, 5, op, body, identities),
                        zxid + 1,
                        nowMillis);
        if (prepared.txn() == null) {
            assertThat(prepared.refusal()).isNotNull();
            return prepared;
        }
        zxid++;
        LoggedTxn txn = prepared.txn();
        assertThat(txn.header().zxid()).isEqualTo(zxid);
        assertThat(txn.header().sessionId()).isEqualTo(sessionId);
        assertThat(txn.header().cxid()).isEqualTo(5);
        assertThat(txn.header().timeMillis()).isEqualTo(nowMillis);
        assertThat(txn.header().type()).isEqualTo(txn.txn().op().code());
        boolean failed = txn.txn() instanceof Txn.Failed;
        assertThat(prepared.wholeRequest()).isEqualTo(failed);
        assertThat(txn.hasDigest()).isEqualTo(!failed);
        unapplied.add(txn);
        return prepared;
    }

    Prepared prepare(OpCode op, byte[] body) {
        return prepareFrom(HERE, op, body);
    }

    void applyOne() {
        LoggedTxn prepared = unapplied.remove();
        JuteWriter out = new JuteWriter();
        prepared.write(out);
        LoggedTxn txn = LoggedTxn.read(new JuteReader(out.toByteArray()));
        tree.apply(txn.header(), txn.txn(), TreeListener.NONE);
        if (txn.hasDigest()) {
            assertThat(tree.digest()).as("digest after %s", txn).isEqualTo(txn.digest());
        }
        preparer.applied(txn.header().zxid());
    }

    void applyAll() {
        while (!unapplied.isEmpty()) {
            applyOne();
        }
    }

    /** Prepares, but does not apply; OK or the error in the reply's header. */
    ErrorCode ask(OpCode op, byte[] body) {
        return errorOf(prepare(op, body));
    }

    static ErrorCode errorOf(Prepared prepared) {
        if (prepared.txn() == null) {
            return prepared.refusal();
        }
        return prepared.txn().txn() instanceof Txn.Failed(int error)
                ? ErrorCode.of(error)
                : ErrorCode.OK;
    }

    Txn txn(OpCode op, byte[] body) {
        return prepare(op, body).txn().txn();
    }

    ErrorCode create(String path, int flags) {
        return ask(OpCode.CREATE, Bodies.create(path, NO_DATA, Acl.OPEN, flags));
    }

    /** A persistent znode that must come to be; applied. */
    void given(String path) {
        given(path, Acl.OPEN, 0);
    }

    void given(String path, List<Acl> acl, int flags) {
        assertThat(ask(OpCode.CREATE, Bodies.create(path, NO_DATA, acl, flags)))
                .as("create %s", path)
                .isEqualTo(ErrorCode.OK);
        applyAll();
    }

    ErrorCode delete(String path) {
        return ask(OpCode.DELETE, Bodies.delete(path, ANY));
    }

    ErrorCode setData(String path, byte[] data, int version) {
        return ask(OpCode.SET_DATA, Bodies.setData(path, data, version));
    }

    Txn.Multi multi(Bodies.Part... parts) {
        return (Txn.Multi) txn(OpCode.MULTI, Bodies.multi(List.of(parts)));
    }

    static Bodies.Part createPart(String path, int flags) {
        return new Bodies.Part(OpCode.CREATE, Bodies.create(path, NO_DATA, Acl.OPEN, flags));
    }

    static Bodies.Part deletePart(String path) {
        return new Bodies.Part(OpCode.DELETE, Bodies.delete(path, ANY));
    }

    static Bodies.Part checkPart(String path, int version) {
        return new Bodies.Part(OpCode.CHECK, Bodies.check(path, version));
    }

    static Bodies.Part setDataPart(String path, int version) {
        return new Bodies.Part(OpCode.SET_DATA, Bodies.setData(path, NO_DATA, version));
    }

    static String pathOf(Txn txn) {
        return switch (txn) {
            case Txn.Create t -> t.path();
            case Txn.CreateContainer t -> t.path();
            case Txn.CreateTtl t -> t.path();
            default -> throw new AssertionError(txn);
        };
    }

    /** The znode in the tree; null where there is none. */
    Stat stat(String path) {
        ZnodeView view = new ZnodeView();
        return tree.find(path, view) ? view.stat() : null;
    }
}
