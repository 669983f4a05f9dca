package zabra.tree.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.Id;

class WatchesTest {
    private static final List<Acl> FOR_A = List.of(new Acl(Acl.READ, new Id("name", "a")));

    /** An empty list is for all; any other names who may read. */
    private final Watches watches =
            new Watches((acl, identities) ->
                    acl.equals(Acl.OPEN)
                            || acl.stream().anyMatch(e -> identities.contains(e.id())));

    private final List<String> journal = new ArrayList<>();
    private final RecordingWatcher a = new RecordingWatcher("a", 10, journal);
    private final RecordingWatcher b = new RecordingWatcher("b", 11, journal);

    private void create(String path, String parent, long zxid) {
        watches.created(path, Acl.OPEN, parent, Acl.OPEN, zxid);
    }

    private void delete(String path, String parent, long zxid) {
        watches.deleted(path, Acl.OPEN, parent, Acl.OPEN, zxid);
    }

    private void set(String path, long zxid) {
        watches.dataChanged(path, Acl.OPEN, zxid);
    }

    @Test
    void aStandardDataWatchTellsOfEachKindOfChangeOnce() {
        watches.addData("/x", a, WatchMode.STANDARD);
        create("/x", "/", 1);
        create("/x", "/", 2);
        assertThat(a.take()).containsExactly("NODE_CREATED /x 1");

        watches.addData("/x", a, WatchMode.STANDARD);
        set("/x", 3);
        set("/x", 4);
        assertThat(a.take()).containsExactly("NODE_DATA_CHANGED /x 3");

        watches.addData("/x", a, WatchMode.STANDARD);
        delete("/x", "/", 5);
        delete("/x", "/", 6);
        assertThat(a.take()).containsExactly("NODE_DELETED /x 5");
        assertThat(watches.count()).isZero();
    }

    @Test
    void aStandardChildWatchTellsOfChildrenOnceAndNotOfData() {
        watches.addChild("/x", a, WatchMode.STANDARD);
        set("/x", 1);
        create("/x/y/z", "/x/y", 2);
        assertThat(a.take()).isEmpty();
        create("/x/y", "/x", 3);
        delete("/x/y", "/x", 4);
        assertThat(a.take()).containsExactly("NODE_CHILDREN_CHANGED /x 3");
    }

    @Test
    void aChildOfTheRootTellsTheRoot() {
        watches.addChild("/", a, WatchMode.STANDARD);
        create("/x", "/", 1);
        assertThat(a.take()).containsExactly("NODE_CHILDREN_CHANGED / 1");
    }

    @Test
    void deletionTellsDataWatchersThenChildWatchersThenTheParents() {
        watches.addChild("/p", a, WatchMode.STANDARD);
        watches.addChild("/p/x", a, WatchMode.STANDARD);
        watches.addData("/p/x", b, WatchMode.STANDARD);
        delete("/p/x", "/p", 7);
        assertThat(journal)
                .containsExactly(
                        "b NODE_DELETED /p/x 7",
                        "a NODE_DELETED /p/x 7",
                        "a NODE_CHILDREN_CHANGED /p 7");
    }

    @Test
    void whoWatchesDataAndChildrenHearsOfDeletionOnce() {
        watches.addData("/x", a, WatchMode.STANDARD);
        watches.addChild("/x", a, WatchMode.STANDARD);
        delete("/x", "/", 1);
        assertThat(a.take()).containsExactly("NODE_DELETED /x 1");
        assertThat(watches.count()).as("both are spent").isZero();
    }

    @Test
    void aRecursiveWatchAboveSilencesTheChildWatchOfADeletedZnode() {
        watches.addPersistent("/", a, WatchMode.PERSISTENT_RECURSIVE);
        watches.addChild("/p/x", a, WatchMode.STANDARD);
        watches.addChild("/p", a, WatchMode.STANDARD);
        delete("/p/x", "/p", 1);
        assertThat(a.take()).containsExactly("NODE_DELETED /p/x 1", "NODE_CHILDREN_CHANGED /p 1");
    }

    @Test
    void aPersistentWatchTellsOfEverythingAtItsPathAndStays() {
        watches.addPersistent("/x", a, WatchMode.PERSISTENT);
        create("/x", "/", 1);
        set("/x", 2);
        create("/x/y", "/x", 3);
        set("/x/y", 4);
        delete("/x/y", "/x", 5);
        delete("/x", "/", 6);
        create("/x", "/", 7);
        assertThat(a.take())
                .containsExactly(
                        "NODE_CREATED /x 1",
                        "NODE_DATA_CHANGED /x 2",
                        "NODE_CHILDREN_CHANGED /x 3",
                        "NODE_CHILDREN_CHANGED /x 5",
                        "NODE_DELETED /x 6",
                        "NODE_CREATED /x 7");
    }

