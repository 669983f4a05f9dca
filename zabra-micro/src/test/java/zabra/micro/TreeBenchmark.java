package zabra.micro;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import zabra.protocol.ErrorCode;
import zabra.protocol.Id;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.tree.DataTree;
import zabra.tree.TreeListener;
import zabra.tree.TreeOptions;
import zabra.tree.ZnodeView;
import zabra.tree.acl.Acls;
import zabra.tree.acl.DigestAuthProvider;
import zabra.tree.acl.IpAuthProvider;
import zabra.tree.prepare.PrepareOptions;
import zabra.tree.prepare.Prepared;
import zabra.tree.prepare.Preparer;
import zabra.tree.prepare.SessionCheck;
import zabra.tree.prepare.WriteRequest;
import zabra.tree.watch.EventType;
import zabra.tree.watch.WatchMode;
import zabra.tree.watch.Watcher;
import zabra.tree.watch.Watches;

/** What the tree does for a request: 10,000 znodes in one directory, one thread. */
@State(Scope.Thread)
public class TreeBenchmark {
    private static final int ZNODES = 10_000;
    private static final String NEW = "/bench/new";

    private final DataTree tree = new DataTree(TreeOptions.DEFAULT);
    private final Acls acls =
            new Acls(List.of(new IpAuthProvider(), new DigestAuthProvider()), false);
    private final Preparer preparer =
            new Preparer(tree, new OneSession(), acls, PrepareOptions.DEFAULT);

    private final Watches watches = new Watches(acls);
    private final OneWatcher watcher = new OneWatcher();
    private final List<String> paths = Samples.paths(ZNODES);
    private final List<byte[]> names = new ArrayList<>();
    private final List<byte[]> changes = new ArrayList<>();
    private final byte[] create = Samples.create(NEW);
    private final byte[] delete = Samples.delete(NEW);
    private final ZnodeView view = new ZnodeView();
    private final JuteWriter out = new JuteWriter(1024);
    private long zxid;
    private int next;

    /** Everybody's session is there. */
    private static final class OneSession implements SessionCheck {
        @Override
        public ErrorCode check(long sessionId, Object attachment) {
            return ErrorCode.OK;
        }

        @Override
        public void setClosing(long sessionId) {
            throw new IllegalStateException("nobody closes a session here");
        }
    }

    /** Counts its events. */
    private static final class OneWatcher implements Watcher {
        private long events;

        @Override
        public void event(EventType type, String path, long zxid) {
            events++;
        }

        @Override
        public List<Id> identities() {
            return List.of();
        }

        @Override
        public long sessionId() {
            return Samples.SESSION;
        }
    }

    /** Creates the znodes. */
    @Setup
    public void fill() {
        write(OpCode.CREATE, Samples.create("/bench"), TreeListener.NONE);
        for (String path : paths) {
            write(OpCode.CREATE, Samples.create(path), TreeListener.NONE);
            names.add(path.getBytes(StandardCharsets.UTF_8));
            changes.add(Samples.setData(path));
        }
    }

    /** From the request to the changed tree, as the replica does it; the log is left out. */
    private void write(OpCode op, byte[] body, TreeListener listener) {
        WriteRequest request = new WriteRequest(Samples.SESSION, this, 1, op, body, List.of());
        Prepared prepared = preparer.prepare(request, ++zxid, Samples.NOW_MILLIS);
        if (prepared.txn() == null || prepared.wholeRequest()) {
            throw new IllegalStateException(op + " was refused: " + prepared);
        }
        tree.apply(prepared.txn().header(), prepared.txn().txn(), listener);
        preparer.applied(zxid);
    }

    /** Another znode each time, not the one beside it. */
    private int index() {
        next = (next + 7919) % ZNODES;
        return next;
    }

    /** Finds a znode, copies data and stat out. */
    @Benchmark
    public int getData() {
        byte[] name = names.get(index());
        if (!tree.find(name, 0, name.length, view)) {
            throw new IllegalStateException("a znode is gone");
        }
        out.clear();
        out.writeBuffer(view.dataArray(), view.dataOffset(), view.dataLength());
        view.writeStat(out);
        return out.position();
    }

    /** Checks a request, makes its transaction, applies it. */
    @Benchmark
    public void setData() {
        write(OpCode.SET_DATA, changes.get(index()), TreeListener.NONE);
    }

    /** The same twice, with an entry of the directory that comes and goes. */
    @Benchmark
    public void createAndDelete() {
        write(OpCode.CREATE, create, TreeListener.NONE);
        write(OpCode.DELETE, delete, TreeListener.NONE);
    }

    /** Sets a watch, and a setData fires it. */
    @Benchmark
    public long watchAndTrigger() {
        int index = index();
        long before = watcher.events;
        watches.addData(paths.get(index), watcher, WatchMode.STANDARD);
        write(OpCode.SET_DATA, changes.get(index), watches);
        if (watcher.events != before + 1) {
            throw new IllegalStateException("a watch did not fire");
        }
        return watcher.events;
    }
}
