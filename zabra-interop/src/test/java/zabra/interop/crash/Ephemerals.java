package zabra.interop.crash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;
import zabra.protocol.OpCode;

/**
 * Opens sessions that create ephemerals, and closes them or walks away: what a closed session had
 * is gone for ever, what this worker's own session has stays.
 */
final class Ephemerals extends Worker {
    private static final int EPHEMERAL = 1;
    private static final int ABANDONED_TIMEOUT_MILLIS = 4_000;
    private static final int REMEMBERED = 2_000;

    private final String parent;
    private final Set<String> mine = new HashSet<>();
    private final Set<String> closed = new HashSet<>();
    private final Map<String, Boolean> abandoned = new HashMap<>();
    private int count;

    Ephemerals(IntSupplier port, String parent) {
        super(port);
        this.parent = parent;
    }

    @Override
    void work(RawClient client) throws IOException {
        String own = parent + "/own-" + ++count;
        if (mine.size() < 50 && client.call(Request.create(own, null, EPHEMERAL)).err() == 0) {
            mine.add(own);
            acknowledge();
        }
        List<String> created = new ArrayList<>();
        try (RawClient other = RawClient.connect(port(), ABANDONED_TIMEOUT_MILLIS)) {
            for (int i = 0; i < 3; i++) {
                String path = parent + "/other-" + ++count;
                abandoned.put(path, true);
                if (other.call(Request.create(path, null, EPHEMERAL)).err() != 0) {
                    throw new AssertionError("create of " + path + " refused");
                }
                created.add(path);
                acknowledge();
            }
            if (count % 2 == 0) {
                other.closeSession();
                acknowledge();
                created.forEach(abandoned::remove);
                if (closed.size() < REMEMBERED) {
                    closed.addAll(created);
                }
            }
        }
    }

    @Override
    void check(RawClient client) throws IOException {
        Set<String> found = list(client);
        for (String path : mine) {
            if (!found.contains(path)) {
                throw new AssertionError("a living session's ephemeral is lost: " + path);
            }
        }
        for (String path : closed) {
            if (found.contains(path)) {
                throw new AssertionError("a closed session's ephemeral is back: " + path);
            }
        }
    }

    /** True once nothing is left but what the worker's own session has. */
    boolean onlyMineAreLeft(RawClient client) throws IOException {
        Set<String> found = list(client);
        found.removeIf(path -> path.startsWith(parent + "/own-"));
        return found.isEmpty();
    }

    int abandonedCount() {
        return abandoned.size();
    }

    private Set<String> list(RawClient client) throws IOException {
        Set<String> found = new HashSet<>();
        for (String name :
                client.succeed(Request.read(OpCode.GET_CHILDREN, parent, false))
                        .reader()
                        .readStrings()) {
            found.add(parent + "/" + name);
        }
        return found;
    }
}
