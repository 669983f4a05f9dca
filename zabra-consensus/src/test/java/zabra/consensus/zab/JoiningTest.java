package zabra.consensus.zab;

import static org.assertj.core.api.Assertions.assertThat;
import static zabra.consensus.zab.Recorder.txn;
import static zabra.consensus.zab.Recorder.z;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import zabra.consensus.zab.Recorder.RecordedLink;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.LearnerInfo;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.Commit;
import zabra.protocol.quorum.QuorumMessage.Diff;
import zabra.protocol.quorum.QuorumMessage.LeaderInfo;
import zabra.protocol.quorum.QuorumMessage.NewLeader;
import zabra.protocol.quorum.QuorumMessage.UpToDate;

/**
 * A follower joins under load: proposals and commits of others come before, between and after
 * NEWLEADER and UPTODATE, in every order in which a leader can send them.
 */
final class JoiningTest {
    private static final int TXNS = 4;

    /** The history that the leader had when it was asked: one transaction is committed. */
    private static final int COMMITTED = 1;

    private enum Step {
        PROPOSAL,
        COMMIT,
        NEW_LEADER,
        UP_TO_DATE
    }

    @Test
    void everyOrderOfCommitsAroundNewLeaderEndsInTheSameHistory() {
        List<List<Step>> orders = new ArrayList<>();
        extend(new ArrayList<>(), 0, 0, false, false, orders);
        assertThat(orders).hasSizeGreaterThan(100);
        orders.forEach(JoiningTest::join);
    }

    private static void extend(
            List<Step> soFar,
            int proposed,
            int committed,
            boolean newLeader,
            boolean upToDate,
            List<List<Step>> orders) {
        if (proposed == TXNS && committed == TXNS && upToDate) {
            orders.add(List.copyOf(soFar));
            return;
        }
        if (proposed < TXNS) {
            with(Step.PROPOSAL, soFar, proposed + 1, committed, newLeader, upToDate, orders);
        }
        if (committed < proposed) {
            with(Step.COMMIT, soFar, proposed, committed + 1, newLeader, upToDate, orders);
        }
        if (!newLeader && committed >= COMMITTED) {
            with(Step.NEW_LEADER, soFar, proposed, committed, true, upToDate, orders);
        }
        if (newLeader && !upToDate) {
            with(Step.UP_TO_DATE, soFar, proposed, committed, true, true, orders);
        }
    }

    private static void with(
            Step step,
            List<Step> soFar,
            int proposed,
            int committed,
            boolean newLeader,
            boolean upToDate,
            List<List<Step>> orders) {
        soFar.add(step);
        extend(soFar, proposed, committed, newLeader, upToDate, orders);
        soFar.removeLast();
    }

    private static void join(List<Step> order) {
        Recorder follower = new Recorder(1, new ZabState(z(1, 2), z(1, 2), 1, 1));
        RecordedLink link = follower.follow();
        link.says(new LeaderInfo(2, LearnerInfo.PROTOCOL_VERSION));
        follower.zab.onAcceptedEpochStored(2);
        follower.asked();
        link.says(new Diff(z(2, COMMITTED)));
        List<String> asked = new ArrayList<>();
        int proposed = 0;
        int committed = 0;
        for (Step step : order) {
            QuorumMessage message =
                    switch (step) {
                        case PROPOSAL -> txn(2, ++proposed);
                        case COMMIT -> new Commit(z(2, ++committed));
                        case NEW_LEADER -> new NewLeader(2, "");
                        case UP_TO_DATE -> new UpToDate();
                    };
            link.says(message);
            settle(follower, asked);
        }
        assertThat(of(asked, "append")).as("%s %s", order, asked).isEqualTo(zxids());
        // One that is delivered stands for all before it.
        List<String> delivered = new ArrayList<>(of(asked, "early"));
        delivered.addAll(of(asked, "deliver"));
        assertThat(delivered).as("%s %s", order, asked).isSorted();
        assertThat(delivered.getLast()).isEqualTo(zxids().getLast());
        assertThat(asked.stream().dropWhile(words -> !words.startsWith("serve")))
                .noneMatch(words -> words.startsWith("early"));
        assertThat(asked).as("%s", order).contains("serve 3 in 2").doesNotContain("link1 close");
        // NEWLEADER's comes first, and stands for all that was committed by then.
        int before =
                order.subList(0, order.indexOf(Step.NEW_LEADER)).stream()
                        .mapToInt(step -> step == Step.COMMIT ? 1 : 0)
                        .sum();
        List<String> acks = of(asked, "link1 ACK");
        assertThat(acks.getFirst()).as("%s", order).isEqualTo("0x200000000");
        assertThat(acks.stream().filter(ack -> !ack.equals("0x200000000")))
                .as("%s", order)
                .isEqualTo(zxids().subList(before, TXNS));
    }

    /** The disk does at once what it is asked for. */
    private static void settle(Recorder follower, List<String> asked) {
        List<String> more = follower.asked();
        while (!more.isEmpty()) {
            asked.addAll(more);
            for (String what : more) {
                if (what.startsWith("append ")) {
                    follower.zab.durable(Long.decode(what.substring(7)));
                } else if (what.startsWith("current epoch")) {
                    follower.zab.onCurrentEpochStored(2);
                }
            }
            more = follower.asked();
        }
    }

    private static List<String> zxids() {
        List<String> all = new ArrayList<>();
        for (int i = 1; i <= TXNS; i++) {
            all.add(Zxid.toString(z(2, i)));
        }
        return all;
    }

    private static List<String> of(List<String> asked, String what) {
        return asked.stream()
                .filter(each -> each.startsWith(what + " "))
                .map(each -> each.substring(what.length() + 1))
                .toList();
    }
}
