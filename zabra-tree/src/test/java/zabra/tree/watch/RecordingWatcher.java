package zabra.tree.watch;

import java.util.ArrayList;
import java.util.List;
import zabra.protocol.Id;

/** A connection that remembers what it was told, as {@code "TYPE path zxid"}. */
final class RecordingWatcher implements Watcher {
    private final String name;
    private final long sessionId;

    /** Shared by watchers whose common order matters. */
    private final List<String> journal;

    final List<String> events = new ArrayList<>();

    RecordingWatcher(String name, long sessionId, List<String> journal) {
        this.name = name;
        this.sessionId = sessionId;
        this.journal = journal;
    }

    RecordingWatcher(String name) {
        this(name, 0, new ArrayList<>());
    }

    @Override
    public void event(EventType type, String path, long zxid) {
        String event = type + " " + path + " " + zxid;
        events.add(event);
        journal.add(name + " " + event);
    }

    /** One identity, by the name. */
    @Override
    public List<Id> identities() {
        return List.of(new Id("name", name));
    }

    @Override
    public long sessionId() {
        return sessionId;
    }

    /** What was told since the last call. */
    List<String> take() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }
}
