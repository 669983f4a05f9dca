package zabra.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class HeapGuardTest {
    private final List<Boolean> told = new CopyOnWriteArrayList<>();
    private final HeapGuard guard = new HeapGuard(told::add);

    @Test
    void tellsOnceThatItIsFullAndOnceThatThereIsRoom() {
        guard.left(84, 100);
        assertThat(told).isEmpty();
        guard.left(85, 100);
        guard.left(99, 100);
        guard.left(75, 100);
        assertThat(told).containsExactly(true);
        guard.left(74, 100);
        guard.left(20, 100);
        assertThat(told).containsExactly(true, false);
    }

    @Test
    void hearsOfCollections() {
        guard.left(99, 100);
        try (guard) {
            guard.start();
            while (told.size() < 2) {
                System.gc();
            }
        }
        assertThat(told).containsExactly(true, false);
    }
}
