package zabra.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import zabra.server.http.HttpAnswer;

final class HealthPagesTest {
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicReference<Optional<String>> idle = new AtomicReference<>(Optional.empty());
    private final HealthPages health = new HealthPages(ending::get);

    private HttpAnswer ask(String path) {
        return health.pages().get(path).answer();
    }

    private void expect(int started, int live, int ready) {
        assertThat(ask("/startupz").status()).as("started").isEqualTo(started);
        assertThat(ask("/livez").status()).as("live").isEqualTo(live);
        assertThat(ask("/readyz").status()).as("ready").isEqualTo(ready);
    }

    private void run(long diskBusyMillis) {
        health.running(new Liveness(Map.of(), () -> diskBusyMillis, 1000, 1000), idle::get);
    }

    @Test
    void isAliveButNeitherStartedNorReadyWhileItReadsItsData() {
        expect(503, 200, 503);
    }

    @Test
    void isReadyWhileItServes() {
        run(0);
        expect(200, 200, 200);
    }

    @Test
    void toLookForALeaderIsNoReasonToBeRestarted() {
        run(0);
        idle.set(Optional.of("looking - election"));
        expect(200, 200, 503);
        assertThat(ask("/readyz").text()).isEqualTo("not ready: looking - election\n");
    }

    @Test
    void isNoLongerReadyOnceItWasToldToStop() {
        run(0);
        health.stopping();
        expect(200, 200, 503);
    }

    @Test
    void whatHangsIsNotAlive() {
        run(2000);
        expect(200, 503, 200);
        health.stopping();
        expect(200, 200, 503);
    }

    @Test
    void whatMustEndIsNeitherAliveNorReady() {
        run(0);
        ending.set(true);
        expect(200, 503, 503);
    }
}
