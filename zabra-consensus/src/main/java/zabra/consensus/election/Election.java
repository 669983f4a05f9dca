package zabra.consensus.election;

import java.util.SortedSet;
import java.util.TreeSet;
import zabra.consensus.quorum.Membership;
import zabra.consensus.quorum.Quorums;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.PeerState;

/**
 * Fast leader election of one member: a hint of who should lead. Safety does not depend on it. A
 * pure machine: each event carries the time.
 *
 * <p>Who looks begins a round, tells all voters whom it proposes, itself first, and takes over each
 * better proposal it hears of; see {@link VoteOrder}. A round ends for it when a quorum proposes
 * the same, and nobody who may know better is left: at once where all voters that can be reached
 * have spoken, else after a little silence. Who looks while others have a leader already is told so
 * by them, and joins.
 *
 * <p>The config that others send along is not read: here it only changes by hand.
 */
public final class Election {
    /** What an election asks for. Called during events. */
    public interface Effects {
        /** To another server, never to oneself. */
        void send(long sid, Notification notification);

        /** Some voter is silent: try anew to reach those that cannot be. */
        void dialVoters();

        /**
         * This server has no database, and every other voter has said that it has none either, or
         * an empty one, and never had a leader.
         */
        void nobodyHasAnything();

        /** The vote is decided; {@link Election#settle} must follow. Never during a look. */
        void decided(Vote vote);
    }

    /**
     * @param leader the sid voted for; {@link Long#MIN_VALUE} where none may be
     * @param zxid the last transaction of that server
     * @param peerEpoch the current epoch of that server
     * @param round of election in which it was cast
     */
    public record Vote(long leader, long zxid, long peerEpoch, long round) {
        private Vote inRound(long newRound) {
            return new Vote(leader, zxid, peerEpoch, newRound);
        }
    }

    private enum Phase {
        /** Nothing was asked yet. */
        NEW,
        ELECTING,
        /** Electing a successor, without a say in when it is decided. */
        LEAVING,
        DECIDED,
        SETTLED
    }

    /** The first re-send comes after this; each later one after twice as long. */
    static final int RESEND_MIN_MILLIS = 200;

    /**
     * Not later where somebody answers, or nobody would tell this server that a leader is found.
     */
    static final int RESEND_ANSWERED_MAX_MILLIS = 2_000;

    static final int RESEND_MAX_MILLIS = 60_000;

    /** A larger round is nonsense, and would leave no room to count on. */
    private static final long ROUND_MAX = 1L << 60;

    private static final long NEVER = Long.MAX_VALUE;

    /** The last transaction of who must not vote, only learn who leads. */
    public static final long NO_DATABASE = -1;

    private final long sid;
    private final boolean votes;
    private final Quorums quorums;
    private final VoteOrder order;
    private final String config;
    private final int waitMillis;
    private final Effects effects;
    private final SortedSet<Long> unreachable = new TreeSet<>();

    /** What was said in this round. */
    private final Tally round;

    /** What those say that have a leader, whatever their round. */
    private final Tally settled;

    /** Voters heard since the last broadcast. */
    private final SortedSet<Long> heard = new TreeSet<>();

    /** Voters that said, while this server had no database, that they have nothing either. */
    private final SortedSet<Long> empty = new TreeSet<>();

    private Phase phase = Phase.NEW;
    private PeerState state = PeerState.LOOKING;
    private Vote initial = none(0);
    private Vote vote = none(0);

    /** Whether this server has no database: it must not vote, and hears no votes. */
    private boolean mute;

    private boolean appointed;
    private long resendMillis;
    private long resendAt = NEVER;
    private long decideAt = NEVER;

    /**
     * @param sid this server
     * @param votes whether it is a voter
     * @param waitMillis silence that ends an election in which not every voter has spoken
     */
    public Election(
            long sid, boolean votes, Membership membership, int waitMillis, Effects effects) {
        this.sid = sid;
        this.votes = votes;
        this.waitMillis = waitMillis;
        this.effects = effects;
        quorums = membership.quorums();
        order = new VoteOrder(quorums);
        config = membership.text();
        round = new Tally(quorums);
        settled = new Tally(quorums);
    }

    private static Vote none(long round) {
        return new Vote(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, round);
    }

    /**
     * Begins a new round.
     *
     * @param lastZxid of the log; -1: must not vote, only learn who leads
     */
    public void look(long lastZxid, long currentEpoch, long nowMillis) {
        long next = vote.round() + 1;
        mute = lastZxid == NO_DATABASE;
        initial = votes ? new Vote(sid, lastZxid, currentEpoch, next) : none(next);
        begin(Phase.ELECTING, nowMillis);
        // Decided by the next tick where this server alone is a quorum.
        reckon(nowMillis);
        reckonEmpty();
    }

