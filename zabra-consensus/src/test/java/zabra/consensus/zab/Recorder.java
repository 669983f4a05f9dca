package zabra.consensus.zab;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import zabra.consensus.quorum.Member;
import zabra.consensus.quorum.Membership;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.LearnerInfo;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.PeerState;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.Proposal;
import zabra.protocol.quorum.SessionTouch;

/** One machine, and all that it asks for, in order and in words. Nothing happens by itself. */
final class Recorder implements EnsembleEffects {
    static final int TICK = 1_000;
    static final int INIT_LIMIT = 10;
    static final int SYNC_LIMIT = 5;

    final Membership membership;
    final Zab zab;
    private final long sid;

    /** What digests may be held against; -1 before anything was said. */
    long comparableAfter = -1;

    private List<String> asked = new ArrayList<>();
    private long now = 50_000;
    private int links;

    /** One of three voters and an observer, 4. */
    Recorder(long sid, ZabState state) {
        this(sid, state, ZabOptions.COUNTER_MAX);
    }

    Recorder(long sid, ZabState state, long lastCounter) {
        this.sid = sid;
        List<Member> members = new ArrayList<>();
        for (int other = 1; other <= 4; other++) {
            String role = other <= 3 ? "participant" : "observer";
            members.add(Member.parse(other, "host" + other + ":1:2:" + role));
        }
        membership = Membership.majority(0, members);
        ZabOptions options =
                ZabOptions.of(sid, membership, TICK, INIT_LIMIT, SYNC_LIMIT)
                        .withLastCounter(lastCounter);
        zab = new Zab(options, state, this);
        zab.time(now);
    }

    static long z(long epoch, long counter) {
        return Zxid.of(epoch, counter);
    }

    static Proposal txn(long epoch, long counter) {
        long zxid = z(epoch, counter);
        return new Proposal(zxid, Zxid.toString(zxid).getBytes(StandardCharsets.UTF_8));
    }

    /** What was asked for since the last call; votes are left out. */
    List<String> asked() {
        List<String> taken = asked;
        asked = new ArrayList<>();
        return taken;
    }

    void pass(long millis) {
        now += millis;
        zab.time(now);
    }

    /** Runs until then, called when it wants to be. */
    void passStepwise(long millis) {
        long end = now + millis;
        while (Math.min(end, zab.nextMillis()) < end) {
            now = Math.max(now, zab.nextMillis());
            zab.time(now);
        }
        now = end;
        zab.time(now);
    }

    /** Follows 3, which 2 follows, too; the link is dialed. */
    RecordedLink follow() {
        zab.start();
        vote(2, PeerState.FOLLOWING, 3, 1);
        vote(3, PeerState.LEADING, 3, 1);
        RecordedLink link = new RecordedLink();
        zab.onDialed(3, link);
        return link;
    }

    void vote(long from, PeerState state, long leader, long round) {
        zab.onVote(from, Notification.of(state, leader, 0, round, 0, membership.text()));
    }

    /** Leads, elected by all. */
    void lead(long lastZxid, long currentEpoch) {
        zab.start();
        for (long other = 1; other <= 3; other++) {
            if (other != sid) {
                zab.onVote(
                        other,
                        Notification.of(
                                PeerState.LOOKING,
                                sid,
                                lastZxid,
                                1,
                                currentEpoch,
                                membership.text()));
            }
        }
        zab.time(now);
    }

    /** Somebody connects, and says who it is. */
    RecordedLink connect(long other, long acceptedEpoch, boolean ranges) {
        RecordedLink link = new RecordedLink();
        zab.onAccepted(link);
        LearnerInfo info = ranges ? LearnerInfo.withRanges(other, 0) : LearnerInfo.of(other, 0);
        link.says(
                other == 4
                        ? new QuorumMessage.ObserverInfo(acceptedEpoch, info)
                        : new QuorumMessage.FollowerInfo(acceptedEpoch, info));
        return link;
    }

    /**
     * Leads; epoch 2 is promised by server 1, whose link this is, and on this disk. Of a machine
     * whose history ends at 1:2.
     */
    RecordedLink gather(boolean ranges) {
        lead(z(1, 2), 1);
        RecordedLink first = connect(1, 1, ranges);
        zab.onAcceptedEpochStored(2);
        asked();
        return first;
    }

    /** Goes on from there until epoch 2 is established with server 1; the ping is answered. */
    RecordedLink establish(boolean ranges) {
        RecordedLink first = gather(ranges);
        first.says(new QuorumMessage.AckEpoch(z(1, 2), 1));
        zab.onCurrentEpochStored(2);
        first.says(new QuorumMessage.Ack(z(2, 0)));
        first.says(new QuorumMessage.Ack(z(2, 0)));
        pass(0);
        first.says(new QuorumMessage.PingReply(z(2, 0), List.of()));
        asked();
        return first;
    }

