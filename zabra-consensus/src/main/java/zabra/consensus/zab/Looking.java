package zabra.consensus.zab;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    /** Somebody who connected and, perhaps, said who it is. */
    static final class Early {
        private final Link link;
        private final long since;
        private QuorumMessage said;

        private Early(Link link, long since) {
            this.link = link;
            this.since = since;
        }

        Link link() {
            return link;
        }

        /** Its first message; null where there is none yet. */
        QuorumMessage said() {
            return said;
        }
    }

    /** Beyond it, who connects is turned away: the ensemble is smaller. */
    private static final int EARLY_MAX = 1_000;

    private final Member member;
    private final Runnable elect;
    private final Map<Link, Early> early = new LinkedHashMap<>();
    private boolean electing;

    /**
     * @param elect begins an election
     */
    Looking(Member member, Runnable elect) {
        this.member = member;
        this.elect = elect;
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
    List<Early> takeEarly() {
        List<Early> taken = new ArrayList<>(early.values());
        early.clear();
        return taken;
    }

    @Override
    public void close() {
        early.keySet().forEach(Link::close);
        early.clear();
    }

    @Override
    public void accepted(Link link) {
        if (early.size() == EARLY_MAX) {
            link.close();
        } else {
            early.put(link, new Early(link, member.now()));
        }
    }

    @Override
    public void message(Link link, QuorumMessage message) {
        Early who = early.get(link);
        if (who == null) {
            return;
        }
        if (who.said != null) {
            // It must wait for an answer to its first message.
            early.remove(link);
            link.close();
        } else {
            who.said = message;
        }
    }

    @Override
    public void closed(Link link) {
        early.remove(link);
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
        Iterator<Early> all = early.values().iterator();
        while (all.hasNext()) {
            Early who = all.next();
            if (deadline(who) > member.now()) {
                return;
            }
            all.remove();
            who.link.close();
        }
    }

    private long deadline(Early who) {
        return who.since + member.ticks(member.options().initLimit());
    }

    @Override
    public long nextMillis() {
        return early.isEmpty() ? Long.MAX_VALUE : deadline(early.values().iterator().next());
    }

    @Override
    public long leader() {
        return -1;
    }
}
