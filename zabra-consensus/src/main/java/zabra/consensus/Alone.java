package zabra.consensus;

import zabra.protocol.Zxid;

/**
 * Consensus of one server: a transaction is history once it is durable here.
 *
 * <p>Invariant: {@code delivered <= durable <= proposed}; zxids follow one another without a gap.
 */
public final class Alone implements Consensus {
    private final Effects effects;
    private long proposed;
    private long delivered;

    /**
     * @param lastZxid the last transaction of the recovered history
     */
    public Alone(long lastZxid, Effects effects) {
        this.effects = effects;
        proposed = lastZxid;
        delivered = lastZxid;
    }

    @Override
    public boolean isPrimary() {
        return true;
    }

    @Override
    public long nextZxid() {
        if (Zxid.counter(proposed) == 0xffff_ffffL) {
            // A standalone server has no election to begin the next epoch: it begins it itself.
            return Zxid.of(Zxid.epoch(proposed) + 1, 1);
        }
        return proposed + 1;
    }

    @Override
    public void propose(long zxid, byte[] txn) {
        if (zxid != nextZxid()) {
            throw new IllegalStateException(
                    "proposed " + Zxid.toString(zxid) + " after " + Zxid.toString(proposed));
        }
        proposed = zxid;
        effects.append(zxid, txn);
    }

    @Override
    public void durable(long zxid) {
        if (zxid > proposed || zxid < delivered) {
            throw new IllegalStateException(
                    "durable "
                            + Zxid.toString(zxid)
                            + " outside "
                            + Zxid.toString(delivered)
                            + ".."
                            + Zxid.toString(proposed));
        }
        if (zxid > delivered) {
            delivered = zxid;
            effects.deliver(zxid);
        }
    }

    /**
     * Reached at once: nobody else can be primary, and the replica answers in order, so after what
     * was proposed before.
     */
    @Override
    public void barrier(long token) {
        effects.reached(token);
    }
}
