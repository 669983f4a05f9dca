package zabra.interop.ensemble;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import zabra.interop.wire.Frame;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;
import zabra.protocol.JuteReader;
import zabra.protocol.OpCode;
import zabra.protocol.Stat;

/** Whole trees as one server shows them, read with many requests under way. */
final class Trees {
    private static final int CHUNK = 500;
    private static final int SESSION_MILLIS = 60_000;

    /** What each server makes of its own configuration; its times are not replicated. */
    private static final String CONFIG = "/zookeeper/config";

    private Trees() {}

    /** One znode. */
    record Node(Stat stat, byte[] data, String acl) {
        String text() {
            return data == null ? "" : new String(data, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Node(Stat s, byte[] d, String a)
                    && stat.equals(s)
                    && Arrays.equals(data, d)
                    && acl.equals(a);
        }

        @Override
        public int hashCode() {
            return stat.hashCode();
        }

        @Override
        public String toString() {
            return stat + " " + acl + " '" + text() + "'";
        }
    }

    /** All znodes but the configuration's, with all that this server's leader has committed. */
    static Map<String, Node> of(int port) throws IOException {
        Map<String, Node> nodes = new HashMap<>();
        try (RawClient client = RawClient.connect(port, SESSION_MILLIS)) {
            client.succeed(Request.ofPath(OpCode.SYNC, "/"));
            List<String> level = List.of("/");
            while (!level.isEmpty()) {
                List<String> next = new ArrayList<>();
                for (int from = 0; from < level.size(); from += CHUNK) {
                    read(
                            client,
                            level.subList(from, Math.min(level.size(), from + CHUNK)),
                            nodes,
                            next);
                }
                level = next;
            }
            client.closeSession();
        }
        return nodes;
    }

    private static void read(
            RawClient client, List<String> paths, Map<String, Node> nodes, List<String> children)
            throws IOException {
        int xid = 0;
        for (String path : paths) {
            client.enqueue(Request.read(OpCode.GET_DATA, path, false));
            client.enqueue(Request.ofPath(OpCode.GET_ACL, path));
            xid = client.enqueue(Request.read(OpCode.GET_CHILDREN, path, false));
        }
        client.flush();
        xid -= 3 * paths.size();
        for (String path : paths) {
            JuteReader data = expect(client.awaitReply(++xid), path);
            byte[] bytes = data.readBuffer();
            Stat stat = Stat.read(data);
            JuteReader acl = expect(client.awaitReply(++xid), path);
            String text = zabra.protocol.Acl.readList(acl).toString();
            for (String name : expect(client.awaitReply(++xid), path).readStrings()) {
                children.add("/".equals(path) ? "/" + name : path + "/" + name);
            }
            if (!CONFIG.equals(path)) {
                nodes.put(path, new Node(stat, bytes, text));
            }
        }
    }

    private static JuteReader expect(Frame reply, String path) throws IOException {
        if (reply.err() != 0) {
            throw new IOException(path + " answers " + reply.err());
        }
        return reply.reader();
    }

    /** Fails with the first few paths whose znodes differ. */
    static void expectEqual(
            String name, Map<String, Node> tree, String otherName, Map<String, Node> other) {
        if (tree.equals(other)) {
            return;
        }
        Set<String> paths = new TreeSet<>(tree.keySet());
        paths.addAll(other.keySet());
        StringBuilder differences = new StringBuilder();
        int count = 0;
        for (String path : paths) {
            Node a = tree.get(path);
            Node b = other.get(path);
            if (a == null || !a.equals(b)) {
                if (++count <= 10) {
                    differences.append(String.format("%n%s:%n  %s%n  %s", path, a, b));
                }
            }
        }
        throw new AssertionError(
                name + " and " + otherName + " differ at " + count + " paths:" + differences);
    }
}
