package zabra.consensus.zab;

import java.util.List;
import zabra.consensus.Consensus;
import zabra.consensus.election.Election;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.PeerState;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.Proposal;

/**
 * One member of an ensemble: elects, leads, follows or observes. A pure machine; see {@link
 * Consensus}. Before each batch of events {@link #time} tells it what time it is.
 *
 * <p>At each time one {@link Phase} acts; this class passes events to it, and turns the election's
 * decisions into the next phase.
 */
public final class Zab implements Consensus {
    private final ZabOptions options;
    private final EnsembleEffects effects;
    private final History history;
    private final Pace pace = new Pace();
    private final Shared shared = new Shared();
    private final Voting voting;
    private final Election election;
    private final Departure departure = new Departure(shared);
    private final Prospects prospects = new Prospects(shared);
    private Phase phase;
    private Role role = Role.LOOKING;
    private boolean started;
    private long greatestEpoch;
    private String reason = "started";

    /** Nothing happens before {@link #start}. */
    public Zab(ZabOptions options, ZabState recovered, EnsembleEffects effects) {
        this.options = options;
        this.effects = effects;
        history = new History(options, recovered, effects);
        voting = new Voting(shared);
        election = voting.election();
        phase = new Looking(shared, this::elect);
    }

    // ---- time

    /** Begins to look for a leader. Once, after the first {@link #time}. */
    public void start() {
        started = true;
        if (phase instanceof Looking looking) {
            looking.start();
        }
    }

    /** It is {@code nowMillis}, monotonic, from any origin; does what was due by then. */
    public void time(long nowMillis) {
        if (!started) {
            pace.begin(nowMillis);
            return;
        }
        pace.advance(nowMillis, nextMillis(), options.tickMillis() / 2);
        election.tick(nowMillis);
        takeRole();
        phase.time();
        prospects.time();
        departure.time();
    }

    /** When {@link #time} must be called at the latest. */
    public long nextMillis() {
        long next = Math.min(phase.nextMillis(), prospects.nextMillis());
        next = Math.min(next, departure.nextMillis());
        return Math.min(election.nextMillis(), Math.max(next, pace.patientUntil()));
    }

    // ---- election port

    /** A vote came from that server. */
    public void onVote(long from, Notification notification) {
        if (phase instanceof Leading leading
                && notification.state() == PeerState.LOOKING
                && notification.electionEpoch() > election.vote().round()
                && options.membership().isVoter(from)) {
            leading.lookingElsewhere(from);
        }
        if (phase instanceof Looking looking && !looking.isElecting()) {
            voting.keep(from, notification);
            return;
        }
        election.receive(from, notification, pace.now());
        takeRole();
    }

    /**
     * Whether an election connection with that server stands. One that is replaced by another does
     * not count as lost; one that was refused, or broke, does. Unknown servers count as reachable.
     */
    public void onReachable(long sid, boolean reachable) {
        election.reachable(sid, reachable, pace.now());
        takeRole();
    }

    private void elect() {
        voting.look();
        takeRole();
    }

    /** Does what the election has decided, if it has. */
    private void takeRole() {
        Election.Vote vote = voting.takeDecision();
        if (vote == null || !(phase instanceof Looking looking)) {
            return;
        }
        if (vote.leader() == options.sid()) {
            List<Callers.Caller> callers = looking.takeCallers();
            Leading leading = new Leading(shared, greatestEpoch, -1);
            enter(leading, Role.LEADING, PeerState.LEADING);
            leading.start(callers);
        } else {
            looking.close();
            follow(vote.leader());
        }
    }

    private void follow(long leader) {
        Learning learning = new Learning(shared, leader, 0);
        enterLearning(learning);
        learning.start();
    }

    private void enterLearning(Learning learning) {
        if (options.observer() || !history.isVoting()) {
            enter(learning, Role.OBSERVING, PeerState.OBSERVING);
        } else {
            enter(learning, Role.FOLLOWING, PeerState.FOLLOWING);
        }
    }

    private void enter(Phase next, Role nextRole, PeerState state) {
        phase = next;
        role = nextRole;
        election.settle(state);
        effects.role(nextRole);
    }

    // ---- quorum port

    /** Somebody connected to this server's quorum port. */
    public void onAccepted(Link link) {
        if (prospects.isHere()) {
            prospects.accepted(link);
        } else {
            phase.accepted(link);
        }
    }

    /** Who connects to that leader: the present phase, or the one to come. */
    private Learning dialer(long leader) {
        Learning coming = prospects.learning(leader);
        return coming == null && phase instanceof Learning learning ? learning : coming;
    }

    /** The connection asked for by {@code dialLeader} stands. */
    public void onDialed(long leader, Link link) {
        Learning learning = dialer(leader);
        if (learning == null) {
            link.close();
        } else {
            learning.dialed(leader, link);
        }
    }

    /** That connection could not be made, this once. */
    public void onDialFailed(long leader) {
        Learning learning = dialer(leader);
        if (learning != null) {
            learning.dialFailed(leader);
        }
    }

    /** A message came on a link. Messages of links that were closed are passed over. */
    public void onMessage(Link link, QuorumMessage message) {
        prospects.message(link, message);
        phase.message(link, message);
        if (phase instanceof Learning learning && learning.isServing()) {
            departure.resigned();
        }
    }

    /** The whole state that follows a SNAP has come, and its signature was right. */
    public void onSnapshotReceived(Link link) {
        if (phase instanceof Learning learning) {
            learning.snapshotReceived(link);
        }
    }

    /**
     * Of a history or a state that is on its way over the link, either way, more has gone. Limits
     * of time bound silence, not the time that all of it takes: to be told several times in a tick,
     * at most, while it moves.
     */
    public void onProgress(Link link) {
        phase.progress(link);
    }