    /**
     * Begins a new round as a server that is about to stop and votes for its successor, at once and
     * for good: it decides nothing itself.
     */
    public void leave(long successor, long lastZxid, long currentEpoch, long nowMillis) {
        mute = false;
        initial = new Vote(successor, lastZxid, currentEpoch, vote.round() + 1);
        begin(Phase.LEAVING, nowMillis);
    }

    /**
     * That server leads from now on, by the word of the one that led, and without a vote: {@link
     * #settle} must follow.
     */
    public void appoint(long leader, long lastZxid, long currentEpoch, long inRound) {
        long next = Math.max(vote.round(), Math.min(inRound, ROUND_MAX));
        vote = new Vote(leader, lastZxid, currentEpoch, next);
        phase = Phase.DECIDED;
        appointed = true;
    }

    private void begin(Phase begun, long nowMillis) {
        phase = begun;
        state = PeerState.LOOKING;
        round.clear();
        settled.clear();
        empty.clear();
        resendMillis = RESEND_MIN_MILLIS;
        propose(initial, nowMillis);
    }

    /**
     * The role that follows a decision: what others are told from now on, at once where nobody
     * voted for it. What was said last is said again to who comes back: not a vote that elects it.
     */
    public void settle(PeerState role) {
        if (phase != Phase.DECIDED || role == PeerState.LOOKING) {
            throw new IllegalStateException("to settle as " + role + " while " + phase);
        }
        phase = Phase.SETTLED;
        state = role;
        if (appointed) {
            tellVoters();
        }
        appointed = false;
    }

    /** The epoch of the leader voted for is established. */
    public void refresh(long epoch) {
        if (phase != Phase.SETTLED) {
            throw new IllegalStateException("epoch " + epoch + " while " + phase);
        }
        vote = new Vote(vote.leader(), vote.zxid(), epoch, vote.round());
    }

    /** A notification came from that server. */
    public void receive(long from, Notification notification, long nowMillis) {
        if (phase == Phase.NEW || from == sid) {
            return;
        }
        if (!quorums.voters().contains(from)) {
            // Nobody calls observers and joiners: they ask.
            tell(from);
            return;
        }
        Ballot ballot = Ballot.of(notification);
        boolean looks = ballot.state() == PeerState.LOOKING;
        if (!isLooking()) {
            if (looks) {
                tell(from);
            }
            return;
        }
        hear(from, nowMillis);
        if (mute) {
            compare(from, ballot);
        }
        if (looks && ballot.vote().round() < vote.round()) {
            settled.remove(from);
            tell(from);
        } else if (quorums.voters().contains(ballot.vote().leader())) {
            switch (ballot.state()) {
                case LOOKING -> onLooking(from, ballot, nowMillis);
                case FOLLOWING, LEADING -> onSettled(from, ballot, nowMillis);
                case OBSERVING -> {} // A voter here, none by its own lights: not our ensemble's.
            }
        }
    }

    /**
     * Who votes for one that has nothing has nothing itself: everybody votes for the best it knows.
     */
    private void compare(long from, Ballot ballot) {
        Vote theirs = ballot.vote();
        if (ballot.state() == PeerState.LOOKING && theirs.zxid() <= 0 && theirs.peerEpoch() <= 0) {
            empty.add(from);
            reckonEmpty();
        } else {
            empty.remove(from);
        }
    }

    private void reckonEmpty() {
        if (mute && votes && phase == Phase.ELECTING && empty.size() == others()) {
            effects.nobodyHasAnything();
        }
    }

    private void hear(long from, long nowMillis) {
        heard.add(from);
        if (resendMillis > RESEND_ANSWERED_MAX_MILLIS) {
            resendMillis = RESEND_ANSWERED_MAX_MILLIS;
            resendAt = Math.min(resendAt, nowMillis + resendMillis);
        }
    }

    /** Somebody else looks, in this round or a later one. */
    private void onLooking(long from, Ballot ballot, long nowMillis) {
        settled.remove(from);
        Vote theirs = ballot.vote();
        if (mute || theirs.zxid() == NO_DATABASE || theirs.round() > ROUND_MAX) {
            return;
        }
        boolean first = !round.contains(from);
        if (theirs.round() > vote.round()) {
            round.clear();
            Vote mine = initial.inRound(theirs.round());
            propose(isWorse(mine, theirs) ? theirs : mine, nowMillis);
        } else if (isWorse(vote, theirs)) {
            propose(theirs, nowMillis);
        } else if (first) {
            // It may not have been looking yet when we told it, and was deaf to our vote.
            tell(from);
        }
        round.put(from, ballot);
        reckon(nowMillis);
        decideIfDue(nowMillis);
    }

