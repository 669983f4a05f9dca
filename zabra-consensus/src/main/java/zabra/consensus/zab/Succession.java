package zabra.consensus.zab;

import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumMessage.HandOver;
import zabra.protocol.quorum.QuorumMessage.Prepare;

/** A learner's side of a change of leaders by the word of the one that leads. */
final class Succession {
    private final Member member;
    private final History history;
    private final long leader;

    Succession(Member member, long leader) {
        this.member = member;
        this.history = member.history();
        this.leader = leader;
    }

    /** The present leader, of {@code epoch}, announces who is to come. */
    void prepare(Prepare said, long epoch) throws Breach {
        if (said.successor() == leader
                || !isElectable(said.successor())
                || said.epoch() != epoch + 1
                || said.epoch() > Member.EPOCH_MAX
                || history.hasSteps()) {
            throw new Breach(said + " in epoch " + epoch);
        }
        boolean promises = member.options().isVoter() && said.epoch() > history.acceptedEpoch();
        if (promises) {
            history.storeAcceptedEpoch(said.epoch());
        }
        member.prospects().expect(said.successor(), promises ? said.epoch() : 0);
    }

    private boolean isElectable(long sid) {
        return member.options().membership().isVoter(sid);
    }

    /** The last word: all that was said before it was heard, so nothing of the epoch is open. */
    void handOver(HandOver last) throws Breach {
        long next = last.successor();
        boolean complete =
                last.zxid() == history.lastLogged()
                        && last.zxid() == history.delivered()
                        && !history.hasSteps()
                        && (next != member.options().sid() || history.isDurable());
        if (!complete || !isElectable(next)) {
            throw new Breach(last + " after " + Zxid.toString(history.lastLogged()));
        }
        member.change(next, last.round());
    }
}
