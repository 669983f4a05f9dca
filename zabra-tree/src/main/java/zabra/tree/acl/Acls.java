package zabra.tree.acl;

import java.util.Collection;
import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.Id;

/** The rules of access: checking lists, and making them well-formed. Immutable, thread-safe. */
public final class Acls {
    /**
     * @param providers one per scheme
     * @param skip every check passes ({@code zookeeper.skipACL=yes})
     */
    public Acls(Collection<? extends AuthProvider> providers, boolean skip) {
        throw new UnsupportedOperationException();
    }

    /** The provider of a scheme, or null. */
    public AuthProvider provider(String scheme) {
        throw new UnsupportedOperationException();
    }

    /** Whether one of {@code identities} has one of the {@code perms} bits. */
    public boolean allows(List<Acl> acl, int perms, List<Id> identities) {
        throw new UnsupportedOperationException();
    }

    /**
     * The list to store for what a client asked: {@code auth} entries expanded, duplicates dropped;
     * null where it is not well-formed (INVALIDACL).
     */
    public List<Acl> normalize(List<Acl> asked, List<Id> identities) {
        throw new UnsupportedOperationException();
    }

    /** What whoAmI lists: scheme and user of each identity. */
    public List<Id> whoAmI(List<Id> identities) {
        throw new UnsupportedOperationException();
    }

    /** What getACL shows to one without ADMIN: digest hashes masked. */
    public List<Acl> masked(List<Acl> acl) {
        throw new UnsupportedOperationException();
    }
}
