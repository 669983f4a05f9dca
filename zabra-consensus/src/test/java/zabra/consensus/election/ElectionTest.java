package zabra.consensus.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import zabra.consensus.election.Election.Vote;
import zabra.consensus.quorum.Membership;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.PeerState;

class ElectionTest {
    private static final Membership THREE = Ensembles.of(3, 1);
    private static final String CONFIG = THREE.text();

    private record Sent(long to, Notification notification) {}

    /** One server, what it asked for since it was last looked at, and the time. */
    private static final class Server implements Election.Effects {
        final Election election;
        final List<Sent> sent = new ArrayList<>();
        final List<Vote> decided = new ArrayList<>();
        int beginnings;
        int dials;
        long now = 1000;

        Server(long sid, boolean votes, Membership membership) {
            election = new Election(sid, votes, membership, 200, this);
        }

        static Server looking(long sid, long zxid, long epoch) {
            Server server = new Server(sid, true, THREE);
            server.election.look(zxid, epoch, server.now);
            server.sent.clear();
            return server;
        }

        @Override
        public void send(long to, Notification notification) {
            sent.add(new Sent(to, notification));
        }

        @Override
        public void nobodyHasAnything() {
            beginnings++;
        }

        @Override
        public void dialVoters() {
            dials++;
        }

        @Override
        public void decided(Vote vote) {
            decided.add(vote);
        }

        void hear(long from, Notification notification) {
            election.receive(from, notification, now);
        }

        void pass(long millis) {
            now += millis;
            election.tick(now);
        }

        List<Sent> takeSent() {
            List<Sent> taken = List.copyOf(sent);
            sent.clear();
            return taken;
        }

        Server settled(PeerState state) {
            assertThat(decided).hasSize(1);
            election.settle(state);
            sent.clear();
            return this;
        }
    }

    private static Notification says(
            PeerState state, long leader, long zxid, long round, long epoch) {
        return Notification.of(state, leader, zxid, round, epoch, CONFIG);
    }

    private static Notification looking(long leader, long zxid, long round, long epoch) {
        return says(PeerState.LOOKING, leader, zxid, round, epoch);
    }

    private static Server follower() {
        Server server = Server.looking(1, 5, 1);
        server.hear(2, looking(2, 7, 1, 1));
        server.hear(3, looking(2, 7, 1, 1));
        return server.settled(PeerState.FOLLOWING);
    }

    @Test
    void aVoterProposesItselfAndAnObserverNobody() {
        Server voter = new Server(3, true, THREE);
        voter.election.look(0, 0, 0);
        // As ZooKeeper 3.9.5 was seen to say it.
        assertThat(voter.sent)
                .containsExactly(
                        new Sent(1, looking(3, 0, 1, 0)), new Sent(2, looking(3, 0, 1, 0)));

        Server observer = new Server(4, false, THREE);
        observer.election.look(9, 1, 0);
        long none = Long.MIN_VALUE;
        assertThat(observer.sent)
                .containsExactly(
                        new Sent(1, looking(none, none, 1, none)),
                        new Sent(2, looking(none, none, 1, none)),
                        new Sent(3, looking(none, none, 1, none)));
    }

    @Test
    void takesOverABetterVoteAndTellsAll() {
        Server server = Server.looking(1, 5, 1);
        server.hear(3, looking(3, 4, 1, 2));
        assertThat(server.takeSent())
                .containsExactly(
                        new Sent(2, looking(3, 4, 1, 2)), new Sent(3, looking(3, 4, 1, 2)));
        assertThat(server.decided).isEmpty();
    }

    @Test
    void decidesAtOnceWhenEverybodyHasSpoken() {
        Server server = Server.looking(1, 5, 1);
        server.hear(2, looking(2, 5, 1, 1));
        assertThat(server.decided).isEmpty();
        server.hear(3, looking(2, 5, 1, 1));
        assertThat(server.decided).containsExactly(new Vote(2, 5, 1, 1));
    }

    @Test
    void waitsForAVoterThatMayYetSpeak() {
        Server server = Server.looking(1, 5, 1);
        server.hear(2, looking(2, 5, 1, 1));
        server.pass(199);
        assertThat(server.decided).isEmpty();
        assertThat(server.election.nextMillis()).isEqualTo(server.now + 1);
        server.pass(1);
        assertThat(server.decided).containsExactly(new Vote(2, 5, 1, 1));
    }

