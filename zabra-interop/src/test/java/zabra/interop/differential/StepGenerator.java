package zabra.interop.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import zabra.interop.wire.Frame;
import zabra.interop.wire.Request;
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
    private int xid;
    private int pinged;

    StepGenerator(long seed, Profile profile, Rig reference, int slotCount) {
        this.random = new SplittableRandom(seed);
        this.profile = profile;
        this.reference = reference;
        this.slotCount = slotCount;
        this.pinged = slotCount;
        this.namespace = new Namespace(random);
        this.requests = new RequestGenerator(random, namespace, profile);
    }

    Step next() {
        if (pinged < slotCount) {
            // Each connection in turn shows the events that wait on it.
            int slot = pinged++;
            return reference.isAttached(slot) ? single(slot, ping(), false) : next();
        }
        int slot = random.nextInt(slotCount);
        if (!reference.isAttached(slot)) {
            return connect(slot);
        }
        int roll = random.nextInt(1000);
        if (roll < 15) {
            pinged = 0;
            return next();
        }
        if (roll < 55) {
            return single(slot, requests.authentication(), true);
        }
        if (roll < 65) {
            return new Step.Drop(slot);
        }
        if (roll < 70) {
            return new Step.Burst(
                    slot,
                    List.of(nextXid(), nextXid()),
                    List.of(ping(), Request.empty(OpCode.CLOSE_SESSION)),
                    false);
        }
        if (roll < 76) {
            return single(slot, requests.unknown(), true);
        }
        if (roll < 79) {
            return garbage(slot);
        }
        if (roll < 83) {
            return new Step.Connect(slot, Step.Hello.STEAL, timeout(), false);
        }
        return burst(slot, roll < 300 && profile != Profile.QUOTAS);
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
        return new Step.Burst(slot, xids, burst, false);
    }

    private Step single(int slot, Request request, boolean probe) {
        return new Step.Burst(slot, List.of(nextXid()), List.of(request), probe);
    }

    private static Request ping() {
        return Request.empty(OpCode.PING);
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
                if (replies.get(i).err() == 0) {
                    learn(burst.requests().get(i), replies.get(i));
                }
            }
        }
    }

    private void learn(Request request, Frame reply) {
        OpCode op = OpCode.of(request.type());
        if (op == null) {
            return;
        }
        switch (op) {
            case CREATE, CREATE2, CREATE_CONTAINER, CREATE_TTL ->
                    namespace.created(reply.reader().readString());
            case DELETE -> namespace.deleted(new JuteReader(request.body()).readString());
            default -> {}
        }
    }
}
