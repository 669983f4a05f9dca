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

    /** Watches that have not fired, with the zxid of the state that they were set on. */
    public Map<Watch, Long> watches() {
        return watches;
    }

    @Override
    public String toString() {
        return client + "/0x" + Long.toHexString(id);
    }
}
