package zabra.tree.acl;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import zabra.protocol.Id;

/**
 * Scheme {@code key}: a client is one who knows a multiple of the number in the znode {@code /key}.
 * A toy without secrets, here because existing configurations and tests name it: it shows that a
 * provider may look at the tree. All who pass share one identity, the empty one.
 */
public final class KeyAuthProvider implements AuthProvider {
    public static final String SCHEME = "key";

    /** The znode that holds the number, in decimal. */
    public static final String PATH = "/key";

    private static final Id IDENTITY = new Id(SCHEME, "");

    private final Function<String, byte[]> data;

    /**
     * @param data gives the data of the znode at a path, null where it or its data is absent;
     *     called on whichever thread authenticates
     */
    public KeyAuthProvider(Function<String, byte[]> data) {
        this.data = data;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    /** Without a number, or with zero, everybody passes who sends a number at all. */
    @Override
    public Authentication authenticate(byte[] auth, String remoteAddress) {
        byte[] key = data.apply(PATH);
        if (auth == null) {
            return Authentication.REFUSED;
        }
        try {
            int divisor = key == null ? 0 : Integer.parseInt(text(key));
            int multiple = Integer.parseInt(text(auth));
            return divisor == 0 || multiple % divisor == 0
                    ? new Authentication.Accepted(List.of(IDENTITY))
                    : Authentication.REFUSED;
        } catch (NumberFormatException e) {
            return Authentication.REFUSED;
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean isValid(String id) {
        return id != null;
    }

    @Override
    public boolean matches(String id, String aclId) {
        return id.equals(aclId);
    }

    @Override
    public boolean isAuthenticating() {
        return true;
    }
}
