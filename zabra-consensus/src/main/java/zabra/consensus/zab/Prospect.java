package zabra.consensus.zab;

import java.util.List;
import zabra.protocol.quorum.QuorumMessage;

/**
 * A leader that is to come, announced by the one that leads: what is made ready for it meanwhile.
 * Where it is this server, who connects is kept waiting; else the connection to it is made. Nothing
 * is said to it but who we are, and nothing it says is heard, before the one that leads has said
 * its last word.
 */
final class Prospect {
    private final Member member;
    private final long leader;
    private final long epoch;
    private final Callers callers;

    /** The phase to come; null where this server is to lead. */
    private final Learning learning;

    /**
     * @param epoch that is kept for it, on this server's disk by the time it leads; 0 for none
     */
    Prospect(Member member, long leader, long epoch) {
        this.member = member;
        this.leader = leader;
        this.epoch = epoch;
        callers = new Callers(member, epoch);
        learning = leader == member.options().sid() ? null : new Learning(member, leader, epoch);
    }

    void start() {
        if (learning != null) {
            learning.prepare();
        }
    }

    long leader() {
        return leader;
    }

    /** Whether this server is to lead. */
    boolean isHere() {
        return learning == null;
    }

    /** Whether an epoch is kept for it: on this server's disk, and promised to nobody else. */
    boolean isReserved() {
        return epoch != 0 && member.history().acceptedEpoch() == epoch;
    }

    long epoch() {
        return epoch;
    }

    /** The connection, or the attempt to make it. */
    Learning learning() {
        return learning;
    }

    /** Those who connected so far. */
    List<Callers.Caller> takeCallers() {
        return callers.take();
    }

    void accepted(Link link) {
        callers.accepted(link);
    }

    void message(Link link, QuorumMessage message) {
        if (isHere()) {
            callers.message(link, message);
        } else {
            learning.message(link, message);
        }
    }

    void closed(Link link) {
        if (isHere()) {
            callers.closed(link);
        } else {
            learning.closed(link);
        }
    }

    void time() {
        if (isHere()) {
            callers.time();
        } else {
            learning.time();
        }
    }

    long nextMillis() {
        return isHere() ? callers.nextMillis() : learning.nextMillis();
    }

    /** It will not come. */
    void close() {
        callers.close();
        if (learning != null) {
            learning.close();
        }
    }
}
