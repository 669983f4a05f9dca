package zabra.tree.acl;

/**
 * One authentication scheme: who a client is, which ids its ACL entries may hold, and when an
 * identity matches one. Implementations are immutable and thread-safe. A scheme whose proof is not
 * an auth packet (a certificate, a SASL exchange) refuses every packet; its identities come to the
 * connection another way.
 */
public interface AuthProvider {
    /** The scheme's name. */
    String scheme();

    /**
     * What {@code auth} (the bytes of an auth packet, may be null) proves for a client at {@code
     * remoteAddress} (the text of its IP address).
     */
    Authentication authenticate(byte[] auth, String remoteAddress);

    /** Whether an ACL entry of this scheme may hold {@code id}, which may be null. */
    boolean isValid(String id);

    /** Whether the identity {@code id} of this scheme is meant by the ACL entry {@code aclId}. */
    boolean matches(String id, String aclId);

    /** Whether scheme {@code auth} in an ACL expands to this provider's identities. */
    boolean isAuthenticating();

    /** What whoAmI shows of {@code id}. */
    default String userName(String id) {
        return id;
    }
}
