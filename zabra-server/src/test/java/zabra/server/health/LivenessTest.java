package zabra.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LivenessTest {
    private static final Executor ALIVE = Runnable::run;

    /** Takes tasks and does none of them. */
    private static final class Stuck implements Executor {
        private final List<Runnable> tasks = new ArrayList<>();
        private final CountDownLatch asked = new CountDownLatch(1);

        @Override
        public synchronized void execute(Runnable task) {
            tasks.add(task);
            asked.countDown();
        }

        synchronized int count() {
            return tasks.size();
        }

        synchronized void goOn() {
            tasks.forEach(Runnable::run);
        }
    }

    @Test
    void nothingHangsWhereAllAnswer() {
        Liveness liveness = new Liveness(Map.of("a", ALIVE, "b", ALIVE), () -> 100, 60_000, 100);
        assertThat(liveness.hanging()).isEmpty();
    }

    @Test
    void namesWhatDoesNotAnswer() {
        Stuck stuck = new Stuck();
        Liveness liveness = new Liveness(Map.of("a", ALIVE, "b", stuck), () -> 0, 1, 100);
        assertThat(liveness.hanging()).containsExactly("b has not answered for 1 ms");
    }

    @Test
    void namesADiskThatDoesNotComeBack() {
        AtomicLong busy = new AtomicLong(101);
        Liveness liveness = new Liveness(Map.of("a", ALIVE), busy::get, 60_000, 100);
        assertThat(liveness.hanging())
                .containsExactly("the disk has been busy with one batch for 101 ms");
        busy.set(0);
        assertThat(liveness.hanging()).isEmpty();
    }

    @Test
    void whoAsksMeanwhileGetsTheSameAnswer() throws Exception {
        Stuck slow = new Stuck();
        Liveness liveness = new Liveness(Map.of("a", slow), () -> 0, 60_000, 100);
        CompletableFuture<List<String>> first = CompletableFuture.supplyAsync(liveness::hanging);
        slow.asked.await();
        CompletableFuture<List<String>> second = CompletableFuture.supplyAsync(liveness::hanging);
        // However the second comes to it: it asks nothing itself while the first waits.
        assertThat(slow.count()).isEqualTo(1);
        while (!second.isDone()) {
            slow.goOn();
            Thread.onSpinWait();
        }
        assertThat(first.get()).isEmpty();
        assertThat(second.get()).isEmpty();
    }
}
