package zabra.consensus.zab;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import zabra.consensus.quorum.Quorums;

/** Who is connected to a leader, in the order of the connections. */
final class Learners {
    /** For "does not happen" among times. */
    static final long NEVER = Long.MAX_VALUE;

    private final Member member;
    private final Quorums quorums;
    private final Map<Link, LearnerState> byLink = new LinkedHashMap<>();

    Learners(Member member) {
        this.member = member;
        quorums = member.options().membership().quorums();
    }

    void add(Link link) {
        byLink.put(link, new LearnerState(link, member.now()));
    }

    /** The one on this link, or null. */
    LearnerState get(Link link) {
        return byLink.get(link);
    }

    /** Forgets the one on this link and returns it; null where there is none. */
    LearnerState remove(Link link) {
        return byLink.remove(link);
    }

    /** All, to be walked over while none comes or goes. */
    Collection<LearnerState> all() {
        return Collections.unmodifiableCollection(byLink.values());
    }

    /** Those that are there and no farther. */
    List<LearnerState> at(LearnerState.Stage stage) {
        return byLink.values().stream().filter(learner -> learner.stage() == stage).toList();
    }

    /** Those there are now. */
    List<LearnerState> copy() {
        return List.copyOf(byLink.values());
    }

    /** The one that said it is this server; null where there is none. */
    LearnerState introducedAs(long sid) {
        for (LearnerState learner : byLink.values()) {
            if (learner.isAtLeast(LearnerState.Stage.INTRODUCED) && learner.sid() == sid) {
                return learner;
            }
        }
        return null;
    }

    /** Whether this server and its voters that are at least there are a quorum. */
    boolean hasQuorum(LearnerState.Stage least) {
        return hasQuorum(least, null);
    }

    /** The same without one of them. */
    boolean hasQuorum(LearnerState.Stage least, LearnerState without) {
        Set<Long> sids = new TreeSet<>();
        sids.add(member.options().sid());
        for (LearnerState learner : byLink.values()) {
            if (learner != without && learner.isAtLeast(least) && learner.isVoter()) {
                sids.add(learner.sid());
            }
        }
        return quorums.containsQuorum(sids);
    }

    /**
     * The voter that has most, of those that serve and have a say; null where none follows.
     *
     * @param capable whether only those count that know how to take over
     */
    LearnerState bestSuccessor(boolean capable) {
        LearnerState best = null;
        for (LearnerState learner : byLink.values()) {
            boolean electable =
                    learner.stage() == LearnerState.Stage.SERVING
                            && learner.isVoter()
                            && quorums.weight(learner.sid()) > 0
                            && (!capable || Handover.isCapable(learner));
            if (electable && (best == null || isBetter(learner, best))) {
                best = learner;
            }
        }
        return best;
    }

    private static boolean isBetter(LearnerState one, LearnerState other) {
        return one.acked() == other.acked() ? one.sid() > other.sid() : one.acked() > other.acked();
    }

    /**
     * Whether the voters that know how to change their leader by its word are a quorum.
     *
     * @param withThis whether this server is one of them
     */
    boolean isQuorumCapable(boolean withThis) {
        Set<Long> sids = new TreeSet<>();
        if (withThis) {
            sids.add(member.options().sid());
        }
        for (LearnerState learner : byLink.values()) {
            if (Handover.isCapable(learner) && learner.isVoter()) {
                sids.add(learner.sid());
            }
        }
        return isQuorum(sids);
    }

    boolean isQuorum(Set<Long> sids) {
        return quorums.containsQuorum(sids);
    }

    /** All of them, counted. */
    Census census() {
        int introduced = 0;
        int followers = 0;
        int nonVoting = 0;
        int observers = 0;
        int pending = 0;
        for (LearnerState learner : byLink.values()) {
            if (!learner.isAtLeast(LearnerState.Stage.INTRODUCED)) {
                continue;
            }
            introduced++;
            switch (learner.stage()) {
                case LOCATING, SYNCHRONIZING -> pending++;
                case SERVING -> {
                    if (learner.isVoter()) {
                        followers++;
                    } else if (learner.isFollower()) {
                        nonVoting++;
                    } else {
                        observers++;
                    }
                }
                default -> {
                    // Neither any more nor yet.
                }
            }
        }
        return new Census(introduced, followers, nonVoting, observers, pending);
    }

    /** When that one has been silent, or in arrears, for too long. */
    long silentAt(LearnerState learner) {
        ZabOptions options = member.options();
        long silent =
                switch (learner.stage()) {
                    case CONNECTED, INVITED, SYNCHRONIZING ->
                            learner.heardAt() + member.ticks(options.initLimit());
                    case SERVING -> learner.heardAt() + member.ticks(options.syncLimit());
                    // It waits for this server.
                    case INTRODUCED, PROMISED, LOCATING, SYNCHRONIZED -> NEVER;
                };
        long overdue = learner.overdueSince();
        return overdue == NEVER
                ? silent
                : Math.min(silent, overdue + member.ticks(options.syncLimit()));
    }

    /** Those that have been. */
    List<LearnerState> silent() {
        return byLink.values().stream()
                .filter(learner -> member.isOver(silentAt(learner)))
                .toList();
    }

    /** When the first of them will have been silent for too long. */
    long nextSilentAt() {
        long next = NEVER;
        for (LearnerState learner : byLink.values()) {
            next = Math.min(next, silentAt(learner));
        }
        return next;
    }
}