    @Test
    void doesNotWaitForAVoterThatCannotBeReached() {
        Server server = Server.looking(1, 5, 1);
        server.hear(2, looking(2, 5, 1, 1));
        server.election.reachable(3, false, server.now);
        assertThat(server.decided).containsExactly(new Vote(2, 5, 1, 1));
    }

    @Test
    void aBetterVoteDuringTheWaitBeginsItAnew() {
        Server server = new Server(1, true, Ensembles.of(5, 0));
        server.election.look(5, 1, server.now);
        server.hear(2, looking(3, 5, 1, 1));
        server.hear(3, looking(3, 5, 1, 1));
        server.pass(150);
        server.hear(4, looking(4, 5, 1, 1));
        server.pass(150);
        assertThat(server.decided).isEmpty();
        server.hear(3, looking(4, 5, 1, 1));
        server.pass(200);
        assertThat(server.decided).containsExactly(new Vote(4, 5, 1, 1));
    }

    @Test
    void joinsALaterRoundWithItsOwnVote() {
        Server server = Server.looking(3, 5, 1);
        server.hear(1, looking(1, 4, 7, 1));
        assertThat(server.takeSent())
                .containsExactly(
                        new Sent(1, looking(3, 5, 7, 1)), new Sent(2, looking(3, 5, 7, 1)));
        // What was said in the round left behind counts no more.
        server.hear(2, looking(3, 5, 1, 1));
        assertThat(server.decided).isEmpty();
        assertThat(server.takeSent()).containsExactly(new Sent(2, looking(3, 5, 7, 1)));
    }

    @Test
    void passesOverARoundThatLeavesNoRoom() {
        Server server = Server.looking(1, 5, 1);
        server.hear(2, looking(2, 5, Long.MAX_VALUE, 1));
        assertThat(server.election.vote().round()).isEqualTo(1);
    }

    @Test
    void tellsWhoIsHeardForTheFirstTimeForItMayHaveBeenDeaf() {
        Server server = Server.looking(3, 5, 1);
        server.hear(2, looking(2, 5, 1, 1));
        assertThat(server.takeSent()).containsExactly(new Sent(2, looking(3, 5, 1, 1)));
        server.hear(2, looking(2, 5, 1, 1));
        assertThat(server.takeSent()).isEmpty();
    }

    @Test
    void joinsARunningEnsembleWhoseMembersRememberDifferentVotes() {
        Server server = Server.looking(1, 50, 1);
        server.hear(2, says(PeerState.FOLLOWING, 3, 11, 4, 9));
        assertThat(server.decided).isEmpty();
        server.hear(3, says(PeerState.LEADING, 3, 17, 6, 9));
        assertThat(server.decided).containsExactly(new Vote(3, 17, 9, 6));
    }

    @Test
    void doesNotJoinALeaderThatDoesNotSaySoItself() {
        Server server = new Server(1, true, Ensembles.of(5, 0));
        server.election.look(5, 1, server.now);
        server.hear(2, says(PeerState.FOLLOWING, 5, 1, 1, 9));
        server.hear(3, says(PeerState.FOLLOWING, 5, 1, 1, 9));
        server.hear(4, says(PeerState.FOLLOWING, 5, 1, 1, 9));
        server.pass(199);
        server.pass(400);
        assertThat(server.decided).isEmpty();
        server.hear(5, says(PeerState.LEADING, 5, 1, 1, 9));
        assertThat(server.decided).hasSize(1);
    }

    @Test
    void doesNotJoinWhereEpochsDifferUnlessOneIsNotTold() {
        Server server = Server.looking(1, 5, 1);
        server.hear(2, says(PeerState.FOLLOWING, 3, 1, 4, 8));
        server.hear(3, says(PeerState.LEADING, 3, 1, 4, 9));
        assertThat(server.decided).isEmpty();
        server.hear(2, new Notification(PeerState.FOLLOWING, 3, 1, 4, 0, 0, null));
        // The one told last decides: it agrees with itself and with the leader.
        assertThat(server.decided).hasSize(1);
    }

    @Test
    void forgetsThatALeaderLedOnceItLooks() {
        Server server = Server.looking(1, 5, 1);
        server.hear(3, says(PeerState.LEADING, 3, 1, 4, 9));
        server.hear(3, looking(3, 1, 5, 9));
        server.hear(2, says(PeerState.FOLLOWING, 3, 1, 4, 9));
        assertThat(server.decided).isEmpty();
    }

