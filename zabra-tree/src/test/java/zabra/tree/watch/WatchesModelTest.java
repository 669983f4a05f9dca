package zabra.tree.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zabra.protocol.Acl;
import zabra.protocol.Paths;

/** Random calls, against the rules written down as plainly as can be. */
class WatchesModelTest {
    private static final List<String> PATHS =
            List.of("/", "/a", "/b", "/a/a", "/a/b", "/ab", "/a/a/a", "/ab/a", "/b/a/c/d");

    private record Key(int watcher, String path, WatchMode mode) {}

    private final Set<Key> data = new LinkedHashSet<>();
    private final Set<Key> child = new LinkedHashSet<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void obeysTheRules(long seed) {
        Random random = new Random(seed);
        Watches watches = new Watches((acl, identities) -> true);
        List<RecordingWatcher> watchers = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            watchers.add(new RecordingWatcher("w" + i));
        }
        for (int step = 0; step < 6_000; step++) {
            int who = random.nextInt(watchers.size());
            RecordingWatcher watcher = watchers.get(who);
            String path = PATHS.get(random.nextInt(PATHS.size()));
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> {
                    watches.addData(path, watcher, WatchMode.STANDARD);
                    data.add(new Key(who, path, WatchMode.STANDARD));
                }
                case 3, 4, 5 -> {
                    watches.addChild(path, watcher, WatchMode.STANDARD);
                    child.add(new Key(who, path, WatchMode.STANDARD));
                }
                case 6 -> {
                    watches.addPersistent(path, watcher, WatchMode.PERSISTENT);
                    data.add(new Key(who, path, WatchMode.PERSISTENT));
                    child.add(new Key(who, path, WatchMode.PERSISTENT));
                }
                case 7 -> {
                    watches.addPersistent(path, watcher, WatchMode.PERSISTENT_RECURSIVE);
                    data.add(new Key(who, path, WatchMode.PERSISTENT_RECURSIVE));
                }
                case 8 -> {
                    watches.removeAll(watcher);
                    data.removeIf(k -> k.watcher == who);
                    child.removeIf(k -> k.watcher == who);
                }
                case 9 -> {
                    boolean expected = data.removeIf(k -> k.watcher == who && k.path.equals(path));
                    expected |= child.removeIf(k -> k.watcher == who && k.path.equals(path));
                    assertThat(watches.match(path, watcher, 3, true)).isEqualTo(expected);
                }
                default -> change(watches, watchers, path, random.nextInt(3), step);
            }
            assertThat(watches.count()).isEqualTo(pairs(data) + pairs(child));
            assertThat(watches.summary().watches()).isEqualTo(pairs(data));
        }
    }

    private static int pairs(Set<Key> keys) {
        return (int) keys.stream().map(k -> k.watcher + k.path).distinct().count();
    }

    private void change(
            Watches watches, List<RecordingWatcher> watchers, String path, int kind, long zxid) {
        String parent = Paths.parent(path);
        List<List<String>> expected = new ArrayList<>();
        EventType type = switch (path.equals("/") ? 2 : kind) { // The root is only ever changed.
                    case 0 -> EventType.NODE_CREATED;
                    case 1 -> EventType.NODE_DELETED;
                    default -> EventType.NODE_DATA_CHANGED;
                };
        for (int who = 0; who < watchers.size(); who++) {
            List<String> events = new ArrayList<>();
            boolean told = isTold(data, who, path, true);
            if (type == EventType.NODE_DELETED) {
                told |= isTold(child, who, path, false);
            }
            if (told) {
                events.add(type + " " + path + " " + zxid);
            }
            if (type != EventType.NODE_DATA_CHANGED && isTold(child, who, parent, false)) {
                events.add("NODE_CHILDREN_CHANGED " + parent + " " + zxid);
            }
            expected.add(events);
        }
        switch (type) {
            case NODE_CREATED -> watches.created(path, Acl.OPEN, parent, Acl.OPEN, zxid);
            case NODE_DELETED -> watches.deleted(path, Acl.OPEN, parent, Acl.OPEN, zxid);
            default -> watches.dataChanged(path, Acl.OPEN, zxid);
        }
        data.removeIf(k -> k.path.equals(path) && k.mode == WatchMode.STANDARD);
        if (type == EventType.NODE_DELETED) {
            child.removeIf(k -> k.path.equals(path) && k.mode == WatchMode.STANDARD);
        }
        if (type != EventType.NODE_DATA_CHANGED) {
            child.removeIf(k -> k.path.equals(parent) && k.mode == WatchMode.STANDARD);
        }
        for (int who = 0; who < watchers.size(); who++) {
            assertThat(watchers.get(who).take()).isEqualTo(expected.get(who));
        }
    }

    private static boolean isTold(Set<Key> table, int who, String path, boolean above) {
        for (Key key : table) {
            boolean under = key.path.equals("/") || path.startsWith(key.path + "/");
            if (key.watcher == who
                    && (key.path.equals(path)
                            || (above && under && key.mode == WatchMode.PERSISTENT_RECURSIVE))) {
                return true;
            }
        }
        return false;
    }
}
