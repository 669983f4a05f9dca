package zabra.consensus.zab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumMessage.Proposal;

final class WindowTest {
    private static Proposal txn(long zxid, int length) {
        return new Proposal(zxid, new byte[length]);
    }

    private static Window of(int count) {
        Window window = new Window(0, 3, 100);
        for (int zxid = 1; zxid <= count; zxid++) {
            window.add(txn(zxid, 50));
        }
        return window;
    }

    @Test
    void keepsWhatIsNotSettledWhateverTheLimits() {
        Window window = of(200);
        window.trim(0);
        assertThat(window.size()).isEqualTo(200);
        assertThat(window.floor()).isZero();
        window.trim(190);
        assertThat(window.floor()).isEqualTo(190);
        window.trim(200);
        assertThat(window.size()).isEqualTo(3);
        assertThat(window.get(0).zxid()).isEqualTo(198);
        assertThat(window.last()).isEqualTo(200);
    }

    @Test
    void keepsMoreThanTheCountWhileTheyAreSmall() {
        Window window = new Window(0, 3, 100);
        for (int zxid = 1; zxid <= 20; zxid++) {
            window.add(txn(zxid, 10));
        }
        window.trim(20);
        assertThat(window.size()).isEqualTo(10);
    }

    @Test
    void findsByZxid() {
        Window window = of(5);
        window.add(txn(Zxid.of(2, 1), 1));
        assertThat(window.countUpTo(0)).isZero();
        assertThat(window.countUpTo(3)).isEqualTo(3);
        assertThat(window.lastUpTo(Zxid.of(1, 7))).isEqualTo(5);
        assertThat(window.lastUpTo(Long.MAX_VALUE)).isEqualTo(Zxid.of(2, 1));
    }

    @Test
    void refusesWhatDoesNotFollow() {
        Window window = of(2);
        for (long zxid : new long[] {2, 4, Zxid.of(1, 2), Zxid.of(1, 0)}) {
            assertThatIllegalStateException().isThrownBy(() -> window.add(txn(zxid, 1)));
        }
    }

    @Test
    void truncatesWithinAndBeyond() {
        Window window = of(5);
        window.truncate(3);
        assertThat(window.last()).isEqualTo(3);
        window.add(txn(4, 1));
        Window young = new Window(7, 3, 100);
        young.add(txn(8, 1));
        young.truncate(2);
        assertThat(young.floor()).isEqualTo(2);
        assertThat(young.size()).isZero();
    }
}
