package zabra.tree;

/**
 * What changes how the tree reads and counts.
 *
 * @param extendedTypes TTL nodes exist ({@code zookeeper.extendedTypesEnabled})
 * @param emulate353Ttl any negative owner but a container's reads as TTL
 * @param digest whether the tree digest is kept ({@code zookeeper.digest.enabled})
 */
public record TreeOptions(boolean extendedTypes, boolean emulate353Ttl, boolean digest) {
    public static final TreeOptions DEFAULT = new TreeOptions(false, false, true);
}
