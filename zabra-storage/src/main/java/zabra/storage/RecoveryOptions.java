package zabra.storage;

/**
 * What recovery may assume.
 *
 * @param trustEmpty logs without any snapshot are replayed from the empty tree ({@code
 *     snapshot.trust.empty})
 * @param autocreate an empty directory is a new, empty database ({@code db.autocreate})
 */
public record RecoveryOptions(boolean trustEmpty, boolean autocreate) {
    public static final RecoveryOptions DEFAULT = new RecoveryOptions(false, true);
}
