package zabra.tree.prepare;

/**
 * Switches of preparing.
 *
 * @param extendedTypes TTL nodes may be created
 * @param enforceQuota hard quotas refuse
 * @param digest transactions carry the tree digest
 * @param closeSessionPaths closeSession transactions list the ephemerals
 */
public record PrepareOptions(
        boolean extendedTypes, boolean enforceQuota, boolean digest, boolean closeSessionPaths) {
    public static final PrepareOptions DEFAULT = new PrepareOptions(false, false, true, true);
}
