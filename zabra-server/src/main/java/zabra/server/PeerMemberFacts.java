package zabra.server;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import zabra.consensus.zab.Census;
import zabra.consensus.zab.Role;
import zabra.peer.Peer;
import zabra.peer.ensemble.MemberView;
import zabra.server.config.EnsembleConfig;
import zabra.server.words.MemberFacts;
import zabra.server.words.ServerFacts.Sizes;

/** What operators ask of a member of an ensemble. */
final class PeerMemberFacts implements MemberFacts {
    private final EnsembleConfig config;
    private final Peer peer;
    private final EnsembleStats stats;
    private final ReplicaQuestions replica;

    PeerMemberFacts(
            EnsembleConfig config, Peer peer, EnsembleStats stats, ReplicaQuestions replica) {
        this.config = config;
        this.peer = peer;
        this.stats = stats;
        this.replica = replica;
    }

    /** As {@code Mode} in {@code srvr}. */
    String mode() {
        if (peer.isReadOnly()) {
            return "read-only";
        }
        return switch (peer.view().role()) {
            case LEADING -> "leader";
            case FOLLOWING -> "follower";
            case OBSERVING -> "observer";
            case LOOKING -> "looking";
        };
    }

    boolean isServing() {
        return peer.view().serving() || peer.isReadOnly();
    }

    private boolean leads() {
        MemberView view = peer.view();
        return view.role() == Role.LEADING && view.serving();
    }

    @Override
    public String peerState() {
        MemberView view = peer.view();
        String phase = view.serving() ? "broadcast" : "synchronization";
        return switch (view.role()) {
            case LEADING -> "leading - " + phase;
            case FOLLOWING -> "following - " + phase;
            case OBSERVING -> "observing - " + phase;
            case LOOKING -> "looking - election";
        };
    }

    @Override
    public int voterCount() {
        return config.membership().voters().size();
    }

    @Override
    public Optional<Leader> leader() {
        if (!leads()) {
            return Optional.empty();
        }
        Census census = replica.ask(peer::census);
        return Optional.of(
                new Leader(
                        census.learners(),
                        census.syncedFollowers(),
                        census.syncedNonVoting(),
                        census.syncedObservers(),
                        census.pendingSyncs(),
                        stats.servingMillis()));
    }

    @Override
    public Optional<Sizes> proposalBytes() {
        return leads() ? Optional.of(stats.proposalBytes()) : Optional.empty();
    }

    @Override
    public SortedMap<Long, Integer> globalSessionTimeouts() {
        long stamp = peer.treeLock().readLock();
        try {
            return new TreeMap<>(peer.tree().sessions());
        } finally {
            peer.treeLock().unlockRead(stamp);
        }
    }
}
