package zabra.tree.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SessionIdsTest {
    @Test
    void anIdIsServerTimeAndCount() {
        SessionIds ids = new SessionIds(1, 0xffff_0000_0eda_f8L);
        assertThat(ids.next()).isEqualTo(0x0100_000e_daf8_0000L);
        assertThat(ids.next()).isEqualTo(0x0100_000e_daf8_0001L);
    }

    @Test
    void serversFrom128OnGiveNegativeIds() {
        assertThat(new SessionIds(255, 1).next()).isEqualTo(0xff00_0000_0001_0000L);
    }

    @Test
    void neverGivesTheTwoNumbersThatMeanSomethingElse() {
        assertThat(new SessionIds(0, 0).next()).isEqualTo(1);
        assertThat(new SessionIds(128, 0).next()).isEqualTo(0x8000_0000_0000_0001L);
    }

    @Test
    void refusesAServerIdOfMoreThanAByte() {
        assertThatThrownBy(() -> new SessionIds(256, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SessionIds(-1, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
