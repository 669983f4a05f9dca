package zabra.tree.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;

/** Readers register and go at once, each for its own connections, as under the tree's read lock. */
class WatchesConcurrencyTest {
    private static final int THREADS = 4;
    private static final int PATHS = 300;
    private static final int ROUNDS = 20;

    @Test
    void registrationsOfManyThreadsDoNotLoseOneAnother() throws Exception {
        Watches watches = new Watches((acl, identities) -> true);
        List<RecordingWatcher> staying = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                RecordingWatcher stays = new RecordingWatcher("stays" + i);
                staying.add(stays);
                done.add(threads.submit(() -> work(watches, stays)));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
        assertThat(watches.count()).isEqualTo(THREADS * PATHS * 2);
        assertThat(watches.summary()).isEqualTo(new WatchSummary(THREADS, PATHS, THREADS * PATHS));
        for (int path = 0; path < PATHS; path++) {
            watches.deleted("/p" + path, Acl.OPEN, "/", Acl.OPEN, path);
        }
        for (RecordingWatcher watcher : staying) {
            assertThat(watcher.events).hasSize(PATHS);
        }
        assertThat(watches.count()).isZero();
    }

    private static void work(Watches watches, RecordingWatcher stays) {
        for (int round = 0; round < ROUNDS; round++) {
            RecordingWatcher goes = new RecordingWatcher("goes");
            for (int path = 0; path < PATHS; path++) {
                watches.addData("/p" + path, goes, WatchMode.STANDARD);
                watches.addData("/only" + round + "/" + path, goes, WatchMode.STANDARD);
                watches.addData("/p" + path, stays, WatchMode.STANDARD);
                watches.addChild("/p" + path, stays, WatchMode.STANDARD);
                watches.match("/p" + (path / 2), goes, 3, true);
            }
            watches.removeAll(goes);
        }
    }
}
