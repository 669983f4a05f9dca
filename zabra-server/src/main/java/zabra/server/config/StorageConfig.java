package zabra.server.config;

import zabra.storage.RecoveryOptions;
import zabra.storage.Snapshots;
import zabra.storage.TxnLogOptions;

/**
 * Transaction log and snapshots.
 *
 * @param snapCount transactions per log and snapshot; the real point is random in [n/2+1, n]
 * @param snapSizeBytesMax the same by bytes of log; 0 or less for no limit
 * @param log how the log is written
 * @param recovery what recovery may assume
 * @param compression how snapshots are packed
 * @param fsyncWarningMillis a sync longer than this is warned of and counted
 */
public record StorageConfig(
        int snapCount,
        long snapSizeBytesMax,
        TxnLogOptions log,
        RecoveryOptions recovery,
        Snapshots.Compression compression,
        long fsyncWarningMillis) {
    public static final StorageConfig DEFAULT =
            new StorageConfig(
                    100_000,
                    4L << 30,
                    TxnLogOptions.DEFAULT,
                    RecoveryOptions.DEFAULT,
                    Snapshots.Compression.NONE,
                    1000);
}
