package zabra.tree.acl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import zabra.protocol.Id;

/**
 * Scheme {@code digest}: a client is who knows a user's password. The packet holds {@code
 * user:password}; the identity, which is also the ACL id, is {@code user:} and the Base64 of the
 * hash of those bytes' text. Any password proves some identity, so no packet with bytes is refused.
 */
public final class DigestAuthProvider implements AuthProvider {
    public static final String SCHEME = "digest";

    private final String algorithm;
    private final String superDigest;

    /** SHA1 and no super user. */
    public DigestAuthProvider() {
        this("SHA1", null);
    }

    /**
     * @param algorithm a {@link MessageDigest} algorithm
     * @param superDigest the identity that is also {@link Acls#SUPER}; null where there is none
     * @throws IllegalArgumentException where this JVM does not know the algorithm
     */
    public DigestAuthProvider(String algorithm, String superDigest) {
        this.algorithm = algorithm;
        this.superDigest = superDigest;
        hasher(algorithm);
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Authentication authenticate(byte[] auth, String remoteAddress) {
        if (auth == null) {
            return Authentication.REFUSED;
        }
        Id id = new Id(SCHEME, digest(algorithm, new String(auth, StandardCharsets.UTF_8)));
        return new Authentication.Accepted(
                id.id().equals(superDigest) ? List.of(Acls.SUPER, id) : List.of(id));
    }

    /**
     * {@code user:base64(hash("user:password"))} of {@code user:password}; the colon may be
     * missing.
     */
    public static String digest(String algorithm, String userAndPassword) {
        byte[] hash = hasher(algorithm).digest(userAndPassword.getBytes(StandardCharsets.UTF_8));
        return user(userAndPassword) + ":" + Base64.getEncoder().encodeToString(hash);
    }

    private static MessageDigest hasher(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("no digest algorithm " + algorithm, e);
        }
    }

    /** One colon with something behind it, not counting colons at the end. */
    @Override
    public boolean isValid(String id) {
        if (id == null) {
            return false;
        }
        int end = id.length();
        while (end > 0 && id.charAt(end - 1) == ':') {
            end--;
        }
        int colon = id.indexOf(':');
        return colon >= 0 && colon < end && id.lastIndexOf(':', end - 1) == colon;
    }

    @Override
    public boolean matches(String id, String aclId) {
        return id.equals(aclId);
    }

    @Override
    public boolean isAuthenticating() {
        return true;
    }

    @Override
    public String userName(String id) {
        return user(id);
    }

    /** All before the first colon. */
    static String user(String id) {
        int colon = id.indexOf(':');
        return colon < 0 ? id : id.substring(0, colon);
    }
}