    private boolean isWorse(Vote mine, Vote theirs) {
        return phase != Phase.LEAVING && order.isBetter(theirs, mine);
    }

    /** Somebody else has a leader. */
    private void onSettled(long from, Ballot ballot, long nowMillis) {
        if (phase != Phase.ELECTING) {
            return;
        }
        settled.put(from, ballot);
        boolean sameRound = ballot.vote().round() == vote.round();
        if (sameRound) {
            round.put(from, ballot);
        }
        if ((sameRound && isElected(round, ballot)) || isElected(settled, ballot)) {
            decide(ballot.vote());
        } else if (sameRound) {
            reckon(nowMillis);
            decideIfDue(nowMillis);
        }
    }

    /**
     * Whether a quorum agrees with this ballot and the leader does, too: followers of one that is
     * gone do not know it yet.
     */
    private boolean isElected(Tally tally, Ballot ballot) {
        long leader = ballot.vote().leader();
        boolean leads =
                leader == sid
                        ? votes && !mute && ballot.vote().round() == vote.round()
                        : tally.isLeading(leader);
        return leads && tally.isQuorum(ballot);
    }

    /** A voter that is not reachable is not waited for. */
    public void reachable(long other, boolean reachable, long nowMillis) {
        if (reachable) {
            unreachable.remove(other);
            if (isLooking() && quorums.voters().contains(other) && other != sid) {
                tell(other);
            }
        } else {
            unreachable.add(other);
            settled.remove(other);
            if (phase == Phase.ELECTING) {
                reckon(nowMillis);
                decideIfDue(nowMillis);
            }
        }
    }

    /** It is {@code nowMillis}; does what was due by then. */
    public void tick(long nowMillis) {
        decideIfDue(nowMillis);
        if (isLooking() && nowMillis >= resendAt) {
            if (heard.size() < others()) {
                effects.dialVoters();
            }
            boolean patient = votes && !mute && heard.isEmpty();
            resendMillis =
                    Math.min(
                            2 * resendMillis,
                            patient ? RESEND_MAX_MILLIS : RESEND_ANSWERED_MAX_MILLIS);
            broadcast(nowMillis);
        }
    }

    private int others() {
        return quorums.voters().size() - (quorums.voters().contains(sid) ? 1 : 0);
    }

    private boolean isLooking() {
        return phase == Phase.ELECTING || phase == Phase.LEAVING;
    }

    /** When {@link #tick} has something to do; {@link Long#MAX_VALUE} for never. */
    public long nextMillis() {
        return isLooking() ? Math.min(resendAt, decideAt) : NEVER;
    }

    /** What others are told that this server does. */
    public PeerState state() {
        return state;
    }

    /** The vote as others are told it. */
    public Vote vote() {
        return vote;
    }

    private void propose(Vote proposal, long nowMillis) {
        vote = proposal;
        decideAt = NEVER;
        if (votes && !mute) {
            round.put(sid, mine());
        }
        broadcast(nowMillis);
    }

    private Ballot mine() {
        return new Ballot(PeerState.LOOKING, vote, Notification.VERSION);
    }

    /** Finds when the round ends, as things stand. */
    private void reckon(long nowMillis) {
        if (phase != Phase.ELECTING || !round.isQuorum(mine())) {
            decideAt = NEVER;
        } else {
            // Whose votes differ have not heard of ours yet: they know of none better.
            decideAt =
                    Math.min(decideAt, hasEverybodySpoken() ? nowMillis : nowMillis + waitMillis);
        }
    }

    private boolean hasEverybodySpoken() {
        for (long voter : quorums.voters()) {
            if (voter != sid
                    && quorums.weight(voter) > 0
                    && !unreachable.contains(voter)
                    && !round.contains(voter)) {
                return false;
            }
        }
        return true;
    }

    private void decideIfDue(long nowMillis) {
        if (phase == Phase.ELECTING && nowMillis >= decideAt) {
            decide(vote);
        }
    }

    private void decide(Vote elected) {
        vote = elected;
        phase = Phase.DECIDED;
        effects.decided(elected);
    }

    private void broadcast(long nowMillis) {
        heard.clear();
        resendAt = nowMillis + resendMillis;
        tellVoters();
    }

    private void tellVoters() {
        for (long voter : quorums.voters()) {
            if (voter != sid) {
                tell(voter);
            }
        }
    }

    private void tell(long to) {
        effects.send(
                to,
                Notification.of(
                        state, vote.leader(), vote.zxid(), vote.round(), vote.peerEpoch(), config));
    }
}
