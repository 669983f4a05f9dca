package zabra.tree.acl;

/**
 * Scheme {@code ip}: a client is where its connection comes from. The identity is put on a
 * connection when it is accepted, so a packet proves nothing more. An ACL id is an address, or a
 * prefix of one written {@code address/bits}; it matches addresses of its own family only.
 */
public final class IpAuthProvider implements AuthProvider {
    public static final String SCHEME = "ip";

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Authentication authenticate(byte[] auth, String remoteAddress) {
        return Authentication.NOTHING;
    }

    @Override
    public boolean isValid(String id) {
        return id != null && bits(id) >= 0;
    }

    @Override
    public boolean matches(String id, String aclId) {
        int bits = bits(aclId);
        if (bits < 0) {
            return false;
        }
        byte[] prefix = IpAddress.parse(address(aclId));
        byte[] address = IpAddress.parse(withoutScope(id));
        if (address == null || address.length != prefix.length) {
            return false;
        }
        int whole = bits >> 3;
        for (int i = 0; i < whole; i++) {
            if (address[i] != prefix[i]) {
                return false;
            }
        }
        int rest = bits & 7;
        return rest == 0 || ((address[whole] ^ prefix[whole]) & (0xff00 >> rest) & 0xff) == 0;
    }

    @Override
    public boolean isAuthenticating() {
        return false;
    }

    private static String address(String aclId) {
        int slash = aclId.indexOf('/');
        return slash < 0 ? aclId : aclId.substring(0, slash);
    }

    /** How many leading bits of an address the ACL id fixes; -1 where it is not well-formed. */
    private static int bits(String aclId) {
        byte[] address = IpAddress.parse(address(aclId));
        if (address == null) {
            return -1;
        }
        int all = address.length * 8;
        int slash = aclId.indexOf('/');
        if (slash < 0) {
            return all;
        }
        try {
            int bits = Integer.parseInt(aclId.substring(slash + 1));
            return bits <= all ? bits : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** A link-local address names its interface behind a percent sign; the ACL id cannot. */
    private static String withoutScope(String address) {
        int percent = address.indexOf('%');
        return percent < 0 ? address : address.substring(0, percent);
    }
}
