package zabra.consensus.zab;

import java.util.ArrayDeque;
import zabra.protocol.quorum.QuorumMessage;

/** One learner as its leader sees it: how far it is, and what it has. */
final class LearnerState {
    /** In the order of a learner's life. */
    enum Stage {
        /** Has not said who it is. */
        CONNECTED,
        /** Waits for LEADERINFO. */
        INTRODUCED,
        /** Is asked for ACKEPOCH. */
        INVITED,
        /** Has answered; waits to be synchronized. */
        PROMISED,
        /** Its place in the log is looked for. */
        LOCATING,
        /** Has been sent NEWLEADER, and from then on all that happens. */
        SYNCHRONIZING,
        /** Has acknowledged NEWLEADER. */
        SYNCHRONIZED,
        /** Has been sent UPTODATE. */
        SERVING
    }

    private final Link link;
    private Stage stage = Stage.CONNECTED;
    private long heardAt;

    private boolean invited;
    private Introduction introduction;
    private long lastZxid;

    private long sent;
    private long acked;
    private long overdue;
    private long overdueSince;

    private record SentPing(long round, long zxid) {}

    private final ArrayDeque<SentPing> pings = new ArrayDeque<>();
    private long answeredRound;

    LearnerState(Link link, long now) {
        this.link = link;
        heardAt = now;
    }

    Link link() {
        return link;
    }

    Stage stage() {
        return stage;
    }

    /** It is asked for something new, and has from now on to answer. */
    void enter(Stage next, long now) {
        stage = next;
        heardAt = now;
    }

    boolean isAtLeast(Stage other) {
        return stage.compareTo(other) >= 0;
    }

    void heard(long now) {
        heardAt = now;
    }

    long heardAt() {
        return heardAt;
    }

    /** It said who it is; before, nothing may be asked about that. */
    void introduce(Introduction said) {
        introduction = said;
        stage = Stage.INTRODUCED;
    }

    /** It was sent LEADERINFO before this server led. */
    void setInvited() {
        invited = true;
    }

    boolean wasInvited() {
        return invited;
    }

    /** What it says is out of place. */
    Breach unexpected(QuorumMessage message) {
        return new Breach(message.getClass().getSimpleName() + " while " + stage);
    }

    long sid() {
        return introduction.sid();
    }

    boolean isFollower() {
        return introduction.follower();
    }

    boolean isVoter() {
        return introduction.voter();
    }

    boolean hasRanges() {
        return introduction.ranges();
    }

    long acceptedEpoch() {
        return introduction.acceptedEpoch();
    }

    /** It promised the epoch; its history ends with {@code zxid}. */
    void promise(long zxid) {
        lastZxid = zxid;
        stage = Stage.PROMISED;
    }

    long lastZxid() {
        return lastZxid;
    }

    /**
     * All of the history was queued.
     *
     * @param committedTo with commits up to here: what it has once it acknowledges NEWLEADER
     * @param upTo and without, up to here
     */
    void synchronizing(long committedTo, long upTo, long now) {
        acked = committedTo;
        sent = upTo;
        enter(Stage.SYNCHRONIZING, now);
    }

    /** From now on, acknowledgements are due. */
    void serving(long now) {
        enter(Stage.SERVING, now);
        overdue = sent;
        overdueSince = now;
    }

    void proposed(long zxid, long now) {
        if (overdue <= acked) {
            overdue = zxid;
            overdueSince = now;
        }
        sent = zxid;
    }

    /** The last proposal sent. */
    long sent() {
        return sent;
    }

    /** All up to here is on its disk. */
    long acked() {
        return acked;
    }

    void acked(long zxid, long now) {
        acked = zxid;
        if (zxid >= overdue && sent > zxid) {
            overdue = sent;
            overdueSince = now;
        }
    }

    /** Since when, at least, an acknowledgement is missing; {@link Long#MAX_VALUE} for none. */
    long overdueSince() {
        return stage == Stage.SERVING && isFollower() && overdue > acked
                ? overdueSince
                : Long.MAX_VALUE;
    }

    void pinged(long round, long zxid) {
        pings.add(new SentPing(round, zxid));
    }

    /**
     * It answered its oldest ping.
     *
     * @param zxid as the answer has it
     * @return whether there was one, with that zxid
     */
    boolean answered(long zxid) {
        SentPing ping = pings.poll();
        if (ping == null || ping.zxid != zxid) {
            return false;
        }
        answeredRound = ping.round;
        return true;
    }

    /** The newest round of pings that it answered; 0 before the first. */
    long answeredRound() {
        return answeredRound;
    }
}
