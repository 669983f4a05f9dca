package zabra.server.net.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import zabra.peer.ensemble.PeerLink;
import zabra.protocol.JuteWriter;
import zabra.protocol.quorum.LearnerInfo;
import zabra.protocol.quorum.QuorumCodec;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.FollowerInfo;
import zabra.protocol.quorum.QuorumMessage.Proposal;
import zabra.server.net.quorum.RecordingInbox.Accepted;
import zabra.server.net.quorum.RecordingInbox.Dialed;
import zabra.server.net.quorum.RecordingInbox.Event;
import zabra.server.net.quorum.RecordingInbox.Message;
import zabra.server.net.quorum.TestEnsemble.Server;

/** A leader and a learner, and the two ends of the link between them. */
record LinkPair(Server learner, PeerLink up, Server leader, PeerLink down) {
    static final QuorumMessage HELLO = new FollowerInfo(0, LearnerInfo.of(1, 0));

    /** Servers 2 and 1, started for it. */
    static LinkPair make(TestEnsemble ensemble) {
        Server leader = ensemble.start(2);
        return make(ensemble.start(1), leader);
    }

    static LinkPair make(Server learner, Server leader) {
        learner.network().dialLeader(leader.sid());
        Dialed dialed = (Dialed) learner.inbox().next();
        assertThat(dialed.leader()).isEqualTo(leader.sid());
        dialed.link().send(HELLO);
        learner.network().flush();
        PeerLink down = leader.inbox().next(Accepted.class).link();
        assertThat(leader.inbox().next()).isEqualTo(new Message(down, HELLO));
        return new LinkPair(learner, dialed.link(), leader, down);
    }

    static Proposal proposal(long zxid, int length) {
        return new Proposal(zxid, FakeStorage.txn(zxid, length));
    }

    static void assertProposal(Event event, long zxid, int length) {
        Proposal proposal = (Proposal) ((Message) event).message();
        assertThat(proposal.zxid()).isEqualTo(zxid);
        assertThat(proposal.txn()).isEqualTo(FakeStorage.txn(zxid, length));
    }

    static byte[] bytes(QuorumMessage... messages) {
        JuteWriter out = new JuteWriter();
        for (QuorumMessage message : messages) {
            QuorumCodec.write(out, message);
        }
        return out.toByteArray();
    }
}