    final class RecordedLink implements Link {
        private final String name = "link" + ++links;

        /** Messages from the other side. */
        void says(QuorumMessage... messages) {
            for (QuorumMessage message : messages) {
                zab.onMessage(this, message);
            }
        }

        @Override
        public void send(QuorumMessage message) {
            asked.add(name + " " + words(message));
        }

        @Override
        public void sendHistory(long after, long upTo) {
            asked.add(name + " history " + Zxid.toString(after) + ".." + Zxid.toString(upTo));
        }

        @Override
        public void close() {
            asked.add(name + " close");
        }
    }

    private static String words(QuorumMessage message) {
        return switch (message) {
            case Proposal m -> "PROPOSAL " + Zxid.toString(m.zxid());
            case QuorumMessage.Commit m -> "COMMIT " + Zxid.toString(m.zxid());
            case QuorumMessage.Inform m -> "INFORM " + Zxid.toString(m.zxid());
            case QuorumMessage.Ack m -> "ACK " + Zxid.toString(m.zxid());
            case QuorumMessage.Diff m -> "DIFF " + Zxid.toString(m.zxid());
            case QuorumMessage.Trunc m -> "TRUNC " + Zxid.toString(m.zxid());
            case QuorumMessage.Snap m -> "SNAP " + Zxid.toString(m.zxid());
            case QuorumMessage.NewLeader m -> "NEWLEADER " + m.epoch();
            case QuorumMessage.UpToDate _ -> "UPTODATE";
            case QuorumMessage.Ping m -> "PING " + Zxid.toString(m.zxid());
            case QuorumMessage.PingReply m -> "PING-REPLY " + Zxid.toString(m.zxid());
            case QuorumMessage.LeaderInfo m ->
                    "LEADERINFO " + m.epoch() + (m.ranges() ? " ranges" : "");
            case QuorumMessage.AckEpoch m ->
                    "ACKEPOCH " + Zxid.toString(m.lastZxid()) + " " + m.currentEpoch();
            case QuorumMessage.FollowerInfo m -> "FOLLOWERINFO " + m.acceptedEpoch();
            case QuorumMessage.ObserverInfo m -> "OBSERVERINFO " + m.acceptedEpoch();
            default -> message.toString();
        };
    }

    @Override
    public void vote(long to, Notification notification) {}

    @Override
    public void dialVoters() {}

    @Override
    public void dialLeader(long leader) {
        asked.add("dial " + leader);
    }

    @Override
    public long sendSnapshot(Link link) {
        asked.add(((RecordedLink) link).name + " snapshot");
        return delivered;
    }

    private long delivered;

    @Override
    public void locate(Link link, long zxid) {
        asked.add(((RecordedLink) link).name + " locate " + Zxid.toString(zxid));
    }

    @Override
    public void storeAcceptedEpoch(long epoch) {
        asked.add("accepted epoch " + epoch);
    }

    @Override
    public void storeCurrentEpoch(long epoch) {
        asked.add("current epoch " + epoch);
    }

    @Override
    public void truncate(long zxid) {
        asked.add("truncate " + Zxid.toString(zxid));
    }

    @Override
    public void installSnapshot(Link link, long zxid) {
        asked.add("install " + Zxid.toString(zxid));
    }

    @Override
    public void comparableAfter(long zxid) {
        comparableAfter = zxid;
    }

    @Override
    public void admit() {
        asked.add("admit");
    }

    @Override
    public void role(Role role) {
        asked.add("role " + role);
    }

    @Override
    public void serve(long leader, long epoch) {
        asked.add("serve " + leader + " in " + epoch);
    }

    @Override
    public void fromLearner(Link link, long from, QuorumMessage message) {
        asked.add("from " + from + " " + message.getClass().getSimpleName());
    }

    @Override
    public void touched(Link link, List<SessionTouch> touches) {
        asked.add("touched " + touches.size());
    }

    @Override
    public void learnerGone(Link link) {
        asked.add(((RecordedLink) link).name + " gone");
    }

    @Override
    public void fromLeader(QuorumMessage message) {
        asked.add("from leader " + message.getClass().getSimpleName());
    }

    @Override
    public List<SessionTouch> touches() {
        return List.of();
    }

    @Override
    public void hold() {
        asked.add("hold");
    }

    @Override
    public void resigned() {
        asked.add("resigned");
    }

    @Override
    public void left() {
        asked.add("left");
    }

    @Override
    public void append(long zxid, byte[] txn) {
        asked.add("append " + Zxid.toString(zxid));
    }

    @Override
    public void deliverEarly(long zxid) {
        delivered = zxid;
        asked.add("early " + Zxid.toString(zxid));
    }

    @Override
    public void deliver(long zxid) {
        delivered = zxid;
        asked.add("deliver " + Zxid.toString(zxid));
    }

    @Override
    public void reached(long token) {
        asked.add("reached " + token);
    }
}
