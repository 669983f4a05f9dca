package zabra.tree.session;

import zabra.protocol.EphemeralOwner;

/**
 * Gives new session ids: the server's id in the high byte, 40 bits of the time it started, then a
 * count. Servers with different ids never give the same id; one server does not after a restart,
 * unless it gives more than 65,536 ids per millisecond of its life. Not thread-safe.
 */
public final class SessionIds {
    private long next;

    /**
     * @param serverId 0 … 255; 1 for a standalone server
     * @param startMillis a time that grows from each start to the next; any 40 bits of it
     */
    public SessionIds(int serverId, long startMillis) {
        if (serverId < 0 || serverId > 255) {
            throw new IllegalArgumentException("server id " + serverId);
        }
        next = ((long) serverId << 56) | ((startMillis << 24) >>> 8);
    }

    /** A fresh id: never 0, which means no session, nor the mark of container znodes. */
    public long next() {
        while (next == 0 || next == EphemeralOwner.CONTAINER) {
            next++;
        }
        return next++;
    }
}