    @Test
    void aLeaderThatRestartsDoesNotTakeItsOldFollowersForNew() {
        Server server = Server.looking(3, 5, 1);
        server.hear(1, says(PeerState.FOLLOWING, 3, 5, 2, 1));
        server.hear(2, says(PeerState.FOLLOWING, 3, 5, 2, 1));
        assertThat(server.decided).isEmpty();
    }

    @Test
    void answersWhoLooksWithWhatIsDecided() {
        Server server = follower();
        server.election.refresh(6);
        server.hear(3, looking(3, 90, 12, 1));
        assertThat(server.takeSent())
                .containsExactly(new Sent(3, says(PeerState.FOLLOWING, 2, 7, 1, 6)));
        server.hear(3, says(PeerState.FOLLOWING, 2, 7, 1, 6));
        assertThat(server.takeSent()).isEmpty();
    }

    @Test
    void answersWhoIsNoVoterWhateverItSays() {
        Server server = Server.looking(1, 5, 1);
        server.hear(4, looking(4, 99, 9, 9));
        assertThat(server.takeSent()).containsExactly(new Sent(4, looking(1, 5, 1, 1)));
        assertThat(server.election.vote()).isEqualTo(new Vote(1, 5, 1, 1));
    }

    @Test
    void anObserverLearnsWhoLeads() {
        Server server = new Server(4, false, THREE);
        server.election.look(9, 1, server.now);
        server.hear(1, says(PeerState.FOLLOWING, 2, 7, 1, 3));
        server.hear(2, says(PeerState.LEADING, 2, 7, 1, 3));
        assertThat(server.decided).containsExactly(new Vote(2, 7, 3, 1));
    }

    @Test
    void anObserverElectsWithVotersWithoutCounting() {
        Server server = new Server(4, false, THREE);
        server.election.look(9, 1, server.now);
        server.hear(1, looking(3, 7, 2, 1));
        server.pass(1000);
        assertThat(server.decided).isEmpty();
        server.hear(3, looking(3, 7, 2, 1));
        server.pass(200);
        assertThat(server.decided).containsExactly(new Vote(3, 7, 1, 2));
    }

    @Test
    void anEmptyServerHearsNoVotesAndIsNotHeard() {
        Server empty = Server.looking(3, -1, 0);
        empty.hear(1, looking(1, 4, 1, 0));
        empty.hear(2, looking(1, 4, 1, 0));
        assertThat(empty.decided).isEmpty();
        assertThat(empty.election.vote().leader()).isEqualTo(3);
        empty.hear(1, says(PeerState.LEADING, 1, 4, 1, 1));
        empty.hear(2, says(PeerState.FOLLOWING, 1, 4, 1, 1));
        assertThat(empty.decided).containsExactly(new Vote(1, 4, 1, 1));

        Server server = Server.looking(1, 4, 0);
        server.hear(3, looking(3, -1, 1, 9));
        server.hear(2, looking(3, -1, 1, 9));
        server.pass(1000);
        assertThat(server.decided).isEmpty();
        assertThat(server.election.vote()).isEqualTo(new Vote(1, 4, 0, 1));
    }

    @Test
    void whoHasNothingHearsThatNobodyHasOnceAllHaveSaidSo() {
        Server server = Server.looking(3, -1, 0);
        server.hear(1, looking(1, -1, 1, 0));
        assertThat(server.beginnings).isZero();
        server.hear(2, looking(2, 0, 9, 0));
        assertThat(server.beginnings).isEqualTo(1);
        assertThat(server.decided).isEmpty();
    }

    @Test
    void oneThatHasSomethingKeepsTheOthersFromBeginning() {
        Server server = Server.looking(3, -1, 0);
        server.hear(1, looking(1, -1, 1, 0));
        server.hear(2, looking(2, 7, 1, 1));
        // It has nothing, but was in an ensemble that may have had something.
        server.hear(2, looking(2, 0, 1, 1));
        server.hear(2, says(PeerState.FOLLOWING, 2, 0, 1, 0));
        assertThat(server.beginnings).isZero();
        Server voter = Server.looking(3, 0, 0);
        voter.hear(1, looking(1, -1, 1, 0));
        voter.hear(2, looking(2, -1, 1, 0));
        assertThat(voter.beginnings).isZero();
    }

