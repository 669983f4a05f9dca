package zabra.peer.ensemble;

import zabra.consensus.zab.Role;

/**
 * What a member of an ensemble is at one moment, for operators. Immutable.
 *
 * @param role what it does
 * @param serving whether it is part of an established epoch and answers clients
 * @param leader the sid that leads, as far as it knows; -1 for none
 * @param epoch the last epoch it joined
 */
public record MemberView(Role role, boolean serving, long leader, long epoch) {
    /** Before anything is known. */
    public static final MemberView LOOKING = new MemberView(Role.LOOKING, false, -1, 0);
}
