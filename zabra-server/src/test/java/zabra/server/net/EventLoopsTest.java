package zabra.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EventLoopsTest {
    @Test
    void leavesACoreForTheThreadsThatOrderAndLogWrites() {
        assertThat(EventLoops.count(0, 2)).isEqualTo(1);
        assertThat(EventLoops.count(0, 8)).isEqualTo(7);
    }

    @Test
    void isOneAtLeast() {
        assertThat(EventLoops.count(0, 1)).isEqualTo(1);
    }

    @Test
    void isWhatIsConfigured() {
        assertThat(EventLoops.count(5, 2)).isEqualTo(5);
    }
}
