package zabra.interop.differential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import zabra.interop.server.Digests;
import zabra.interop.server.ServerOptions;
import zabra.interop.wire.Request;
import zabra.protocol.Acl;
import zabra.protocol.Id;
import zabra.protocol.OpCode;

/** Makes random requests of every kind, mostly sensible, sometimes wrong in every field. */
final class RequestGenerator {
    private static final List<String> USERS = List.of("ann:one", "bob:two");
    private static final List<OpCode> READS =
            List.of(OpCode.EXISTS, OpCode.GET_DATA, OpCode.GET_CHILDREN, OpCode.GET_CHILDREN2);
    private static final List<String> QUOTA_ROOTS = List.of("/a", "/b", "/c");
    private static final Id IP_HERE = new Id("ip", "127.0.0.1");
    private static final Acl NAMELESS = new Acl(Acl.ALL, new Id("auth", ""));

    private final RandomGenerator random;
    private final Namespace namespace;
    private final Profile profile;

    RequestGenerator(RandomGenerator random, Namespace namespace, Profile profile) {
        this.random = random;
        this.namespace = namespace;
        this.profile = profile;
    }

    /** A request whose reply comes in its turn and after which the connection goes on. */
    Request next(long lastZxid) {
        Request request = wellFormed(lastZxid);
        if (request.type() == OpCode.CREATE_TTL.code() || random.nextInt(100) > 0) {
            return request;
        }
        return mutilated(request);
    }

    private Request wellFormed(long lastZxid) {
        int roll = random.nextInt(1000);
        if (profile == Profile.QUOTAS && roll < 60) {
            return quota();
        }
        if (namespace.isCrowded() && roll < 500) {
            return Request.delete(namespace.leaf(), -1);
        }
        if (roll < 260) {
            return create(topLevelCreate());
        }
        if (roll < 330) {
            return Request.delete(namespace.path(), version());
        }
        if (roll < 430) {
            return Request.setData(namespace.path(), data(), version());
        }
        if (roll < 470) {
            return setAcl();
        }
        if (roll < 690) {
            boolean watch = random.nextInt(3) == 0;
            return Request.read(pick(READS), watch ? namespace.watch() : namespace.path(), watch);
        }
        if (roll < 720) {
            return Request.ofPath(OpCode.GET_ACL, namespace.path());
        }
        if (roll < 800) {
            return multi();
        }
        if (roll < 830) {
            return multiRead();
        }
        if (roll < 860) {
            return Request.watches(OpCode.ADD_WATCH, namespace.watch(), smallOrWrong(0, 1));
        }
        if (roll < 890) {
            OpCode op = random.nextBoolean() ? OpCode.CHECK_WATCHES : OpCode.REMOVE_WATCHES;
            return Request.watches(op, namespace.watched(), smallOrWrong(1, 5));
        }
        return rare(roll, lastZxid);
    }

    private Request rare(int roll, long lastZxid) {
        if (roll < 910) {
            return setWatches(lastZxid);
        }
        if (roll < 925) {
            return Request.ofPath(OpCode.GET_EPHEMERALS, namespace.path());
        }
        if (roll < 945) {
            return Request.ofPath(OpCode.GET_ALL_CHILDREN_NUMBER, namespace.path());
        }
        if (roll < 960) {
            return Request.ofPath(OpCode.SYNC, namespace.path());
        }
        if (roll < 970) {
            return Request.empty(OpCode.WHO_AM_I);
        }
        if (roll < 985) {
            return Request.empty(OpCode.PING);
        }
        if (roll < 995) {
            return quota();
        }
        return Request.raw(
                OpCode.RECONFIG.code(),
                new byte[] {
                    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1
                });
    }

