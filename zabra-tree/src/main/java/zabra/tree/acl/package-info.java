/**
 * Who may do what: authentication schemes, and the rules of access control lists.
 *
 * <p>Invariant: a list that {@link zabra.tree.acl.Acls#normalize} returned holds no {@code auth}
 * entry and only ids that the provider of their scheme accepts, so it can be stored as it is. All
 * types are immutable and thread-safe: the preparer, readers and connections share them. Identities
 * belong to a connection, never to a session; this package keeps none.
 *
 * <p>A further scheme (certificates, SASL) is a further {@link zabra.tree.acl.AuthProvider};
 * nothing else here knows the schemes by name but for {@code world}, {@code auth}, {@code super},
 * which no packet can prove, and {@code digest}, whose hashes are masked.
 */
package zabra.tree.acl;
