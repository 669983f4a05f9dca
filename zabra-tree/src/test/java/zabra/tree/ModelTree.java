package zabra.tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import zabra.protocol.Acl;
import zabra.protocol.EphemeralOwner;
import zabra.protocol.OpCode;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.snapshot.ZnodeRecord;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;

/** The rules of applying transactions said as plainly as possible, on a map of paths. */
final class ModelTree {
    /** A znode, its fields in the order of a snapshot. */
    static final class Node {
        byte[] data = {};
        List<Acl> acl = Acl.OPEN;
        long czxid;
        long mzxid;
        long ctime;
        long mtime;
        int version;
        int cversion;
        int aversion;
        long owner;
        long pzxid;

        String text() {
            return (data == null ? "null" : new String(data, StandardCharsets.UTF_8))
                    + " "
                    + acl
                    + " "
                    + czxid
                    + " "
                    + mzxid
                    + " "
                    + ctime
                    + " "
                    + mtime
                    + " "
                    + version
                    + " "
                    + cversion
                    + " "
                    + aversion
                    + " "
                    + owner
                    + " "
                    + pzxid;
        }
    }

    final TreeMap<String, Node> nodes = new TreeMap<>();
    final Map<Long, Integer> sessions = new TreeMap<>();

    ModelTree() {
        nodes.put("", new Node());
        nodes.put("/zookeeper", new Node());
        nodes.put("/zookeeper/quota", new Node());
        Node config = new Node();
        config.acl = Acl.READABLE;
        config.aversion = -1;
        nodes.put("/zookeeper/config", config);
    }

    void apply(TxnHeader header, Txn txn) {
        switch (txn) {
            case Txn.Create t ->
                    create(
                            header,
                            t.path(),
                            t.data(),
                            t.acl(),
                            t.ephemeral() ? header.sessionId() : 0,
                            t.parentCversion(),
                            t.op() == OpCode.CREATE);
            case Txn.CreateContainer t ->
                    create(
                            header,
                            t.path(),
                            t.data(),
                            t.acl(),
                            EphemeralOwner.CONTAINER,
                            t.parentCversion(),
                            false);
            case Txn.CreateTtl t ->
                    create(
                            header,
                            t.path(),
                            t.data(),
                            t.acl(),
                            EphemeralOwner.ofTtl(t.ttlMillis()),
                            t.parentCversion(),
                            false);
            case Txn.Delete t -> delete(header, t.path());
            case Txn.SetData t -> {
                Node node = nodes.get(t.path().equals("/") ? "" : t.path());
                if (node != null) {
                    node.data = t.data();
                    node.version = t.version();
                    node.mzxid = header.zxid();
                    node.mtime = header.timeMillis();
                }
            }
            case Txn.SetAcl t -> {
                Node node = nodes.get(t.path());
                if (node != null) {
                    node.acl = t.acl();
                    node.aversion = t.version();
                }
            }
            case Txn.CreateSession t -> sessions.put(header.sessionId(), t.timeoutMillis());
            case Txn.CloseSession _ -> {
                sessions.remove(header.sessionId());
                for (String path : ephemerals(header.sessionId())) {
                    delete(header, path);
                }
            }
            case Txn.Multi t -> {
                if (!t.isFailed()) {
                    t.parts().forEach(part -> apply(header, part));
                }
            }
            case Txn.Check _, Txn.Failed _ -> {}
        }
    }

    List<String> ephemerals(long session) {
        List<String> paths = new ArrayList<>();
        nodes.forEach((path, node) -> {
            if (node.owner == session) {
                paths.add(path);
            }
        });
        return paths;
    }

