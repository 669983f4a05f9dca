package zabra.consensus.zab;

import zabra.protocol.quorum.QuorumMessage.Diff;
import zabra.protocol.quorum.QuorumMessage.NewLeader;
import zabra.protocol.quorum.QuorumMessage.Trunc;

/** Sends a learner what brings it to its leader's history: the choice is {@link SyncPlan}'s. */
final class Synchronizer {
    private final Member member;
    private final History history;
    private final Broadcast broadcast;
    private final NewLeader newLeader;
    private boolean established;

    /** Whether a learner waits for the commit of what it has. */
    private boolean waitsForCommit;

    Synchronizer(Member member, long epoch, Broadcast broadcast) {
        this.member = member;
        history = member.history();
        this.broadcast = broadcast;
        newLeader = new NewLeader(epoch, member.options().membership().text());
    }

    /** The epoch is established: from now on commits are counted. */
    void established() {
        established = true;
    }

    /** The end of our history that is committed, or will be with the epoch. */
    private long committed() {
        return established ? history.delivered() : history.lastLogged();
    }

    /** Begins with all that have promised the epoch. */
    void beginWaiting(Learners learners) {
        for (LearnerState learner : learners.all()) {
            if (learner.stage() == LearnerState.Stage.PROMISED) {
                begin(learner);
            }
        }
    }

    /** More is committed. */
    void committed(Learners learners) {
        if (waitsForCommit) {
            waitsForCommit = false;
            beginWaiting(learners);
        }
    }

    /** Begins with one that has promised the epoch. */
    void begin(LearnerState learner) {
        long committed = committed();
        if (learner.lastZxid() > committed && learner.lastZxid() <= history.lastLogged()) {
            // What it has and nobody committed yet is neither to be taken for committed nor to be
            // forgotten, for it was acknowledged, perhaps: it waits for the commit.
            waitsForCommit = true;
            return;
        }
        SyncPlan plan =
                SyncPlan.choose(
                        learner.lastZxid(),
                        history.window(),
                        committed,
                        member.options().alwaysSnapshot(),
                        learner.hasRanges());
        if (plan instanceof SyncPlan.Locate) {
            learner.enter(LearnerState.Stage.LOCATING, member.now());
            member.effects().locate(learner.link(), learner.lastZxid());
        } else {
            send(learner, plan, committed);
        }
    }

    void located(LearnerState learner, long found) {
        long committed = committed();
        send(
                learner,
                SyncPlan.located(learner.lastZxid(), found, committed, learner.hasRanges()),
                committed);
    }

    /** All in one event: what is proposed or committed next must come right behind it. */
    private void send(LearnerState learner, SyncPlan plan, long committed) {
        Link link = learner.link();
        switch (plan) {
            case SyncPlan.FromLast(long after) -> {
                link.send(new Diff(committed));
                sendAfter(learner, after, committed);
            }
            case SyncPlan.Truncate(long to) -> {
                link.send(new Trunc(to));
                sendAfter(learner, to, committed);
            }
            case SyncPlan.Snapshot _ -> {
                // A state older than the history could undo, on the learner's disk, what is
                // committed, until the rest has come.
                history.deliverEarly(committed);
                sendAfter(learner, member.effects().sendSnapshot(link), committed);
            }
            case SyncPlan.Locate _ -> throw new IllegalStateException("nothing to send yet");
        }
        link.send(newLeader);
    }

    private void sendAfter(LearnerState learner, long after, long committed) {
        Link link = learner.link();
        Window window = history.window();
        if (after < window.floor()) {
            link.sendHistory(after, window.floor());
        }
        int from = window.countUpTo(after);
        int settled = Math.max(from, window.countUpTo(committed));
        if (from < settled) {
            link.sendHistory(window.list(from, settled));
        }
        long sent = committed;
        for (int i = settled; i < window.size() && learner.isFollower(); i++) {
            link.send(window.get(i));
            sent = window.get(i).zxid();
        }
        learner.synchronizing(committed, sent, member.now());
        broadcast.add(learner);
    }
}
