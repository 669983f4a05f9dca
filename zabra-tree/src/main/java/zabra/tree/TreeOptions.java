package zabra.tree;

import zabra.protocol.EphemeralOwner;

/**
 * What changes how the tree reads and counts.
 *
 * @param extendedTypes TTL nodes exist ({@code zookeeper.extendedTypesEnabled})
 * @param emulate353Ttl any negative owner but a container's reads as TTL
 * @param digest whether the tree digest is kept ({@code zookeeper.digest.enabled})
 */
public record TreeOptions(boolean extendedTypes, boolean emulate353Ttl, boolean digest) {
    public static final TreeOptions DEFAULT = new TreeOptions(false, false, true);

    /** Whether a stored owner, see {@link EphemeralOwner}, marks a TTL node. */
    public boolean isTtl(long owner) {
        return EphemeralOwner.isTtl(owner, extendedTypes)
                || (emulate353Ttl && owner < 0 && owner != EphemeralOwner.CONTAINER);
    }

    /** The session that a stored owner names; 0 for all but ephemerals. */
    public long session(long owner) {
        return owner == EphemeralOwner.CONTAINER || isTtl(owner) ? 0 : owner;
    }
}
