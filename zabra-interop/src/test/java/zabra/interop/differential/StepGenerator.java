package zabra.interop.differential;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import zabra.interop.wire.Frame;
import zabra.interop.wire.Request;
import zabra.protocol.ErrorCode;
import zabra.protocol.JuteReader;
import zabra.protocol.OpCode;

/**
 * Decides what is done next. It sees the state of the reference's connections and learns from its
 * replies; the same seed against the same reference gives the same steps.
 */
final class StepGenerator {
    private static final int TIMEOUT_MILLIS = 600_000;
    private static final int BURST_MAX = 24;
    private static final List<Integer> ODD_XIDS = List.of(0, -3, -4, -8, Integer.MAX_VALUE, 1);

    private final RandomGenerator random;
    private final Profile profile;
    private final Rig reference;
    private final Namespace namespace;
    private final RequestGenerator requests;
    private final int slotCount;
    private final Deque<Step> queued = new ArrayDeque<>();
    private int xid;

    StepGenerator(long seed, Profile profile, Rig reference, int slotCount) {
        this.random = new SplittableRandom(seed);
        this.profile = profile;
        this.reference = reference;
        this.slotCount = slotCount;
        this.namespace = new Namespace(random);
        this.requests = new RequestGenerator(random, namespace, profile);
    }

    Step next() {
        if (!queued.isEmpty()) {
            return queued.removeFirst();
        }
        int slot = random.nextInt(slotCount);
        if (!reference.isAttached(slot)) {
            return connect(slot);
        }
        int roll = random.nextInt(1000);
        if (roll < 15) {
            for (int each = 0; each < slotCount; each++) {
                if (reference.isAttached(each)) {
                    queued.add(barrier(each));
                }
            }
            return queued.removeFirst();
        }
        if (roll < 85) {
            // What is answered out of turn comes when no event can be under way.
            queued.add(outOfTurn(slot, roll));
            return barrier(slot);
        }
        return burst(slot, roll < 300 && profile != Profile.QUOTAS);
    }

    private Step outOfTurn(int slot, int roll) {
        if (roll < 55) {
            return single(slot, requests.authentication(), true);
        }
        if (roll < 65) {
            return new Step.Drop(slot);
        }
        if (roll < 70) {
            return single(slot, Request.empty(OpCode.CLOSE_SESSION), false);
        }
        if (roll < 76) {
            return single(slot, requests.unknown(), true);
        }
        return roll < 80
                ? garbage(slot)
                : new Step.Connect(slot, Step.Hello.STEAL, timeout(), false);
    }

    /** A read, which is answered behind every event that was caused before it was asked. */
    private Step barrier(int slot) {
        return single(slot, Request.read(OpCode.EXISTS, "/zookeeper", false), false);
    }

    private Step burst(int slot, boolean many) {
        int count = many ? 2 + random.nextInt(BURST_MAX - 1) : 1;
        List<Request> burst = new ArrayList<>();
        List<Integer> xids = new ArrayList<>();
        while (burst.size() < count) {
            Request request = requests.next(reference.lastZxid(slot));
            if (!IntendedDivergences.covers(request)) {
                burst.add(request);
                xids.add(nextXid());
            }
        }
        if (burst.stream().anyMatch(request -> request.type() == OpCode.PING.code())) {
            // A ping may overtake an event, so something else must be last.
            queued.add(barrier(slot));
        }
        return new Step.Burst(slot, xids, burst, false);
    }

    private Step single(int slot, Request request, boolean probe) {
        return new Step.Burst(slot, List.of(nextXid()), List.of(request), probe);
    }

    private int nextXid() {
        return random.nextInt(50) == 0 ? ODD_XIDS.get(random.nextInt(ODD_XIDS.size())) : ++xid;
    }

    private Step connect(int slot) {
        int roll = random.nextInt(100);
        Step.Hello hello;
        if (roll < 3) {
            hello = Step.Hello.UNKNOWN_SESSION;
        } else if (roll < 6) {
            hello = Step.Hello.FUTURE_ZXID;
        } else if (roll < 9 && reference.hasClosedSession(slot)) {
            hello = Step.Hello.CLOSED_SESSION;
        } else if (!reference.hasSession(slot)) {
            hello = roll < 20 ? Step.Hello.NEW_WITHOUT_PASSWORD : Step.Hello.NEW;
        } else {
            hello = roll < 15 ? Step.Hello.WRONG_PASSWORD : Step.Hello.REATTACH;
        }
        Boolean readOnly = random.nextInt(5) == 0 ? null : random.nextInt(5) == 0;
        return new Step.Connect(slot, hello, timeout(), readOnly);
    }

    private int timeout() {
        // A session must outlive the run, so what is clamped is only the upper bound.
        return random.nextInt(4) == 0 ? Integer.MAX_VALUE : TIMEOUT_MILLIS - random.nextInt(1000);
    }

    private Step garbage(int slot) {
        return new Step.Garbage(
                slot,
                switch (random.nextInt(4)) {
                    case 0 -> new byte[] {-1, -1, -1, -1};
                    case 1 -> new byte[] {0x7f, -1, -1, -1};
                    case 2 -> new byte[] {0, 0x10, 0, 0};
                    default -> new byte[] {0, 0, 0, 3, 1, 2, 3};
                });
    }

    /** Learns from the reference's replies to this step. */
    void observe(Step step, List<Frame> replies) {
        if (step instanceof Step.Burst burst) {
            for (int i = 0; i < replies.size(); i++) {
                learn(burst.requests().get(i), replies.get(i));
            }
        }
    }

    private void learn(Request request, Frame reply) {
        OpCode op = OpCode.of(request.type());
        if (op == null) {
            return;
        }
        boolean succeeded = reply.err() == 0;
        boolean absent = reply.err() == ErrorCode.NONODE.code();
        switch (op) {
            case CREATE, CREATE2, CREATE_CONTAINER, CREATE_TTL -> {
                if (succeeded) {
                    namespace.created(reply.reader().readString());
                }
            }
            case DELETE -> {
                if (succeeded || absent) {
                    namespace.deleted(new JuteReader(request.body()).readString());
                }
            }
            case EXISTS, GET_DATA, GET_CHILDREN, GET_CHILDREN2, SET_DATA -> {
                if (absent) {
                    namespace.deleted(new JuteReader(request.body()).readString());
                }
            }
            default -> {}
        }
    }
}
