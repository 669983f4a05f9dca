package zabra.simulator.check;

import java.util.LinkedHashMap;
import java.util.Map;

/** A session as its client sees it. */
public final class Session {
    /** Which changes a watch waits for. */
    public enum WatchKind {
        /** Data and delete of the path itself, which exists. */
        DATA,
        /** Create of the path, which does not exist. */
        CREATE,
        /** Create and delete of its children, and its own delete. */
        CHILDREN
    }

    /** A watch that has not fired. */
    public record Watch(WatchKind kind, String path) {}

    private final String client;
    private final long id;
    private boolean readOnly;
    private final Map<Watch, Long> watches = new LinkedHashMap<>();

    public Session(String client, long id) {
        this.client = client;
        this.id = id;
    }

    public String client() {
        return client;
    }

    public long id() {
        return id;
    }

    /** It is on a server without a leader: to read there as long as the connection lasts. */
    public boolean isReadOnly() {
        return readOnly;
    }

    /** A server without a leader gave it out, or took it back, where only that server knows it. */
    public void onlyReads() {
        readOnly = true;
    }

    /** Watches that have not fired, with the zxid of the state that they were set on. */
    public Map<Watch, Long> watches() {
        return watches;
    }

    /** An event came: what it stands for watches no more. */
    public void fired(String path, int type) {
        boolean deleted = type == 2;
        boolean ofChildren = type == 4;
        if (!ofChildren) {
            watches.remove(new Watch(WatchKind.DATA, path));
            watches.remove(new Watch(WatchKind.CREATE, path));
        }
        if (ofChildren || deleted) {
            watches.remove(new Watch(WatchKind.CHILDREN, path));
        }
    }

    @Override
    public String toString() {
        return client + "/0x" + Long.toHexString(id);
    }
}