    /** AUTH or SASL, whose reply may overtake others and which may end the connection. */
    Request authentication() {
        int roll = random.nextInt(100);
        if (roll < 60) {
            return Request.auth("digest", utf8(pick(USERS)));
        }
        if (roll < 75) {
            return becomeSuper();
        }
        if (roll < 80) {
            return Request.auth("ip", roll % 2 == 0 ? null : utf8("1.2.3.4"));
        }
        if (roll < 85) {
            return Request.auth("digest", utf8(roll % 2 == 0 ? "" : "nocolon"));
        }
        if (roll < 88) {
            return Request.auth("digest", null);
        }
        if (roll < 95) {
            return Request.auth(
                    pick(List.of("world", "super", "sasl", "auth", "nothing", "x509", "")),
                    utf8("ann:one"));
        }
        if (roll < 97) {
            return Request.auth(null, utf8("ann:one"));
        }
        return Request.raw(OpCode.SASL.code(), new byte[] {0, 0, 0, 1, 7});
    }

    Request becomeSuper() {
        return Request.auth("digest", utf8(ServerOptions.SUPER_AUTH));
    }

    /** An opcode that is none, or that a client may not use on its own. */
    Request unknown() {
        int type = pick(List.of(0, 10, OpCode.CHECK.code(), 23, 99, 108, 1000, -2, -1, -12));
        return type == OpCode.CHECK.code()
                ? Request.check(namespace.path(), -1)
                : Request.raw(type, new byte[random.nextInt(12)]);
    }

    private OpCode topLevelCreate() {
        return random.nextInt(10) == 0
                ? OpCode.CREATE_TTL
                : pick(
                        List.of(
                                OpCode.CREATE,
                                OpCode.CREATE,
                                OpCode.CREATE2,
                                OpCode.CREATE_CONTAINER));
    }

    private Request create(OpCode op) {
        if (op == OpCode.CREATE_TTL) {
            return createTtl();
        }
        int flags = flags(op);
        return Request.create(op, sequentialOr(flags), data(), acl(), flags);
    }

    private String sequentialOr(int flags) {
        boolean sequential = flags == 2 || flags == 3 || flags == 6;
        if (sequential && random.nextInt(4) == 0) {
            return namespace.live() + "/";
        }
        return namespace.newPath();
    }

    private int flags(OpCode op) {
        int roll = random.nextInt(100);
        if (roll < 3) {
            return pick(List.of(7, -1, 100, Integer.MAX_VALUE));
        }
        if (op == OpCode.CREATE_CONTAINER && roll < 90) {
            return 4;
        }
        return roll < 10 ? random.nextInt(7) : random.nextInt(4);
    }

    /** Never other flags with a negative time to live: {@link IntendedDivergences}. */
    private Request createTtl() {
        boolean ttlFlags = random.nextInt(8) > 0;
        int flags = ttlFlags ? 5 + random.nextInt(2) : random.nextInt(5);
        long ttl =
                switch (random.nextInt(8)) {
                    case 0 -> 0;
                    case 1 -> (1L << 40) - 1;
                    case 2 -> 1L << 40;
                    case 3 -> ttlFlags ? -1 : 5;
                    case 4 -> Long.MAX_VALUE;
                    default -> 3_600_000L + random.nextInt(1000);
                };
        return Request.createTtl(sequentialOr(flags), data(), acl(), flags, ttl);
    }

    private Request setAcl() {
        String path = namespace.path();
        // A root that nobody may use would end all but refusals.
        boolean root = "/".equals(path) && random.nextInt(10) > 0;
        return Request.setAcl(path, root ? Acl.OPEN : acl(), version());
    }

