package zabra.interop.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import zabra.protocol.Acl;
import zabra.protocol.JuteReader;
import zabra.protocol.OpCode;
import zabra.protocol.Stat;

/** Everything a client can see of a tree, exactly: data, ACLs, stats with their times. */
public final class TreeWalk {
    private TreeWalk() {}

    /** Each znode's path and all of it; {@code superAuth} sees through every ACL. */
    public static SortedMap<String, String> of(int port, String superAuth) throws IOException {
        SortedMap<String, String> seen = new TreeMap<>();
        try (RawClient client = RawClient.connect(port, 30_000)) {
            client.succeed(Request.auth("digest", superAuth.getBytes(StandardCharsets.UTF_8)));
            visit(client, "/", seen);
            client.closeSession();
        }
        return seen;
    }

    private static void visit(RawClient client, String path, SortedMap<String, String> seen)
            throws IOException {
        JuteReader read = client.succeed(Request.read(OpCode.GET_DATA, path, false)).reader();
        byte[] data = read.readBuffer();
        Stat stat = Stat.read(read);
        JuteReader access = client.succeed(Request.ofPath(OpCode.GET_ACL, path)).reader();
        List<Acl> acl = Acl.readList(access);
        seen.put(
                path,
                stat + " " + acl + " " + (data == null ? null : HexFormat.of().formatHex(data)));
        for (String child :
                client.succeed(Request.read(OpCode.GET_CHILDREN, path, false))
                        .reader()
                        .readStrings()) {
            visit(client, "/".equals(path) ? "/" + child : path + "/" + child, seen);
        }
    }
}
