package zabra.tree.acl;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Scheme {@code ensemble}: a client says which ensemble it means to talk to. One that means another
 * ensemble is cut off without an answer, so that it tries elsewhere; nobody gains an identity.
 */
public final class EnsembleAuthProvider implements AuthProvider {
    public static final String SCHEME = "ensemble";

    private final Set<String> names;

    /**
     * @param names of this ensemble; empty where every name will do
     */
    public EnsembleAuthProvider(Set<String> names) {
        this.names = Set.copyOf(names);
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Authentication authenticate(byte[] auth, String remoteAddress) {
        boolean meansUs =
                names.isEmpty()
                        || auth == null
                        || auth.length == 0
                        || names.contains(new String(auth, StandardCharsets.UTF_8));
        return meansUs ? Authentication.NOTHING : Authentication.CLOSED;
    }

    /** No ACL entry can ask for an ensemble. */
    @Override
    public boolean isValid(String id) {
        return false;
    }

    @Override
    public boolean matches(String id, String aclId) {
        return false;
    }

    @Override
    public boolean isAuthenticating() {
        return false;
    }
}