    @Test
    void aRecursiveWatchTellsOfAllBelowButNeverOfChildren() {
        watches.addPersistent("/x", a, WatchMode.PERSISTENT_RECURSIVE);
        create("/x", "/", 1);
        create("/x/y", "/x", 2);
        create("/x/y/z", "/x/y", 3);
        set("/x/y/z", 4);
        delete("/x/y/z", "/x/y", 5);
        create("/xy", "/", 6);
        create("/xy/x", "/xy", 7);
        assertThat(a.take())
                .containsExactly(
                        "NODE_CREATED /x 1",
                        "NODE_CREATED /x/y 2",
                        "NODE_CREATED /x/y/z 3",
                        "NODE_DATA_CHANGED /x/y/z 4",
                        "NODE_DELETED /x/y/z 5");
    }

    @Test
    void aRecursiveWatchOfTheRootTellsOfTheRootAndAll() {
        watches.addPersistent("/", a, WatchMode.PERSISTENT_RECURSIVE);
        set("/", 1);
        set("/x", 2);
        set("/x/y", 3);
        assertThat(a.take())
                .containsExactly(
                        "NODE_DATA_CHANGED / 1",
                        "NODE_DATA_CHANGED /x 2",
                        "NODE_DATA_CHANGED /x/y 3");
    }

    @Test
    void oneConnectionHearsOncePerTableWhateverItsModes() {
        watches.addPersistent("/", a, WatchMode.PERSISTENT_RECURSIVE);
        watches.addPersistent("/p", a, WatchMode.PERSISTENT_RECURSIVE);
        watches.addPersistent("/p/x", a, WatchMode.PERSISTENT_RECURSIVE);
        watches.addPersistent("/p/x", a, WatchMode.PERSISTENT);
        watches.addPersistent("/p", a, WatchMode.PERSISTENT);
        watches.addData("/p/x", a, WatchMode.STANDARD);
        watches.addChild("/p", a, WatchMode.STANDARD);
        create("/p/x", "/p", 1);
        create("/p/x", "/p", 2);
        assertThat(a.take())
                .containsExactly(
                        "NODE_CREATED /p/x 1",
                        "NODE_CHILDREN_CHANGED /p 1",
                        "NODE_CREATED /p/x 2",
                        "NODE_CHILDREN_CHANGED /p 2");
    }

    @Test
    void registeringTwiceIsRegisteringOnce() {
        watches.addData("/x", a, WatchMode.STANDARD);
        watches.addData("/x", a, WatchMode.STANDARD);
        assertThat(watches.count()).isEqualTo(1);
        watches.addPersistent("/x", a, WatchMode.PERSISTENT);
        watches.addPersistent("/x", a, WatchMode.PERSISTENT_RECURSIVE);
        assertThat(watches.count()).as("one in each table").isEqualTo(2);
        set("/x", 1);
        assertThat(a.take()).hasSize(1);
        assertThat(watches.count()).isEqualTo(2);
    }

    @Test
    void whoMayNotReadIsNotToldButItsStandardWatchIsSpent() {
        watches.addData("/x", a, WatchMode.STANDARD);
        watches.addData("/x", b, WatchMode.STANDARD);
        watches.dataChanged("/x", FOR_A, 1);
        assertThat(a.take()).containsExactly("NODE_DATA_CHANGED /x 1");
        assertThat(b.take()).isEmpty();
        set("/x", 2);
        assertThat(journal).hasSize(1);
    }

    @Test
    void changedChildrenAreHiddenByTheAclOfTheParent() {
        watches.addChild("/p", a, WatchMode.STANDARD);
        watches.addChild("/p", b, WatchMode.STANDARD);
        watches.addData("/p/x", a, WatchMode.STANDARD);
        watches.addData("/p/x", b, WatchMode.STANDARD);
        watches.created("/p/x", Acl.OPEN, "/p", FOR_A, 1);
        assertThat(journal)
                .containsExactly(
                        "a NODE_CREATED /p/x 1",
                        "b NODE_CREATED /p/x 1",
                        "a NODE_CHILDREN_CHANGED /p 1");
    }

    @Test
    void watchersAreToldInTheOrderTheyCame() {
        RecordingWatcher c = new RecordingWatcher("c", 12, journal);
        watches.addPersistent("/x", a, WatchMode.PERSISTENT_RECURSIVE);
        watches.addData("/x", b, WatchMode.STANDARD);
        watches.addPersistent("/x", c, WatchMode.PERSISTENT);
        set("/x", 1);
        assertThat(journal)
                .containsExactly(
                        "a NODE_DATA_CHANGED /x 1",
                        "b NODE_DATA_CHANGED /x 1",
                        "c NODE_DATA_CHANGED /x 1");
    }

