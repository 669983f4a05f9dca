package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import zabra.peer.ConnectionThrottle.Options;

final class ConnectionThrottleTest {
    private static ConnectionThrottle throttle(Options options) {
        return new ConnectionThrottle(options, new Random(1), 0);
    }

    private static Options tokens(int count, boolean weighted) {
        return new Options(count, 10, 1, -1, 0.02, 0.002, 0, weighted, 3, 2);
    }

    @Test
    void admitsEverybodyWhenOff() {
        ConnectionThrottle throttle = throttle(Options.OFF);
        for (int i = 0; i < 10_000; i++) {
            assertThat(throttle.admit(false, 0)).isTrue();
        }
    }

    @Test
    void refusesOnceTheBucketIsEmptyAndAdmitsAsItFills() {
        ConnectionThrottle throttle = throttle(tokens(2, false));
        assertThat(throttle.admit(false, 0)).isTrue();
        assertThat(throttle.admit(true, 0)).isTrue();
        assertThat(throttle.admit(false, 9)).isFalse();
        assertThat(throttle.admit(false, 10)).isTrue();
        assertThat(throttle.admit(false, 10)).isFalse();
        assertThat(throttle.refusedCount()).isEqualTo(2);
    }

    @Test
    void neverHoldsMoreThanItsSize() {
        ConnectionThrottle throttle = throttle(tokens(2, false));
        assertThat(throttle.admit(false, 1_000_000)).isTrue();
        assertThat(throttle.admit(false, 1_000_000)).isTrue();
        assertThat(throttle.admit(false, 1_000_000)).isFalse();
    }

    @Test
    void weighsNewSessionsMoreThanReturningOnes() {
        ConnectionThrottle throttle = throttle(tokens(2, true));
        assertThat(throttle.admit(true, 0)).isTrue();
        assertThat(throttle.admit(true, 0)).isTrue();
        assertThat(throttle.admit(true, 0)).isTrue();
        assertThat(throttle.admit(false, 0)).isFalse();
    }

    @Test
    void dropsAtRandomWhileTheBucketIsDryAndStopsWhenItIsNot() {
        ConnectionThrottle throttle =
                throttle(new Options(1, 1_000_000, 1, 0, 0.5, 0.5, 0, false, 3, 2));
        throttle.admit(false, 0);
        throttle.admit(false, 1);
        throttle.admit(false, 2);
        assertThat(throttle.dropProbability()).isEqualTo(1.0);
        for (int i = 0; i < 2; i++) {
            throttle.admit(false, 1_000_001 + i);
        }
        assertThat(throttle.dropProbability()).isZero();
    }
}
