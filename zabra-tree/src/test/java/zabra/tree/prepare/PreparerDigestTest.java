package zabra.tree.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zabra.protocol.Acl;
import zabra.protocol.Id;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.txn.Txn;

/** What is prepared is what the tree becomes: the digests say so after every transaction. */
class PreparerDigestTest {
    private static final PrepareOptions OPTIONS = new PrepareOptions(true, false, true, true);
    private static final String[] NAMES = {"a", "b", "ü", "zookeeper"};

    @Test
    void theFirstCreateHasTheDigestTheReferenceGives() {
        Leader leader = new Leader(OPTIONS);
        leader.nowMillis = 1795354021439L;
        leader.zxid = 0x100000001L;
        Prepared prepared =
                leader.prepare(
                        OpCode.CREATE,
                        Bodies.create("/a", "hello".getBytes(StandardCharsets.UTF_8), Acl.OPEN, 0));
        assertThat(prepared.txn().digest()).isEqualTo(0x168AB2BEAL);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 200})
    void digestsAgreeHoweverFarTheTreeLagsBehind(int lag) {
        for (int seed = 0; seed < 8; seed++) {
            run(new Random(1000L * lag + (long) seed), lag);
        }
    }

    private static void run(Random random, int lag) {
        Leader leader = new Leader(OPTIONS);
        int failed = 0;
        int done = 0;
        for (int step = 0; step < 600; step++) {
            leader.sessionId = 1L + random.nextInt(5);
            leader.sessions.attach(leader.sessionId, Leader.HERE);
            Prepared prepared = any(leader, random);
            if (prepared.txn() != null && prepared.txn().txn() instanceof Txn.Failed) {
                failed++;
            } else {
                done++;
            }
            if (random.nextInt(300) == 0) {
                leader.applyAll();
            }
            while (leader.unapplied.size() > random.nextInt(lag + 1)) {
                leader.applyOne();
            }
        }
        leader.applyAll();
        assertThat(leader.preparer.pendingZnodes()).isZero();
        assertThat(failed).isPositive();
        assertThat(done).isPositive();
    }

    private static Prepared any(Leader leader, Random random) {
        int choice = random.nextInt(100);
        if (choice < 12) {
            List<Bodies.Part> parts = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                parts.add(part(random));
            }
            return leader.prepare(OpCode.MULTI, Bodies.multi(parts));
        }
        if (choice < 15) {
            // The session lives on under a fresh number of its own: closing is for ever.
            leader.sessionId = 100L + random.nextInt(3);
            leader.sessions.attach(leader.sessionId, Leader.HERE);
            return leader.prepareFrom(null, OpCode.CLOSE_SESSION, new byte[0]);
        }
        if (choice < 17) {
            return leader.prepareFrom(
                    null, OpCode.CREATE_SESSION, new JuteWriter().writeInt(4000).toByteArray());
        }
        if (choice < 20) {
            return leader.prepareFrom(
                    null,
                    OpCode.DELETE_CONTAINER,
                    new JuteWriter().writeString(path(random)).toByteArray());
        }
        if (choice < 30) {
            List<Acl> acl =
                    random.nextBoolean()
                            ? Acl.OPEN
                            : List.of(new Acl(31, Id.ANYONE), new Acl(1, Id.ANYONE));
            return leader.prepare(
                    OpCode.SET_ACL, Bodies.setAcl(path(random), acl, random.nextInt(4) - 1));
        }
        if (choice < 50) {
            // Ephemerals of sessions that end above.
            leader.sessionId = 100L + random.nextInt(3);
            leader.sessions.attach(leader.sessionId, Leader.HERE);
        }
        Bodies.Part part = part(random);
        return part.op() == OpCode.CHECK
                ? leader.prepare(OpCode.MULTI, Bodies.multi(List.of(part)))
                : leader.prepare(part.op(), part.body());
    }

    private static Bodies.Part part(Random random) {
        String path = path(random);
        int version = random.nextInt(3) == 0 ? random.nextInt(3) : -1;
        byte[] data = random.nextInt(5) == 0 ? null : new byte[random.nextInt(20)];
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> {
                OpCode op = random.nextBoolean() ? OpCode.CREATE : OpCode.CREATE2;
                yield new Bodies.Part(op, Bodies.create(path, data, Acl.OPEN, random.nextInt(5)));
            }
            case 4 ->
                    new Bodies.Part(
                            OpCode.CREATE_CONTAINER, Bodies.create(path, data, Acl.OPEN, 4));
            case 5 ->
                    new Bodies.Part(
                            OpCode.CREATE_TTL,
                            Bodies.createTtl(path, 5 + random.nextInt(2), 1 + random.nextInt(50)));
            case 6, 7 -> new Bodies.Part(OpCode.SET_DATA, Bodies.setData(path, data, version));
            case 8 -> new Bodies.Part(OpCode.DELETE, Bodies.delete(path, version));
            default -> new Bodies.Part(OpCode.CHECK, Bodies.check(path, version));
        };
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder();
        for (int depth = random.nextInt(3); depth >= 0; depth--) {
            path.append('/').append(NAMES[random.nextInt(NAMES.length)]);
        }
        return path.toString();
    }
}
