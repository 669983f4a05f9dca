package zabra.peer.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void everyClientWritesAgainAfterTheLeaderDied() {
        assertThat(Rehearsal.play()).isEqualTo(3);
    }

    @Test
    void canBePlayedAgain() {
        Rehearsal.play();

        assertThat(Rehearsal.play()).isEqualTo(3);
    }
}
