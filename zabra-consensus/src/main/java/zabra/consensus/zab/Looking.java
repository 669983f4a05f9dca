package zabra.consensus.zab;

import java.util.List;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumMessage;

/**
 * Between two roles: first all that the last role left on its way to the disk must be there, so
 * that the vote claims what a restart would find; then the election decides.
 *
 * <p>A follower may decide sooner than the leader it voted for: who connects meanwhile waits,
 * unanswered.
 */
final class Looking implements Phase {
    private final Member member;
    private final Runnable elect;
    private final Callers callers;
    private boolean electing;

    /**
     * @param elect begins an election
     */
    Looking(Member member, Runnable elect) {
        this.member = member;
        this.elect = elect;
        callers = new Callers(member, 0);
    }

    void start() {
        proceed();
    }

    private void proceed() {
        History history = member.history();
        if (electing || !history.isSettled()) {
            return;
        }
        long epoch = Zxid.epoch(history.lastLogged());
        if (epoch > history.currentEpoch() && epoch <= history.acceptedEpoch()) {
            // Synchronizing with its leader was cut short. A history without a gap that holds a
            // transaction of an epoch holds all that the epoch began with.
            history.storeCurrentEpoch(epoch);
            return;
        }
        electing = true;
        elect.run();
    }

    boolean isElecting() {
        return electing;
    }

    /** Those who connected so far; this phase knows them no more. */
    List<Callers.Caller> takeCallers() {
        return callers.take();
    }

    @Override
    public void close() {
        callers.close();
    }

    @Override
    public void accepted(Link link) {
        callers.accepted(link);
    }

    @Override
    public void message(Link link, QuorumMessage message) {
        callers.message(link, message);
    }

    @Override
    public void closed(Link link) {
        callers.closed(link);
    }

    @Override
    public void durable() {
        proceed();
    }

    @Override
    public void stored(boolean done) {
        proceed();
    }

    @Override
    public void time() {
        callers.time();
    }

    @Override
    public long nextMillis() {
        return callers.nextMillis();
    }

    @Override
    public long leader() {
        return -1;
    }
}