    /** A link broke, was closed by the other side, or brought bytes that mean nothing. */
    public void onClosed(Link link) {
        departure.closed(link);
        prospects.closed(link);
        phase.closed(link);
    }

    /**
     * @param found the greatest zxid, at most the one asked for, that the log of this server
     *     contains, or that a snapshot is the state of, with every later transaction up to the last
     *     durable one behind it in the log, readable and without a gap; -1 where there is none, or
     *     where reading it would cost more than a snapshot
     */
    public void onLocated(Link link, long found) {
        if (phase instanceof Leading leading) {
            leading.located(link, found);
        }
    }

    // ---- durable steps

    public void onAcceptedEpochStored(long epoch) {
        history.acceptedEpochStored(epoch);
        phase.stored(true);
    }

    public void onCurrentEpochStored(long epoch) {
        history.currentEpochStored(epoch);
        phase.stored(true);
    }

    /** Not {@code done}: nothing was changed, the zxid is no part of this server's history. */
    public void onTruncated(boolean done) {
        history.truncated(done);
        phase.stored(done);
    }

    public void onSnapshotInstalled(long zxid) {
        history.installed(zxid);
        phase.stored(true);
    }

    public void onAdmitted() {
        history.admitted();
        phase.stored(true);
    }

    @Override
    public void durable(long zxid) {
        history.durable(zxid);
        phase.durable();
    }

    // ---- the primary

    @Override
    public boolean isPrimary() {
        return phase instanceof Leading leading && leading.isPrimary();
    }

    @Override
    public long nextZxid() {
        return primary().nextZxid();
    }

    @Override
    public void propose(long zxid, byte[] txn) {
        primary().propose(new Proposal(zxid, txn));
    }

    @Override
    public void barrier(long token) {
        primary().barrier(token);
    }

    private Leading primary() {
        if (phase instanceof Leading leading) {
            return leading;
        }
        throw new IllegalStateException("not primary but " + role);
    }

    // ---- the learner

    /** A request, a revalidation. Only while serving as learner; lost where the leader is. */
    public void toLeader(QuorumMessage message) {
        if (phase instanceof Learning learning) {
            learning.toLeader(message);
        }
    }

    // ---- stopping

    /**
     * This server is about to stop. A leader hands over to an up-to-date follower, where that is
     * possible within a tick, and follows it; then {@code resigned}, for others at once.
     */
    public void resign() {
        departure.begin();
        if (phase instanceof Leading leading) {
            leading.ending().resign();
        } else if (!(phase instanceof Learning learning) || learning.isServing()) {
            departure.resigned();
        }
    }

    /**
     * This server stops. One that still leads takes no more proposals, waits a little for an
     * up-to-date follower, and votes for it; then {@code left}, for others at once. Until the
     * process ends it does nothing more.
     */
    public void leave() {
        departure.begin();
        switch (phase) {
            case Leading leading -> leading.ending().leave();
            case Resigned _ -> departure.left();
            case Looking _, Learning _ -> shared.leave(-1, 0);
        }
    }

    // ---- what operators see

    public Role role() {
        return role;
    }

    /** The server that leads; -1 while nobody is known to. */
    public long leader() {
        return phase.leader();
    }

    /** Who follows this server. */
    public Census census() {
        return phase instanceof Leading leading ? leading.census() : Census.NONE;
    }

    /** As on disk. */
    public long acceptedEpoch() {
        return history.acceptedEpoch();
    }

    /** As on disk. */
    public long currentEpoch() {
        return history.currentEpoch();
    }

    /** Why it last began to look for a leader. */
    public String lookingBecause() {
        return reason;
    }

    private final class Shared implements Member {
        @Override
        public ZabOptions options() {
            return options;
        }

        @Override
        public EnsembleEffects effects() {
            return effects;
        }

        @Override
        public History history() {
            return history;
        }

        @Override
        public Pace pace() {
            return pace;
        }

        @Override
        public Voting voting() {
            return voting;
        }

        @Override
        public Prospects prospects() {
            return prospects;
        }

        @Override
        public Departure departure() {
            return departure;
        }

        @Override
        public void sawEpoch(long epoch) {
            greatestEpoch = Math.max(greatestEpoch, epoch);
        }

        @Override
        public void look(String why) {
            if (departure.hasBegun()) {
                leave(-1, 0);
                return;
            }
            reason = why;
            prospects.expectNobody();
            phase.close();
            Looking looking = new Looking(this, Zab.this::elect);
            phase = looking;
            role = Role.LOOKING;
            effects.role(Role.LOOKING);
            looking.start();
        }

        @Override
        public void leave(long successor, long zxid) {
            reason = "resigned";
            prospects.expectNobody();
            phase.close();
            phase = new Resigned();
            if (role != Role.LOOKING) {
                role = Role.LOOKING;
                effects.role(Role.LOOKING);
            }
            voting.leave(successor, zxid);
            departure.left();
        }

        @Override
        public void change(long leader, long electionRound) {
            long predecessor = phase.leader() == leader ? -1 : phase.leader();
            Prospect coming = prospects.take(leader);
            effects.hold();
            phase.close();
            long epoch = history.currentEpoch();
            election.appoint(leader, history.lastLogged(), epoch, electionRound);
            if (leader == options.sid()) {
                Leading leading = new Leading(this, greatestEpoch, predecessor);
                enter(leading, Role.LEADING, PeerState.LEADING);
                leading.startWith(
                        epoch + 1,
                        coming != null && coming.isReserved(),
                        coming == null ? List.of() : coming.takeCallers());
            } else if (coming != null) {
                enterLearning(coming.learning());
                coming.learning().begin();
            } else {
                follow(leader);
            }
        }
    }
}
