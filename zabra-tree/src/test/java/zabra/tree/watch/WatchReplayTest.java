package zabra.tree.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;

class WatchReplayTest {
    private static final List<String> NONE = List.of();

    private final Watches watches = new Watches((acl, identities) -> false);
    private final RecordingWatcher watcher = new RecordingWatcher("a");

    /** Path to mzxid and pzxid. */
    private final Map<String, long[]> tree = new HashMap<>();

    private void replay(
            long seen,
            List<String> data,
            List<String> exist,
            List<String> child,
            List<String> persistent,
            List<String> recursive) {
        WatchReplay.Znodes znodes =
                new WatchReplay.Znodes() {
                    private long[] found;

                    @Override
                    public boolean find(String path) {
                        found = tree.get(path);
                        return found != null;
                    }

                    @Override
                    public long mzxid() {
                        return found[0];
                    }

                    @Override
                    public long pzxid() {
                        return found[1];
                    }
                };
        new WatchReplay(
                        znodes,
                        watches,
                        watcher,
                        (type, path) -> watcher.event(type, path, WatchReplay.REPLAY_ZXID),
                        seen)
                .replay(data, exist, child, persistent, recursive);
    }

    private boolean isWatched(String path, int type) {
        return watches.match(path, watcher, type, false);
    }

    @Test
    void aDataWatchTellsWhatItMissedOrStands() {
        tree.put("/changed", new long[] {6, 1});
        tree.put("/same", new long[] {5, 9});
        replay(5, List.of("/gone", "/changed", "/same"), NONE, NONE, NONE, NONE);
        assertThat(watcher.take())
                .containsExactly("NODE_DELETED /gone -1", "NODE_DATA_CHANGED /changed -1");
        assertThat(isWatched("/same", 2)).isTrue();
        assertThat(watches.count()).isEqualTo(1);
    }

    @Test
    void anExistWatchTellsOfWhatIsThereOrStands() {
        tree.put("/there", new long[] {1, 1});
        replay(5, NONE, List.of("/there", "/absent"), NONE, NONE, NONE);
        assertThat(watcher.take()).containsExactly("NODE_CREATED /there -1");
        assertThat(isWatched("/absent", 2)).isTrue();
        assertThat(watches.count()).isEqualTo(1);
    }

    @Test
    void aChildWatchGoesByThePzxid() {
        tree.put("/changed", new long[] {1, 6});
        tree.put("/same", new long[] {9, 5});
        replay(5, NONE, NONE, List.of("/gone", "/changed", "/same"), NONE, NONE);
        assertThat(watcher.take())
                .containsExactly("NODE_DELETED /gone -1", "NODE_CHILDREN_CHANGED /changed -1");
        assertThat(isWatched("/same", 1)).isTrue();
        assertThat(watches.count()).isEqualTo(1);
    }

    @Test
    void persistentWatchesStandAndTellNothing() {
        tree.put("/p", new long[] {9, 9});
        replay(5, NONE, NONE, NONE, List.of("/p", "/absent"), List.of("/r"));
        assertThat(watcher.take()).isEmpty();
        assertThat(isWatched("/p", 4)).isTrue();
        assertThat(isWatched("/absent", 4)).isTrue();
        assertThat(isWatched("/r", 5)).isTrue();
        assertThat(watches.count()).as("persistent ones in both tables").isEqualTo(5);
    }

    @Test
    void listsAreNotMerged() {
        replay(5, List.of("/gone"), NONE, List.of("/gone"), NONE, NONE);
        assertThat(watcher.take())
                .containsExactly("NODE_DELETED /gone -1", "NODE_DELETED /gone -1");
    }

    @Test
    void aReplayedWatchFiresAgain() {
        tree.put("/x", new long[] {1, 1});
        Watches open = new Watches((acl, identities) -> true);
        new WatchReplay(
                        new WatchReplay.Znodes() {
                            @Override
                            public boolean find(String path) {
                                return true;
                            }

                            @Override
                            public long mzxid() {
                                return 1;
                            }

                            @Override
                            public long pzxid() {
                                return 1;
                            }
                        },
                        open,
                        watcher,
                        (type, path) -> watcher.event(type, path, WatchReplay.REPLAY_ZXID),
                        5)
                .replay(List.of("/x"), NONE, NONE, NONE, NONE);
        open.dataChanged("/x", Acl.OPEN, 7);
        assertThat(watcher.take()).containsExactly("NODE_DATA_CHANGED /x 7");
    }
}
