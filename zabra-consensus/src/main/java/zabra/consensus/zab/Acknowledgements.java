package zabra.consensus.zab;

import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumMessage.Ack;

/** What a learner that serves tells its leader of what its disk has. */
final class Acknowledgements {
    private final Link link;
    private final long epoch;
    private final boolean ranges;
    private final boolean observer;
    private long acked;

    /**
     * @param ranges whether one stands for all before
     * @param history up to here the leader knows
     */
    Acknowledgements(Link link, long epoch, boolean ranges, ZabOptions options, long history) {
        this.link = link;
        this.epoch = epoch;
        this.ranges = ranges;
        this.observer = options.observer();
        this.acked = history;
    }

    /** All up to {@code zxid} is on disk. */
    void durable(long zxid) {
        if (observer) {
            return;
        }
        if (ranges && zxid > acked) {
            acked = zxid;
            link.send(new Ack(zxid));
        }
        while (acked < zxid) {
            acked = Zxid.epoch(acked) == epoch ? acked + 1 : Zxid.of(epoch, 1);
            link.send(new Ack(acked));
        }
    }
}
