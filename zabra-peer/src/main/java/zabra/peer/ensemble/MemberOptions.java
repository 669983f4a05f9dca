package zabra.peer.ensemble;

/**
 * How a member of an ensemble treats clients, where that differs from a server that stands alone.
 *
 * @param localSessions new sessions are known to this server only, and cost the ensemble nothing;
 *     all servers must agree on it
 * @param upgrading a local session that wants an ephemeral becomes a global one; without it, such a
 *     create is refused
 * @param readOnly a server cut off from its quorum lets clients read that say they accept it
 */
public record MemberOptions(boolean localSessions, boolean upgrading, boolean readOnly) {
    public static final MemberOptions DEFAULT = new MemberOptions(false, false, false);
}
