package zabra.tree.acl;

import java.util.List;
import zabra.protocol.Id;

/**
 * One authentication scheme: who a client is, which ids its ACL entries may hold, and when an
 * identity matches one. Implementations are immutable and thread-safe.
 */
public interface AuthProvider {
    /** The scheme's name. */
    String scheme();

    /**
     * The identities that {@code auth} (the bytes of an auth packet, may be null) proves for a client
     * at {@code remoteAddress}; null where it proves nothing and the client is to be refused.
     */
    List<Id> authenticate(byte[] auth, String remoteAddress);

    /** Whether an ACL entry of this scheme may hold {@code id}. */
    boolean isValid(String id);

    /** Whether the identity {@code id} of this scheme is meant by the ACL entry {@code aclId}. */
    boolean matches(String id, String aclId);

    /** Whether scheme {@code auth} in an ACL expands to this provider's identities. */
    boolean isAuthenticating();

    /** What whoAmI shows of {@code id}. */
    String userName(String id);
}
