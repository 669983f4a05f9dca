package zabra.tree.prepare;

/**
 * Switches of preparing.
 *
 * @param extendedTypes TTL nodes may be created
 * @param enforceQuota hard quotas refuse
 * @param digest transactions carry the tree digest
 * @param closeSessionPaths closeSession transactions list the ephemerals
 * @param reconfig requests to change the membership are looked at
 * @param txnBytesMax the largest transaction, in bytes as logged: a larger one could be written
 *     here but not be read by a follower, nor at recovery
 */
public record PrepareOptions(
        boolean extendedTypes,
        boolean enforceQuota,
        boolean digest,
        boolean closeSessionPaths,
        boolean reconfig,
        int txnBytesMax) {
    /** What a reader takes by default: the largest frame (0xfffff) and as much on top. */
    public static final int TXN_BYTES_MAX_DEFAULT = 2 * 0xfffff;

    public static final PrepareOptions DEFAULT = new PrepareOptions(false, false, true, true);

    /** Without reconfiguration, and with the default size limit. */
    public PrepareOptions(
            boolean extendedTypes,
            boolean enforceQuota,
            boolean digest,
            boolean closeSessionPaths) {
        this(extendedTypes, enforceQuota, digest, closeSessionPaths, false, TXN_BYTES_MAX_DEFAULT);
    }
}
