package zabra.peer.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import zabra.consensus.zab.ZabOptions;
import zabra.consensus.zab.ZabState;
import zabra.peer.ClientConnection;
import zabra.peer.Clock;
import zabra.peer.Lane;
import zabra.peer.Peer;
import zabra.peer.PeerEvents;
import zabra.peer.PeerOptions;
import zabra.peer.SnapshotPort;
import zabra.peer.TreeLock;
import zabra.peer.ensemble.Ensemble;
import zabra.peer.ensemble.EnsembleInbox;
import zabra.peer.ensemble.EnsemblePort;
import zabra.peer.ensemble.MemberOptions;
import zabra.peer.ensemble.PeerLink;
import zabra.protocol.quorum.Notification;
import zabra.protocol.snapshot.StateImage;
import zabra.tree.ChunkLayout;
import zabra.tree.DataTree;
import zabra.tree.TreeOptions;
import zabra.tree.acl.Acls;
import zabra.tree.acl.DigestAuthProvider;
import zabra.tree.acl.IpAuthProvider;
import zabra.tree.prepare.PrepareOptions;

/** One server of a rehearsal: a whole peer on a disk and a network that are memory. */
final class Actor implements EnsemblePort {
    private static final int TICK_MILLIS = 2_000;
    private static final int INIT_LIMIT = 10;
    private static final int SYNC_LIMIT = 5;

    /** Memory that is touched here stays resident. */
    private static final ChunkLayout FEW_ZNODES = new ChunkLayout(1 << 10, 8);

    private final Rehearsal rehearsal;
    private final long sid;
    private final MemoryJournal journal = new MemoryJournal();
    private final List<Line> lines = new ArrayList<>();
    private final Peer peer;
    private final Lane lane;
    private boolean laneWoken;

    Actor(Rehearsal rehearsal, long sid) {
        this.rehearsal = rehearsal;
        this.sid = sid;
        ZabOptions options =
                ZabOptions.of(sid, rehearsal.membership(), TICK_MILLIS, INIT_LIMIT, SYNC_LIMIT);
        peer =
                new Peer(
                        new DataTree(TreeOptions.DEFAULT, FEW_ZNODES, 0),
                        new TreeLock(),
                        new Acls(List.of(new IpAuthProvider(), new DigestAuthProvider()), false),
                        PeerOptions.defaults(TICK_MILLIS),
                        PrepareOptions.DEFAULT,
                        (int) sid,
                        new Ensemble(
                                options, new ZabState(0, 0, 0, 0), this, MemberOptions.DEFAULT),
                        new Peer.Ports(
                                new PlayedClock(),
                                journal,
                                new NoSnapshots(),
                                new Random(sid),
                                PeerEvents.NONE));
        lane = peer.newLane(1, () -> laneWoken = true);
    }

    Rehearsal rehearsal() {
        return rehearsal;
    }

    long sid() {
        return sid;
    }

    EnsembleInbox inbox() {
        return peer.ensemble();
    }

    boolean isServing() {
        return peer.isServing();
    }

    boolean leads() {
        return peer.view().leader() == sid;
    }

    void reachable(long other, boolean reachable) {
        inbox().reachable(other, reachable);
    }

    /** Dies: all that it was connected to notices. */
    void end() {
        lines.forEach(Line::close);
    }

    /** Does what waits; the disk does what it was asked to. */
    boolean work() {
        boolean worked = peer.replica().work();
        if (laneWoken) {
            laneWoken = false;
            lane.onWakeUp();
            worked = true;
        }
        return journal.work(peer.replica()) || worked;
    }

    // ---- the other servers

    @Override
    public void sendVote(long to, Notification notification) {
        rehearsal.carry(() -> {
            Actor other = rehearsal.actor(to);
            if (other != null) {
                other.inbox().vote(sid, notification);
            }
        });
    }

    @Override
    public void dialVoters() {
        rehearsal.others(this).forEach(other -> reachable(other.sid, true));
    }

    @Override
    public void dialLeader(long leader) {
        rehearsal.carry(() -> {
            Actor other = rehearsal.actor(leader);
            if (other == null) {
                inbox().dialFailed(leader);
                return;
            }
            Line line = Line.between(this, other);
            lines.add(line);
            other.lines.add(line.other());
            other.inbox().accepted(line.other());
            inbox().dialed(leader, line);
        });
    }

    @Override
    public void locate(PeerLink link, long zxid) {
        rehearsal.carry(() -> inbox().located(link, -1));
    }

    @Override
    public void flush() {}

    // ---- clients

    ClientConnection accept(PlayedClient client) {
        return new ClientConnection(peer.serving(), lane, client);
    }

    Lane lane() {
        return lane;
    }

    private final class PlayedClock implements Clock {
        @Override
        public long wallMillis() {
            return rehearsal.millis();
        }

        @Override
        public long monotonicMillis() {
            return rehearsal.millis();
        }
    }

    /** So few transactions need none. */
    private static final class NoSnapshots implements SnapshotPort {
        @Override
        public boolean isBusy() {
            return true;
        }

        @Override
        public void save(StateImage image) {}
    }
}
