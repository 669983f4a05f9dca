package zabra.consensus.zab;

import java.util.ArrayDeque;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumMessage.Inform;
import zabra.protocol.quorum.QuorumMessage.Proposal;

/**
 * What one leader proposes and commits, on its way into the history of a learner.
 *
 * <p>Until NEWLEADER a transaction is appended, and delivered, once its commit comes: those are the
 * epoch's initial history, which must be durable before NEWLEADER is acknowledged. From then until
 * UPTODATE all is held in memory: an acknowledgement of anything but NEWLEADER would confuse the
 * leader. Afterwards a proposal is appended when it comes, and delivered when committed, perhaps
 * before it is durable here.
 *
 * <p>Invariants: what comes follows, without a gap, what came before; commits are in the order of
 * the proposals.
 */
final class Proposals {
    private enum Stage {
        SYNCHRONIZING,
        HOLDING,
        LIVE
    }

    private final History history;
    private final long epoch;
    private final boolean ranges;
    private final long snapshot;
    private final ArrayDeque<Proposal> pending = new ArrayDeque<>();
    private final ArrayDeque<Proposal> committedWhileHolding = new ArrayDeque<>();
    private Stage stage = Stage.SYNCHRONIZING;
    private long received;
    private long committed;

    /**
     * @param history ends where the leader's transactions will begin
     * @param ranges whether a commit stands for all before it
     * @param snapshot the state that was installed before, transactions of which may come again; -1
     *     where none was
     */
    Proposals(History history, long epoch, boolean ranges, long snapshot) {
        this.history = history;
        this.epoch = epoch;
        this.ranges = ranges;
        this.snapshot = snapshot;
        received = history.lastLogged();
        committed = received;
    }

    void propose(Proposal proposal) throws Breach {
        long zxid = proposal.zxid();
        if (zxid <= snapshot) {
            return;
        }
        // In an epoch that is being synchronized the leader's history may span older ones.
        boolean legal =
                Window.follows(zxid, received)
                        && (stage == Stage.SYNCHRONIZING
                                ? Zxid.epoch(zxid) <= epoch
                                : Zxid.epoch(zxid) == epoch);
        if (!legal) {
            throw new Breach(
                    "proposed " + Zxid.toString(zxid) + " after " + Zxid.toString(received));
        }
        received = zxid;
        pending.add(proposal);
        if (stage == Stage.LIVE) {
            history.append(proposal);
        }
    }

    /** Both in one, for an observer. */
    void inform(Inform transaction) throws Breach {
        propose(new Proposal(transaction.zxid(), transaction.txn()));
        commit(transaction.zxid());
    }

    void commit(long zxid) throws Breach {
        if (zxid <= snapshot) {
            return;
        }
        Proposal head = pending.peek();
        if (head == null
                || (ranges ? zxid < head.zxid() || zxid > received : zxid != head.zxid())) {
            throw new Breach(
                    "committed "
                            + Zxid.toString(zxid)
                            + " outside "
                            + Zxid.toString(committed)
                            + ".."
                            + Zxid.toString(received));
        }
        while (head != null && head.zxid() <= zxid) {
            pending.remove();
            switch (stage) {
                case SYNCHRONIZING -> history.append(head);
                case HOLDING -> committedWhileHolding.add(head);
                case LIVE -> {}
            }
            committed = head.zxid();
            head = pending.peek();
        }
        if (committed != zxid) {
            throw new Breach("committed " + Zxid.toString(zxid) + ", which was never proposed");
        }
        switch (stage) {
            case SYNCHRONIZING -> history.deliverEarly(committed);
            case HOLDING -> {}
            case LIVE -> history.commit(committed);
        }
    }

    /**
     * NEWLEADER came.
     *
     * @param reach how far the history was announced to go; 0 where that was not said
     */
    void hold(long reach) throws Breach {
        // ZooKeeper calls the end of its history by the start of an epoch without transactions.
        if (Zxid.counter(reach) != 0 && received < reach) {
            throw new Breach(
                    "DIFF to " + Zxid.toString(reach) + " ended at " + Zxid.toString(received));
        }
        stage = Stage.HOLDING;
    }

    /** UPTODATE came: all that the history holds so far is committed. */
    void confirm() {
        history.commit(history.lastLogged());
    }

    /** Appends what was held, and delivers what of it is committed. */
    void goLive() {
        stage = Stage.LIVE;
        // What the leader had applied when it ended its state was committed before it said
        // UPTODATE.
        history.clearAfter(committed);
        committedWhileHolding.forEach(history::append);
        committedWhileHolding.clear();
        pending.forEach(history::append);
        history.commit(committed);
    }
}