    private void create(
            TxnHeader header,
            String path,
            byte[] data,
            List<Acl> acl,
            long owner,
            int parentCversion,
            boolean raises) {
        Node parent = nodes.get(path.substring(0, path.lastIndexOf('/')));
        if (parent == null) {
            return;
        }
        Node existing = nodes.get(path);
        if (existing != null) {
            existing.acl = acl;
            if (raises && parentCversion > parent.cversion) {
                parent.cversion = parentCversion;
                parent.pzxid = header.zxid();
            }
            return;
        }
        Node node = new Node();
        node.data = data;
        node.acl = acl;
        node.owner = owner;
        node.czxid = header.zxid();
        node.mzxid = header.zxid();
        node.pzxid = header.zxid();
        node.ctime = header.timeMillis();
        node.mtime = header.timeMillis();
        nodes.put(path, node);
        int cversion = parentCversion == -1 ? parent.cversion + 1 : parentCversion;
        if (cversion > parent.cversion) {
            parent.cversion = cversion;
            parent.pzxid = header.zxid();
        }
    }

    private void delete(TxnHeader header, String path) {
        Node parent = nodes.get(path.substring(0, path.lastIndexOf('/')));
        if (parent == null) {
            return;
        }
        parent.pzxid = Math.max(parent.pzxid, header.zxid());
        // In this order nothing but what is below stands between the two.
        nodes.remove(path);
        nodes.subMap(path + "/", path + "0").clear();
    }

    /** Each znode's path and text. */
    Map<String, String> text() {
        Map<String, String> text = new TreeMap<>();
        nodes.forEach((path, node) -> text.put(path, node.text()));
        return text;
    }

    long digest() {
        ZnodeDigest digester = new ZnodeDigest();
        long sum = 0;
        for (Map.Entry<String, Node> entry : nodes.entrySet()) {
            sum += digester.of(record(entry.getKey(), entry.getValue()));
        }
        return sum;
    }

    private static ZnodeRecord record(String path, Node node) {
        ZnodeRecord record = new ZnodeRecord();
        record.pathBytes = path.getBytes(StandardCharsets.UTF_8);
        record.pathLength = record.pathBytes.length;
        record.dataBytes = node.data;
        record.dataLength = node.data == null ? -1 : node.data.length;
        record.czxid = node.czxid;
        record.mzxid = node.mzxid;
        record.pzxid = node.pzxid;
        record.ctime = node.ctime;
        record.mtime = node.mtime;
        record.version = node.version;
        record.cversion = node.cversion;
        record.aversion = node.aversion;
        record.ephemeralOwner = node.owner;
        return record;
    }

    /** The same text of an image; fails where the order of a snapshot is broken. */
    static Map<String, String> text(StateImage image) {
        Map<String, String> text = new TreeMap<>();
        Map<Long, List<Acl>> acls = new TreeMap<>();
        image.accept(
                new StateVisitor() {
                    @Override
                    public void begin(int sessionCount, int aclCount) {}

                    @Override
                    public void session(long sessionId, int timeoutMillis) {}

                    @Override
                    public void acl(long key, List<Acl> acl) {
                        acls.put(key, acl);
                    }

                    @Override
                    public void znode(ZnodeRecord record) {
                        String path = record.path();
                        int slash = path.lastIndexOf('/');
                        if (slash >= 0 && !text.containsKey(path.substring(0, slash))) {
                            throw new AssertionError(path + " before its parent");
                        }
                        Node node = new Node();
                        node.data =
                                record.dataLength < 0
                                        ? null
                                        : Arrays.copyOfRange(
                                                record.dataBytes,
                                                record.dataOffset,
                                                record.dataOffset + record.dataLength);
                        node.acl = record.aclKey == -1 ? Acl.OPEN : acls.get(record.aclKey);
                        node.czxid = record.czxid;
                        node.mzxid = record.mzxid;
                        node.pzxid = record.pzxid;
                        node.ctime = record.ctime;
                        node.mtime = record.mtime;
                        node.version = record.version;
                        node.cversion = record.cversion;
                        node.aversion = record.aversion;
                        node.owner = record.ephemeralOwner;
                        if (text.put(path, node.text()) != null) {
                            throw new AssertionError(path + " twice");
                        }
                    }

                    @Override
                    public void end() {
                        if (text.size() != image.znodeCount()) {
                            throw new AssertionError(text.size() + " of " + image.znodeCount());
                        }
                    }
                });
        return text;
    }
}
