package zabra.consensus.zab;

import java.util.Map;
import java.util.TreeMap;
import zabra.consensus.election.Election;
import zabra.protocol.quorum.Notification;

/**
 * A member's part in elections. Votes that come before its own next vote is known wait for it, and
 * what is decided waits until the election has finished what it is at.
 */
final class Voting {
    /** Of servers that the config does not know, so many may vote early. */
    private static final int EARLY_MAX = 100;

    private final Member member;
    private final Election election;

    /** The last one of each server. */
    private final Map<Long, Notification> early = new TreeMap<>();

    private Election.Vote decided;
    private boolean nobodyHasAnything;

    Voting(Member member) {
        this.member = member;
        ZabOptions options = member.options();
        election =
                new Election(
                        options.sid(),
                        options.isVoter(),
                        options.membership(),
                        options.electionWaitMillis(),
                        new Ballot());
    }

    /** How others are told of this server's vote; see {@link Election}. */
    Election election() {
        return election;
    }

    /** The round that comes next. */
    long nextRound() {
        return election.vote().round() + 1;
    }

    /** The epoch of the leader voted for is established. */
    void established(long epoch) {
        election.refresh(epoch);
    }

    void keep(long from, Notification notification) {
        if (member.options().membership().members().containsKey(from) || early.size() < EARLY_MAX) {
            early.put(from, notification);
        }
    }

    /** Begins an election, with what was kept. */
    void look() {
        History history = member.history();
        long vote = history.isVoting() ? history.lastLogged() : Election.NO_DATABASE;
        election.look(vote, history.currentEpoch(), member.now());
        Map<Long, Notification> votes = new TreeMap<>(early);
        early.clear();
        votes.forEach((from, notification) -> election.receive(from, notification, member.now()));
    }

    /** Votes for that server, and takes part in no election any more; -1: votes for nobody. */
    void leave(long successor, long zxid) {
        early.clear();
        if (successor >= 0) {
            election.leave(successor, zxid, member.history().currentEpoch(), member.now());
        }
    }

    /**
     * What was decided since the last call; null for nothing. Where nobody has anything, this
     * server begins with nothing, too: another election comes.
     */
    Election.Vote takeDecision() {
        if (nobodyHasAnything) {
            nobodyHasAnything = false;
            if (member.history().mayBegin()) {
                decided = null;
                member.history().admit();
                member.look("no voter has any data: the ensemble begins");
                return null;
            }
        }
        Election.Vote vote = decided;
        decided = null;
        return vote;
    }

    /** The election's way out. */
    private final class Ballot implements Election.Effects {
        @Override
        public void send(long to, Notification notification) {
            member.effects().vote(to, notification);
        }

        @Override
        public void dialVoters() {
            member.effects().dialVoters();
        }

        @Override
        public void nobodyHasAnything() {
            nobodyHasAnything = true;
        }

        @Override
        public void decided(Election.Vote vote) {
            decided = vote;
        }
    }
}
