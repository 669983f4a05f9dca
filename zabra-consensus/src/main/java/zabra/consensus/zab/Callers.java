package zabra.consensus.zab;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import zabra.protocol.quorum.LearnerInfo;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.FollowerInfo;
import zabra.protocol.quorum.QuorumMessage.LeaderInfo;

/** Who connects before this server is a leader: they wait, unanswered, for it to become one. */
final class Callers {
    /** Somebody who connected and, perhaps, said who it is, and took an invitation. */
    static final class Caller {
        private final Link link;
        private final long since;
        private final List<QuorumMessage> said = new ArrayList<>();
        private boolean invited;

        private Caller(Link link, long since) {
            this.link = link;
            this.since = since;
        }

        Link link() {
            return link;
        }

        /** What it said. */
        List<QuorumMessage> said() {
            return said;
        }

        /** Whether it was sent LEADERINFO. */
        boolean wasInvited() {
            return invited;
        }
    }

    /** Beyond it, who connects is turned away: the ensemble is smaller. */
    private static final int CALLERS_MAX = 1_000;

    private final Member member;
    private final long epoch;
    private final Map<Link, Caller> callers = new LinkedHashMap<>();

    /**
     * @param epoch that this server will certainly ask for if it leads, so that who knows that it
     *     must wait may be told already; 0 where that is not known
     */
    Callers(Member member, long epoch) {
        this.member = member;
        this.epoch = epoch;
    }

    void accepted(Link link) {
        if (callers.size() == CALLERS_MAX) {
            link.close();
        } else {
            callers.put(link, new Caller(link, member.now()));
        }
    }

    void message(Link link, QuorumMessage message) {
        Caller who = callers.get(link);
        if (who == null) {
            return;
        }
        if (who.said.size() > (who.invited ? 1 : 0)) {
            // It must wait for an answer.
            callers.remove(link);
            link.close();
        } else {
            who.said.add(message);
            boolean patient = message instanceof FollowerInfo(_, LearnerInfo info) && info.ranges();
            if (epoch != 0 && patient) {
                who.invited = true;
                link.send(new LeaderInfo(epoch, LearnerInfo.PROTOCOL_VERSION, true));
            }
        }
    }

    void closed(Link link) {
        callers.remove(link);
    }

    /** Those who wait; they are the caller's to look after from now on. */
    List<Caller> take() {
        List<Caller> taken = new ArrayList<>(callers.values());
        callers.clear();
        return taken;
    }

    /** Turns all away. */
    void close() {
        callers.keySet().forEach(Link::close);
        callers.clear();
    }

    /** Turns away who has waited too long. */
    void time() {
        Iterator<Caller> all = callers.values().iterator();
        while (all.hasNext()) {
            Caller who = all.next();
            if (deadline(who) > member.now()) {
                return;
            }
            all.remove();
            who.link.close();
        }
    }

    private long deadline(Caller who) {
        return who.since + member.ticks(member.options().initLimit());
    }

    long nextMillis() {
        return callers.isEmpty() ? Learners.NEVER : deadline(callers.values().iterator().next());
    }
}