    @Test
    void matchingGoesByTypeAndRemovesOnlyWhatItNames() {
        watches.addData("/x", a, WatchMode.STANDARD);
        watches.addChild("/x", a, WatchMode.STANDARD);
        watches.addPersistent("/x", a, WatchMode.PERSISTENT);
        watches.addPersistent("/x", a, WatchMode.PERSISTENT_RECURSIVE);
        watches.addData("/x", b, WatchMode.STANDARD);
        for (int type = 1; type <= 5; type++) {
            assertThat(watches.match("/x", a, type, false)).as("type %d", type).isTrue();
            assertThat(watches.match("/y", a, type, true)).as("type %d", type).isFalse();
        }
        assertThat(watches.match("/x", b, 1, true)).isFalse();
        for (int type : new int[] {1, 2, 4, 5}) {
            assertThat(watches.match("/x", a, type, true)).as("type %d", type).isTrue();
            assertThat(watches.match("/x", a, type, true)).as("type %d again", type).isFalse();
        }
        assertThat(watches.match("/x", a, 3, true)).isFalse();
        assertThat(watches.count()).as("the other connection's").isEqualTo(1);
        assertThatThrownBy(() -> watches.match("/x", a, 6, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void removingAnyTakesAllModesAtExactlyThatPath() {
        watches.addData("/x", a, WatchMode.STANDARD);
        watches.addPersistent("/x", a, WatchMode.PERSISTENT);
        watches.addPersistent("/", a, WatchMode.PERSISTENT_RECURSIVE);
        assertThat(watches.match("/x", a, 3, true)).isTrue();
        assertThat(watches.count()).isEqualTo(1);
        set("/x", 1);
        assertThat(a.take()).as("from above").hasSize(1);
    }

    @Test
    void aConnectionThatGoesTakesAllItsWatchesWithIt() {
        for (int i = 0; i < 1000; i++) {
            watches.addData("/x" + i, a, WatchMode.STANDARD);
            watches.addPersistent("/x" + i, a, WatchMode.PERSISTENT);
        }
        watches.addData("/x5", b, WatchMode.STANDARD);
        watches.removeAll(a);
        watches.removeAll(a);
        assertThat(watches.count()).isEqualTo(1);
        set("/x5", 1);
        assertThat(journal).containsExactly("b NODE_DATA_CHANGED /x5 1");
    }

    @Test
    void aWatcherMayRemoveItselfWhileItIsTold() {
        List<String> heard = new ArrayList<>();
        Watcher fickle =
                new Watcher() {
                    @Override
                    public void event(EventType type, String path, long zxid) {
                        heard.add(type + " " + path);
                        watches.removeAll(this);
                    }

                    @Override
                    public List<Id> identities() {
                        return List.of();
                    }

                    @Override
                    public long sessionId() {
                        return 1;
                    }
                };
        watches.addPersistent("/x", fickle, WatchMode.PERSISTENT);
        watches.addData("/x", b, WatchMode.STANDARD);
        set("/x", 1);
        set("/x", 2);
        assertThat(heard).containsExactly("NODE_DATA_CHANGED /x");
        assertThat(b.take()).containsExactly("NODE_DATA_CHANGED /x 1");
    }

    @Test
    void aNullPathIsKeptAndNeverFires() {
        watches.addPersistent(null, a, WatchMode.PERSISTENT);
        set("/", 1);
        assertThat(a.take()).isEmpty();
        assertThat(watches.match(null, a, 4, true)).isTrue();
        assertThat(watches.count()).isZero();
    }

    @Test
    void theQuestionsTellOfTheDataTable() {
        watches.addChild("/x", a, WatchMode.STANDARD);
        assertThat(watches.summary()).isEqualTo(new WatchSummary(0, 0, 0));
        assertThat(watches.count()).isEqualTo(1);

        watches.addData("/x", a, WatchMode.STANDARD);
        watches.addData("/", b, WatchMode.STANDARD);
        watches.addPersistent("/x", b, WatchMode.PERSISTENT);
        watches.addPersistent("/x", b, WatchMode.PERSISTENT_RECURSIVE);
        watches.addData("/x", b, WatchMode.STANDARD);
        assertThat(watches.summary()).isEqualTo(new WatchSummary(2, 2, 3));
        assertThat(watches.count()).isEqualTo(5);

        Map<Long, List<String>> byWatcher = new LinkedHashMap<>();
        watches.forEachWatcher(byWatcher::put);
        assertThat(byWatcher).containsOnlyKeys(10L, 11L);
        assertThat(byWatcher.get(10L)).containsExactly("/x");
        assertThat(byWatcher.get(11L)).containsExactlyInAnyOrder("/", "/x");

        Map<String, List<Long>> byPath = new LinkedHashMap<>();
        watches.forEachPath(byPath::put);
        assertThat(byPath).containsOnlyKeys("/x", "/");
        assertThat(byPath.get("/x")).containsExactly(10L, 11L);
        assertThat(byPath.get("/")).containsExactly(11L);
    }

    @Test
    void refusesModesThatATableDoesNotHave() {
        assertThatThrownBy(() -> watches.addChild("/x", a, WatchMode.PERSISTENT_RECURSIVE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> watches.addPersistent("/x", a, WatchMode.STANDARD))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(watches.count()).isZero();
    }
}