    private Request multi() {
        List<Request> parts = new ArrayList<>();
        int count = random.nextInt(50) == 0 ? 0 : 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            Request part = part();
            while (IntendedDivergences.coversInMulti(part)) {
                part = part();
            }
            parts.add(part);
        }
        return Request.multi(OpCode.MULTI, parts);
    }

    private Request part() {
        int roll = random.nextInt(200);
        if (roll < 80) {
            return create(
                    pick(
                            List.of(
                                    OpCode.CREATE,
                                    OpCode.CREATE,
                                    OpCode.CREATE2,
                                    OpCode.CREATE_CONTAINER,
                                    OpCode.CREATE_TTL)));
        }
        if (roll < 120) {
            return Request.setData(namespace.live(), data(), version());
        }
        if (roll < 155) {
            return Request.delete(namespace.path(), version());
        }
        if (roll < 196) {
            return Request.check(namespace.path(), version());
        }
        return switch (roll) {
            case 196 -> Request.read(OpCode.GET_DATA, namespace.path(), false);
            case 197 -> setAcl();
            case 198 -> Request.ofPath(OpCode.SYNC, namespace.path());
            default -> Request.raw(random.nextInt(200), new byte[random.nextInt(20)]);
        };
    }

    private Request multiRead() {
        List<Request> parts = new ArrayList<>();
        for (int count = random.nextInt(5); count > 0; count--) {
            int roll = random.nextInt(40);
            if (roll == 0) {
                parts.add(part());
            } else {
                OpCode op = roll % 2 == 0 ? OpCode.GET_DATA : OpCode.GET_CHILDREN;
                parts.add(Request.read(op, namespace.path(), random.nextBoolean()));
            }
        }
        return Request.multi(OpCode.MULTI_READ, parts);
    }

    Request setWatches(long lastZxid) {
        OpCode op = random.nextBoolean() ? OpCode.SET_WATCHES : OpCode.SET_WATCHES2;
        List<List<String>> lists = new ArrayList<>();
        for (int i = 0; i < (op == OpCode.SET_WATCHES ? 3 : 5); i++) {
            lists.add(i == 0 && random.nextInt(50) == 0 ? null : paths());
        }
        long relative = random.nextInt(4) == 0 ? random.nextLong(lastZxid + 1) : lastZxid;
        return Request.setWatches(op, relative, lists);
    }

    private List<String> paths() {
        List<String> paths = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            String path = namespace.path();
            // A null in a list of watches is answered there by whatever the collection does.
            paths.add(path == null ? "/a" : path);
        }
        return paths;
    }

    /** Quotas come and go as a whole, as tools set them: {@link IntendedDivergences}. */
    private Request quota() {
        String root = "/zookeeper/quota" + pick(QUOTA_ROOTS);
        String limits = root + "/zookeeper_limits";
        String stats = root + "/zookeeper_stats";
        return switch (random.nextInt(6)) {
            case 0, 1 ->
                    Request.multi(
                            OpCode.MULTI,
                            List.of(
                                    Request.create(root, null, 0),
                                    Request.create(limits, utf8(limits()), 0),
                                    Request.create(stats, utf8("count=0,bytes=0"), 0)));
            case 2 ->
                    Request.multi(
                            OpCode.MULTI,
                            List.of(
                                    Request.delete(stats, -1),
                                    Request.delete(limits, -1),
                                    Request.delete(root, -1)));
            case 3 -> Request.setData(limits, utf8(limits()), -1);
            default -> Request.read(OpCode.GET_DATA, stats, random.nextBoolean());
        };
    }

    private String limits() {
        int count = random.nextInt(4) == 0 ? -1 : random.nextInt(30);
        int bytes = random.nextInt(4) == 0 ? -1 : random.nextInt(500);
        String soft = "count=" + count + ",bytes=" + bytes;
        return switch (random.nextInt(4)) {
            case 0 -> soft;
            case 1 -> soft + "=;byteHardLimit=" + random.nextInt(500);
            case 2 -> soft + "=;countHardLimit=" + random.nextInt(30);
            default ->
                    soft
                            + "=;byteHardLimit="
                            + random.nextInt(500)
                            + ";countHardLimit="
                            + random.nextInt(30);
        };
    }

    /** The body cut short, with more behind it, or not its own at all. */
    private Request mutilated(Request request) {
        byte[] body = request.body();
        byte[] other =
                switch (random.nextInt(4)) {
                    case 0 -> Arrays.copyOf(body, body.length + 1 + random.nextInt(8));
                    case 1 -> {
                        byte[] noise = new byte[random.nextInt(40)];
                        random.nextBytes(noise);
                        yield noise;
                    }
                    default -> Arrays.copyOf(body, random.nextInt(body.length + 1));
                };
        return Request.raw(request.type(), other);
    }

    private int version() {
        int roll = random.nextInt(10);
        return roll < 6 ? -1 : roll < 9 ? random.nextInt(3) : pick(List.of(-2, 7, -1000, 1 << 30));
    }

    private int smallOrWrong(int least, int most) {
        return random.nextInt(20) == 0
                ? pick(List.of(-1, 6, 99, Integer.MIN_VALUE))
                : random.nextInt(least, most + 1);
    }

    private byte[] data() {
        int roll = random.nextInt(1000);
        if (roll < 60) {
            return null;
        }
        if (roll < 160) {
            return new byte[0];
        }
        if (roll >= 998) {
            return filled(20_000 + random.nextInt(5000));
        }
        return filled(1 + random.nextInt(roll < 900 ? 12 : 300));
    }

    private byte[] filled(int length) {
        byte[] data = new byte[length];
        Arrays.fill(data, (byte) ('a' + random.nextInt(26)));
        return data;
    }

    private List<Acl> acl() {
        int roll = random.nextInt(100);
        if (roll < 75) {
            return Acl.OPEN;
        }
        if (roll < 90) {
            List<Acl> list = new ArrayList<>();
            for (int count = 1 + random.nextInt(3); count > 0; count--) {
                list.add(entry());
            }
            return list;
        }
        if (roll < 95) {
            return pick(
                    List.of(
                            Acl.READABLE,
                            List.of(new Acl(Acl.ALL, Id.ANYONE), new Acl(Acl.ALL, Id.ANYONE)),
                            List.of(NAMELESS)));
        }
        return wrongAcl();
    }

    private Acl entry() {
        int perms = random.nextInt(5) == 0 ? random.nextInt(256) : Acl.ALL;
        Id id =
                switch (random.nextInt(7)) {
                    case 0, 1 -> new Id("digest", Digests.id(pick(USERS)));
                    case 2 -> IP_HERE;
                    case 3 ->
                            new Id(
                                    "ip",
                                    pick(
                                            List.of(
                                                    "127.0.0.0/8",
                                                    "10.0.0.1",
                                                    "127.0.0.1/32",
                                                    "::1",
                                                    "0.0.0.0/0")));
                    case 4 -> NAMELESS.id();
                    default -> Id.ANYONE;
                };
        return new Acl(perms, id);
    }

    private List<Acl> wrongAcl() {
        return switch (random.nextInt(12)) {
            case 0 -> null;
            case 1 -> List.of();
            case 2 -> List.of(new Acl(Acl.ALL, new Id("world", "someone")));
            case 3 -> List.of(new Acl(Acl.ALL, new Id("digest", "nocolon")));
            case 4 -> List.of(new Acl(Acl.ALL, new Id("digest", "a:b:c")));
            case 5 -> List.of(new Acl(Acl.ALL, new Id("nothing", "x")));
            case 6 -> List.of(new Acl(Acl.ALL, new Id(null, "x")));
            case 7 -> List.of(new Acl(Acl.ALL, new Id("world", null)));
            case 8 -> List.of(new Acl(Acl.ALL, new Id("super", "")));
            case 9 -> List.of(new Acl(Acl.ALL, new Id("ip", "300.1.1.1")));
            case 10 -> List.of(new Acl(Acl.ALL, new Id("ip", "127.0.0.1/40")));
            default -> List.of(new Acl(Acl.ALL, new Id("x509", "CN=a")));
        };
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
