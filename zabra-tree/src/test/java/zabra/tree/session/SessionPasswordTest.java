package zabra.tree.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionPasswordTest {
    @Test
    void isWhatZooKeeperGives() {
        assertThat(HexFormat.of().formatHex(SessionPassword.of(0x0100_000e_daf8_0000L)))
                .isEqualTo("7a77878a7fac126ee857027460267c4f");
    }

    @Test
    void isWhatASeededRandomGives() {
        for (long id : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0x1234_5678_9abcL}) {
            byte[] expected = new byte[16];
            new Random(id ^ 0xB3415C00L).nextBytes(expected);
            assertThat(SessionPassword.of(id)).isEqualTo(expected);
        }
    }

    @Test
    void matchesOnlyItsOwn() {
        byte[] password = SessionPassword.of(5);
        assertThat(SessionPassword.matches(5, password)).isTrue();
        assertThat(SessionPassword.matches(6, password)).isFalse();
        assertThat(SessionPassword.matches(5, null)).isFalse();
        assertThat(SessionPassword.matches(5, new byte[0])).isFalse();
        assertThat(SessionPassword.matches(5, java.util.Arrays.copyOf(password, 17))).isFalse();
        password[15] ^= 1;
        assertThat(SessionPassword.matches(5, password)).isFalse();
    }
}