    @Test
    void whoHasNoWeightIsNotElectedNorWaitedFor() {
        Membership weighted = Ensembles.weighted(1, 1, 0);
        Server server = new Server(1, true, weighted);
        server.election.look(5, 1, server.now);
        server.hear(3, looking(3, 99, 1, 1));
        assertThat(server.election.vote().leader()).isEqualTo(1);
        server.hear(2, looking(2, 5, 1, 1));
        assertThat(server.decided).containsExactly(new Vote(2, 5, 1, 1));

        Server lame = new Server(3, true, weighted);
        lame.election.look(99, 1, lame.now);
        lame.hear(1, looking(1, 5, 1, 1));
        assertThat(lame.election.vote().leader()).isEqualTo(1);
    }

    @Test
    void aloneItDecidesWithTheNextTick() {
        Server server = new Server(1, true, Ensembles.of(1, 1));
        server.election.look(5, 1, server.now);
        assertThat(server.decided).isEmpty();
        assertThat(server.election.nextMillis()).isEqualTo(server.now);
        server.pass(0);
        assertThat(server.decided).containsExactly(new Vote(1, 5, 1, 1));
    }

    @Test
    void repeatsItselfEverLessOftenAndDialsWhoIsSilent() {
        Server server = Server.looking(1, 5, 1);
        List<Long> gaps = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            long before = server.now;
            server.now = server.election.nextMillis();
            server.election.tick(server.now);
            gaps.add(server.now - before);
            assertThat(server.takeSent()).hasSize(2);
        }
        assertThat(gaps)
                .containsExactly(
                        200L, 400L, 800L, 1600L, 3200L, 6400L, 12800L, 25600L, 51200L, 60000L,
                        60000L);
        assertThat(server.dials).isEqualTo(11);

        // Who is answered asks more often: nobody will tell it when a leader is found.
        server.hear(2, says(PeerState.FOLLOWING, 3, 1, 4, 8));
        assertThat(server.election.nextMillis()).isEqualTo(server.now + 2000);
    }

    @Test
    void tellsWhoLeadsByTheWordOfAnotherSoThatNoOlderVoteIsSaidAgain() {
        Server one = Server.looking(1, 5, 1);
        one.hear(2, looking(3, 5, 1, 1));
        one.hear(3, looking(3, 5, 1, 1));
        one.settled(PeerState.FOLLOWING);

        one.election.appoint(2, 7, 1, 2);
        assertThat(one.takeSent()).isEmpty();
        one.election.settle(PeerState.FOLLOWING);

        Notification told = says(PeerState.FOLLOWING, 2, 7, 2, 1);
        assertThat(one.takeSent()).containsExactly(new Sent(2, told), new Sent(3, told));
    }

    @Test
    void tellsItsVoteWhereAConnectionComesUp() {
        Server server = Server.looking(1, 5, 1);
        server.election.reachable(3, true, server.now);
        assertThat(server.takeSent()).containsExactly(new Sent(3, looking(1, 5, 1, 1)));
    }

    @Test
    void whoLeavesVotesForItsSuccessorWhateverComes() {
        Server server = Server.looking(3, 9, 1);
        server.hear(1, looking(3, 9, 1, 1));
        server.hear(2, looking(3, 9, 1, 1));
        server.settled(PeerState.LEADING);
        server.election.refresh(2);
        server.election.leave(2, 12, 2, server.now);
        assertThat(server.election.state()).isEqualTo(PeerState.LOOKING);
        assertThat(server.takeSent())
                .containsExactly(
                        new Sent(1, looking(2, 12, 2, 2)), new Sent(2, looking(2, 12, 2, 2)));
        server.hear(1, looking(1, 99, 2, 9));
        assertThat(server.takeSent()).containsExactly(new Sent(1, looking(2, 12, 2, 2)));
        server.hear(1, looking(1, 99, 5, 9));
        server.hear(2, looking(1, 99, 5, 9));
        server.hear(2, says(PeerState.FOLLOWING, 1, 99, 5, 9));
        server.hear(1, says(PeerState.LEADING, 1, 99, 5, 9));
        assertThat(server.election.vote()).isEqualTo(new Vote(2, 12, 2, 5));
        server.hear(1, looking(1, 99, 4, 9));
        assertThat(server.takeSent()).endsWith(new Sent(1, looking(2, 12, 5, 2)));
        server.pass(1000);
        assertThat(server.decided).hasSize(1);
    }

    @Test
    void settlesOnlyWhatIsDecided() {
        Server server = Server.looking(1, 5, 1);
        assertThatThrownBy(() -> server.election.settle(PeerState.FOLLOWING))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> server.election.refresh(3))
                .isInstanceOf(IllegalStateException.class);
    }
}
