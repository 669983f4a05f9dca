package zabra.consensus.zab;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    /** Of servers that the config does not know, so many may vote early. */
    private static final int EARLY_VOTES_MAX = 100;

    private final ZabOptions options;
    private final EnsembleEffects effects;
    private final History history;
    private final Election election;
    private final Shared shared = new Shared();

    /** Votes that came before this server's own next vote is known: the last one of each. */
    private final Map<Long, Notification> earlyVotes = new TreeMap<>();

    private Phase phase;
    private Role role = Role.LOOKING;
    private boolean started;
    private boolean resigning;
    private long now;
    private long batch;
    private long patientUntil = Long.MIN_VALUE;
    private long greatestEpoch;
    private Election.Vote decided;
    private String reason = "started";

    /** Nothing happens before {@link #start}. */
    public Zab(ZabOptions options, ZabState recovered, EnsembleEffects effects) {
        this.options = options;
        this.effects = effects;
        history = new History(options, recovered, effects);
        election =
                new Election(
                        options.sid(),
                        options.isVoter(),
                        options.membership(),
                        options.electionWaitMillis(),
                        new Ballot());
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
            now = nowMillis;
            return;
        }
        int half = options.tickMillis() / 2;
        if (nowMillis - half > nextMillis()) {
            // Nobody called when it was time: this server was asleep, and what the others said
            // meanwhile is only about to come in.
            patientUntil = nowMillis + half;
        }
        now = nowMillis;
        batch++;
        election.tick(now);
        takeRole();
        phase.time();
    }

    /** When {@link #time} must be called at the latest. */
    public long nextMillis() {
        return Math.min(election.nextMillis(), Math.max(phase.nextMillis(), patientUntil));
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
            if (options.membership().members().containsKey(from)
                    || earlyVotes.size() < EARLY_VOTES_MAX) {
                earlyVotes.put(from, notification);
            }
            return;
        }
        election.receive(from, notification, now);
        takeRole();
    }

    /**
     * Whether an election connection with that server stands. One that is replaced by another does
     * not count as lost; one that was refused, or broke, does. Unknown servers count as reachable.
     */
    public void onReachable(long sid, boolean reachable) {
        election.reachable(sid, reachable, now);
        takeRole();
    }

    private void elect() {
        election.look(history.lastLogged(), history.currentEpoch(), now);
        Map<Long, Notification> votes = new TreeMap<>(earlyVotes);
        earlyVotes.clear();
        votes.forEach((from, notification) -> election.receive(from, notification, now));
        takeRole();
    }

    /** Does what the election has decided, if it has. */
    private void takeRole() {
        Election.Vote vote = decided;
        decided = null;
        if (vote == null || !(phase instanceof Looking looking)) {
            return;
        }
        if (vote.leader() == options.sid()) {
            List<Looking.Early> early = looking.takeEarly();
            Leading leading = new Leading(shared, greatestEpoch);
            enter(leading, Role.LEADING, PeerState.LEADING);
            leading.start(early);
        } else {
            looking.close();
            Learning learning = new Learning(shared, vote.leader());
            if (options.observer()) {
                enter(learning, Role.OBSERVING, PeerState.OBSERVING);
            } else {
                enter(learning, Role.FOLLOWING, PeerState.FOLLOWING);
            }
            learning.start();
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
        phase.accepted(link);
    }

    /** The connection asked for by {@code dialLeader} stands. */
    public void onDialed(long leader, Link link) {
        if (phase instanceof Learning learning) {
            learning.dialed(leader, link);
        } else {
            link.close();
        }
    }

    /** That connection could not be made, this once. */
    public void onDialFailed(long leader) {
        if (phase instanceof Learning learning) {
            learning.dialFailed(leader);
        }
    }

    /** A message came on a link. Messages of links that were closed are passed over. */
    public void onMessage(Link link, QuorumMessage message) {
        phase.message(link, message);
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

    /**
     * @param done false where nothing was changed, because the zxid is not in this server's history
     */
    public void onTruncated(boolean done) {
        history.truncated(done);
        phase.stored(done);
    }

    public void onSnapshotInstalled(long zxid) {
        history.installed(zxid);
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

    /**
     * Passes something on to the leader: {@link QuorumMessage.Request}, {@link
     * QuorumMessage.Revalidate}. Only while serving as learner; lost where the leader is.
     */
    public void toLeader(QuorumMessage message) {
        if (phase instanceof Learning learning) {
            learning.toLeader(message);
        }
    }

    // ---- stopping

    /**
     * This server is about to stop. A leader takes no more proposals, waits a little for an
     * up-to-date follower, and votes for it; then {@code resigned}. Others are let go at once.
     * Until the process ends it does nothing more.
     */
    public void resign() {
        resigning = true;
        switch (phase) {
            case Leading leading -> leading.resign();
            case Resigned _ -> {}
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

    /** The election's way out. */
    private final class Ballot implements Election.Effects {
        @Override
        public void send(long sid, Notification notification) {
            effects.vote(sid, notification);
        }

        @Override
        public void dialVoters() {
            effects.dialVoters();
        }

        @Override
        public void decided(Election.Vote vote) {
            // Acted upon once the election has finished what it is at.
            decided = vote;
        }
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
        public long now() {
            return now;
        }

        @Override
        public long batch() {
            return batch;
        }

        @Override
        public boolean isOver(long deadline) {
            return deadline <= now && patientUntil <= now;
        }

        @Override
        public void sawEpoch(long epoch) {
            greatestEpoch = Math.max(greatestEpoch, epoch);
        }

        @Override
        public void established(long epoch) {
            election.refresh(epoch);
        }

        @Override
        public void look(String why) {
            if (resigning) {
                leave(-1, 0);
                return;
            }
            reason = why;
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
            phase.close();
            phase = new Resigned();
            earlyVotes.clear();
            if (role != Role.LOOKING) {
                role = Role.LOOKING;
                effects.role(Role.LOOKING);
            }
            if (successor >= 0) {
                election.leave(successor, zxid, history.currentEpoch(), now);
            }
            effects.resigned();
        }
    }
}
