package zabra.interop.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import zabra.interop.server.Digests;
import zabra.interop.wire.Handshake;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;
import zabra.protocol.Acl;
import zabra.protocol.Id;
import zabra.protocol.OpCode;

/**
 * Fills a tree with znodes of every kind below one node, and with every kind of transaction: also
 * failed ones, which are logged too. The ephemerals' session stays alive.
 */
final class Population {
    static final int SESSION_TIMEOUT_MILLIS = 120_000;

    private static final int EPHEMERAL = 1;
    private static final int SEQUENTIAL = 2;
    private static final int CONTAINER = 4;
    private static final int TTL = 5;

    private Population() {}

    /** Fills {@code root} (absent so far); the session that owns {@code root}/ephemeral. */
    static Handshake.Session fill(int port, String root) throws IOException {
        try (RawClient client = RawClient.connect(port, SESSION_TIMEOUT_MILLIS)) {
            client.succeed(Request.auth("digest", utf8("ann:one")));
            client.succeed(Request.create(root, utf8("root"), 0));
            kinds(client, root);
            data(client, root);
            acls(client, root);
            deletions(client, root);
            multis(client, root);
            quota(client, root);
            closedSession(port, root);
            return client.session();
        }
    }

    private static void kinds(RawClient client, String root) throws IOException {
        client.succeed(Request.create(root + "/ephemeral", utf8("mine"), EPHEMERAL));
        client.succeed(Request.create(root + "/ephemeral", null, EPHEMERAL | SEQUENTIAL));
        for (int i = 0; i < 5; i++) {
            client.succeed(Request.create(root + "/sequential-", utf8("s" + i), SEQUENTIAL));
        }
        client.succeed(
                Request.create(
                        OpCode.CREATE_CONTAINER, root + "/container", null, Acl.OPEN, CONTAINER));
        client.succeed(Request.create(root + "/container/child", null, 0));
        client.succeed(
                Request.create(
                        OpCode.CREATE_CONTAINER, root + "/unused", null, Acl.OPEN, CONTAINER));
        client.succeed(
                Request.createTtl(root + "/ttl", utf8("soon gone"), Acl.OPEN, TTL, 3_600_000));
    }

    private static void data(RawClient client, String root) throws IOException {
        client.succeed(Request.create(root + "/null", null, 0));
        client.succeed(Request.create(root + "/empty", new byte[0], 0));
        client.succeed(Request.create(root + "/large", new byte[300_000], 0));
        client.succeed(Request.create(root + "/\u00e9 \u540d\u524d", utf8("\u540d"), 0));
        for (int i = 0; i < 20; i++) {
            client.succeed(Request.setData(root, utf8("root " + i), i));
        }
        client.succeed(Request.setData(root + "/empty", null, -1));
    }

    private static void acls(RawClient client, String root) throws IOException {
        List<Acl> mine = List.of(new Acl(Acl.ALL, new Id("digest", Digests.id("ann:one"))));
        List<Acl> several =
                List.of(
                        new Acl(Acl.READ, Id.ANYONE),
                        new Acl(Acl.ALL, new Id("auth", "")),
                        new Acl(Acl.ALL | 64, new Id("ip", "127.0.0.0/8")));
        client.succeed(Request.create(OpCode.CREATE2, root + "/mine", null, mine, 0));
        client.succeed(Request.create(OpCode.CREATE, root + "/several", null, several, 0));
        client.succeed(Request.create(root + "/changed", null, 0));
        client.succeed(Request.setAcl(root + "/changed", mine, 0));
        client.succeed(Request.setAcl(root + "/changed", several, 1));
    }

    private static void deletions(RawClient client, String root) throws IOException {
        client.succeed(Request.create(root + "/gone", null, 0));
        client.succeed(Request.delete(root + "/gone", 0));
        client.succeed(Request.create(root + "/again", utf8("first"), 0));
        client.succeed(Request.delete(root + "/again", -1));
        client.succeed(Request.create(root + "/again", utf8("second"), 0));
        fail(client, Request.delete(root + "/gone", -1));
        fail(client, Request.create(root + "/null", null, 0));
        fail(client, Request.setData(root + "/null", null, 9));
    }

    private static void multis(RawClient client, String root) throws IOException {
        List<Request> parts = new ArrayList<>();
        parts.add(Request.create(root + "/multi", utf8("m"), 0));
        parts.add(Request.setData(root + "/multi", utf8("n"), 0));
        parts.add(Request.check(root + "/multi", 1));
        parts.add(Request.create(root + "/multi/x-", null, SEQUENTIAL));
        parts.add(Request.create(root + "/multi/x-", null, SEQUENTIAL));
        parts.add(
                Request.create(
                        OpCode.CREATE_CONTAINER, root + "/multi/c", null, Acl.OPEN, CONTAINER));
        parts.add(Request.createTtl(root + "/multi/t", null, Acl.OPEN, TTL, 3_600_000));
        parts.add(Request.create(root + "/multi/e", null, EPHEMERAL));
        parts.add(Request.create(root + "/multi/d", null, 0));
        parts.add(Request.delete(root + "/multi/d", 0));
        client.succeed(Request.multi(OpCode.MULTI, parts));
        client.succeed(
                Request.multi(
                        OpCode.MULTI,
                        List.of(
                                Request.create(root + "/never", null, 0),
                                Request.check(root + "/absent", -1),
                                Request.delete(root + "/multi", -1))));
        client.succeed(Request.multi(OpCode.MULTI, List.of()));
    }

    private static void quota(RawClient client, String root) throws IOException {
        String quota = "/zookeeper/quota" + root;
        client.succeed(Request.create(quota, null, 0));
        client.succeed(Request.create(quota + "/zookeeper_limits", utf8("count=9,bytes=-1"), 0));
        client.succeed(Request.create(quota + "/zookeeper_stats", utf8("count=0,bytes=0"), 0));
        client.succeed(Request.create(root + "/counted", utf8("1234"), 0));
    }

    private static void closedSession(int port, String root) throws IOException {
        try (RawClient client = RawClient.connect(port, SESSION_TIMEOUT_MILLIS)) {
            client.succeed(Request.create(root + "/multi/leaves", null, EPHEMERAL));
            client.succeed(Request.create(root + "/multi/leaves too", null, EPHEMERAL));
            client.closeSession();
        }
    }

    private static void fail(RawClient client, Request request) throws IOException {
        if (client.call(request).err() == 0) {
            throw new IOException("should fail: " + request);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
