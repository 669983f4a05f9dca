package zabra.tree.acl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import zabra.protocol.Acl;
import zabra.protocol.Id;

/** The rules of access: checking lists, and making them well-formed. Immutable, thread-safe. */
public final class Acls {
    /** The identity that passes every check. It has no provider: no ACL entry can hold it. */
    public static final Id SUPER = new Id("super", "");

    private static final String WORLD = Id.ANYONE.scheme();
    private static final String AUTH = "auth";

    private final Map<String, AuthProvider> providers = new HashMap<>();
    private final boolean skip;

    /**
     * @param providers one per scheme; {@code world}, {@code auth} and {@code super} have none
     * @param skip every check passes ({@code zookeeper.skipACL=yes})
     */
    public Acls(Collection<? extends AuthProvider> providers, boolean skip) {
        for (AuthProvider provider : providers) {
            this.providers.put(provider.scheme(), provider);
        }
        this.skip = skip;
    }

    /** The provider of a scheme, or null. */
    public AuthProvider provider(String scheme) {
        return providers.get(scheme);
    }

    /**
     * Whether one of {@code identities} has one of the {@code perms} bits. An empty list gives
     * everything to everybody; so does {@code super} to who has it.
     */
    public boolean allows(List<Acl> acl, int perms, List<Id> identities) {
        if (skip || acl == null || acl.isEmpty()) {
            return true;
        }
        for (int i = 0; i < acl.size(); i++) {
            Acl entry = acl.get(i);
            if ((entry.perms() & perms) != 0 && isMeant(entry.id(), identities)) {
                return true;
            }
        }
        return isSuper(identities);
    }

    private boolean isMeant(Id entry, List<Id> identities) {
        if (entry.scheme().equals(WORLD)) {
            return Id.ANYONE.id().equals(entry.id());
        }
        AuthProvider provider = providers.get(entry.scheme());
        if (provider == null) {
            return false;
        }
        for (int i = 0; i < identities.size(); i++) {
            Id identity = identities.get(i);
            if (identity.scheme().equals(entry.scheme())
                    && provider.matches(identity.id(), entry.id())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSuper(List<Id> identities) {
        for (int i = 0; i < identities.size(); i++) {
            if (identities.get(i).scheme().equals(SUPER.scheme())) {
                return true;
            }
        }
        return false;
    }

    /**
     * The list to store for what a client asked: exact duplicates dropped (the first stays), then
     * {@code auth} entries expanded, with their permissions, to the identities that may stand in
     * lists (what they expand to may double another entry). Null where it is not well-formed
     * (INVALIDACL): null or empty, an {@code auth} that expands to nothing, an unknown scheme, or
     * an id its scheme cannot have. Immutable.
     */
    public List<Acl> normalize(List<Acl> asked, List<Id> identities) {
        if (Acl.OPEN.equals(asked)) {
            return Acl.OPEN;
        }
        if (asked == null || asked.isEmpty()) {
            return null;
        }
        List<Acl> result = new ArrayList<>(asked.size());
        Collection<Acl> distinct = asked.size() == 1 ? asked : new LinkedHashSet<>(asked);
        for (Acl entry : distinct) {
            if (AUTH.equals(entry.id().scheme())) {
                if (!expand(entry.perms(), identities, result)) {
                    return null;
                }
            } else if (isWellFormed(entry.id())) {
                result.add(entry);
            } else {
                return null;
            }
        }
        return List.copyOf(result);
    }

    private boolean expand(int perms, List<Id> identities, List<Acl> result) {
        int before = result.size();
        for (Id identity : identities) {
            AuthProvider provider = providers.get(identity.scheme());
            if (provider != null && provider.isAuthenticating()) {
                result.add(new Acl(perms, identity));
            }
        }
        return result.size() > before;
    }

    private boolean isWellFormed(Id id) {
        if (WORLD.equals(id.scheme())) {
            return Id.ANYONE.id().equals(id.id());
        }
        AuthProvider provider = providers.get(id.scheme());
        return provider != null && provider.isValid(id.id());
    }

    /** What whoAmI lists: scheme and user of each identity. */
    public List<Id> whoAmI(List<Id> identities) {
        List<Id> users = new ArrayList<>(identities.size());
        for (Id identity : identities) {
            AuthProvider provider = providers.get(identity.scheme());
            users.add(
                    provider == null
                            ? identity
                            : new Id(identity.scheme(), provider.userName(identity.id())));
        }
        return users;
    }

    /** What getACL shows to one without ADMIN: digest hashes masked. */
    public List<Acl> masked(List<Acl> acl) {
        List<Acl> shown = new ArrayList<>(acl.size());
        for (Acl entry : acl) {
            Id id = entry.id();
            shown.add(
                    DigestAuthProvider.SCHEME.equals(id.scheme())
                            ? new Acl(
                                    entry.perms(),
                                    new Id(id.scheme(), DigestAuthProvider.user(id.id()) + ":x"))
                            : entry);
        }
        return shown;
    }
}
