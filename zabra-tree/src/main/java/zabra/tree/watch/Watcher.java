package zabra.tree.watch;

import java.util.List;
import zabra.protocol.Id;

/**
 * Who watches: one connection. Its identities decide which events it may see. Called inside the
 * write side of the tree lock.
 */
public interface Watcher {
    /**
     * The event is queued for the client at once: nothing that shows the new state may overtake it.
     */
    void event(EventType type, String path, long zxid);

    /** The connection's identities now. */
    List<Id> identities();

    /** The session that the connection serves. */
    long sessionId();
}
