package zabra.peer.ensemble;

import zabra.consensus.zab.ZabOptions;
import zabra.consensus.zab.ZabState;

/**
 * What makes a peer a member of an ensemble.
 *
 * @param options who it is, and who the others are
 * @param state what it brings from its disk
 * @param port to the other servers
 * @param clients how it treats clients
 */
public record Ensemble(
        ZabOptions options, ZabState state, EnsemblePort port, MemberOptions clients) {}
