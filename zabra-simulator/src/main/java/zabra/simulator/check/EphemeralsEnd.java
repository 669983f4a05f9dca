package zabra.simulator.check;

import zabra.protocol.Zxid;
import zabra.tree.DataTree;

/** In every state, an ephemeral's owner is a session of that same state. */
final class EphemeralsEnd implements Check {
    @Override
    public void applied(String server, long zxid, DataTree tree) {
        tree.forEachEphemeralOwner((session, paths) -> {
            if (!tree.sessions().containsKey(session)) {
                throw new Violation(
                        "ephemerals end with their session",
                        "%s at %s: %s of 0x%x"
                                .formatted(server, Zxid.toString(zxid), paths, session));
            }
        });
    }

    @Override
    public void settled(String server, DataTree tree) {
        applied(server, tree.lastZxid(), tree);
    }
}
