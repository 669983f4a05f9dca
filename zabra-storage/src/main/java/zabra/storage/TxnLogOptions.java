package zabra.storage;

/**
 * How the log is written.
 *
 * @param preallocateBytes files grow by this much at a time; 0 for no preallocation
 * @param sizeLimitBytes a file larger than this is rolled after a sync; 0 or less for no limit
 * @param forceSync false skips the sync to disk ({@code forceSync=no}: a crash loses writes)
 */
public record TxnLogOptions(long preallocateBytes, long sizeLimitBytes, boolean forceSync) {
    public static final TxnLogOptions DEFAULT = new TxnLogOptions(64L << 20, 0, true);
}
