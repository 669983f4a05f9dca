package zabra.simulator.machine;

import zabra.consensus.quorum.Membership;
import zabra.consensus.zab.ZabOptions;
import zabra.peer.PeerOptions;
import zabra.peer.ensemble.MemberOptions;
import zabra.simulator.world.Dice;
import zabra.storage.Snapshots;
import zabra.storage.TxnLogOptions;

/**
 * How the machines of one simulation are set up.
 *
 * @param tickMillis the servers' time unit
 * @param snapCount transactions between snapshots, roughly; small, so that there are many
 * @param log how the log is written
 * @param compression of snapshots
 * @param syncMicrosMax the usual most that a sync takes; one in two hundred takes up to a hundred
 *     times as long
 * @param windowTxns transactions kept for learners in memory, at least
 * @param windowBytes more than those up to this size; small, so that logs and snapshots are sent
 * @param clients how members treat clients
 * @param lastCounter of an epoch: small in some, so that leaders change to the next
 */
public record MachineOptions(
        int tickMillis,
        int snapCount,
        TxnLogOptions log,
        Snapshots.Compression compression,
        long syncMicrosMax,
        int windowTxns,
        long windowBytes,
        MemberOptions clients,
        long lastCounter) {

    /** Ticks for discovery and synchronization, each. */
    private static final int INIT_LIMIT = 10;

    private static final int SYNC_LIMIT = 5;

    /**
     * A server's place in the ensemble.
     *
     * @param membership null for a server alone
     */
    public record Place(long sid, Membership membership) {
        ZabOptions options(MachineOptions options) {
            ZabOptions zab =
                    ZabOptions.of(sid, membership, options.tickMillis, INIT_LIMIT, SYNC_LIMIT);
            return new ZabOptions(
                    sid,
                    membership,
                    zab.observer(),
                    zab.tickMillis(),
                    zab.initLimit(),
                    zab.syncLimit(),
                    options.windowTxns,
                    options.windowBytes,
                    zab.alwaysSnapshot(),
                    zab.electionWaitMillis(),
                    options.lastCounter);
        }
    }

    /** As the dice say. */
    public static MachineOptions draw(Dice dice) {
        return new MachineOptions(
                dice.between(200, 1000),
                dice.between(20, 400),
                new TxnLogOptions(
                        dice.oneIn(3) ? 0 : dice.between(4096L, 65_536L),
                        dice.oneIn(3) ? dice.between(2000L, 50_000L) : 0,
                        true),
                dice.oneIn(4) ? Snapshots.Compression.GZ : Snapshots.Compression.NONE,
                dice.between(200L, 20_000L),
                dice.between(2, 500),
                dice.oneIn(2) ? 8L << 20 : dice.between(0L, 10_000L),
                new MemberOptions(dice.oneIn(4), !dice.oneIn(4), dice.oneIn(2)),
                dice.oneIn(5) ? dice.between(20L, 2_000L) : ZabOptions.COUNTER_MAX);
    }

    /** After which questions on an election connection had no answer for too long. */
    long silenceMicros() {
        return 1_000L * tickMillis * SYNC_LIMIT;
    }

    /** What the servers' peers are told. */
    PeerOptions peer() {
        PeerOptions defaults = PeerOptions.defaults(tickMillis);
        return new PeerOptions(
                tickMillis,
                defaults.minSessionTimeoutMillis(),
                defaults.maxSessionTimeoutMillis(),
                defaults.maxFrameBytes(),
                defaults.outstandingPerConnectionMax(),
                defaults.outstandingMax(),
                defaults.outstandingBytesMax(),
                defaults.largeRequestThresholdBytes(),
                defaults.largeRequestMaxBytes(),
                defaults.pendingOutputHighBytes(),
                defaults.pendingOutputMaxBytes(),
                defaults.throttledOpWaitMillis(),
                snapCount,
                defaults.snapSizeBytes(),
                defaults.containerCheckMillis(),
                defaults.containerMaxPerMinute(),
                defaults.containerMaxNeverUsedMillis(),
                defaults.connectionThrottle(),
                defaults.requiredSchemes());
    }
}
