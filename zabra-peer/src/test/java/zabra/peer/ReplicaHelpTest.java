package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who does the work of a replica whose thread sleeps. */
class ReplicaHelpTest {
    private final PeerHarness harness = new PeerHarness();
    private final Replica replica = harness.peer.replica();
    private final List<Integer> done = new ArrayList<>();
    private final Host host = new Host();

    private static final class Host implements ReplicaHost {
        private boolean mayHelp = true;
        private int wakeUps;
        private Throwable bug;

        @Override
        public void wakeUp() {
            wakeUps++;
        }

        @Override
        public boolean mayHelp() {
            return mayHelp;
        }

        @Override
        public void failed(Throwable cause) {
            bug = cause;
        }
    }

    ReplicaHelpTest() {
        replica.runBy(host);
        harness.run();
    }

    private void sleep() {
        assertThat(replica.maySleep()).isPositive();
    }

    private void bring(int count) {
        for (int i = 0; i < count; i++) {
            int number = i;
            replica.bring(new Inbound.Task(() -> done.add(number)));
        }
        replica.help();
    }

    @Test
    void littleIsDoneByWhoBringsIt() {
        sleep();
        bring(2);
        assertThat(done).containsExactly(0, 1);
        assertThat(host.wakeUps).isZero();
        assertThat(replica.awake()).as("the turn is given back").isTrue();
    }

    @Test
    void muchIsLeftToTheThread() {
        sleep();
        bring(100);
        assertThat(done).isEmpty();
        assertThat(host.wakeUps).isEqualTo(1);
    }

    @Test
    void whoMayNotHelpWakesTheThread() {
        host.mayHelp = false;
        sleep();
        bring(1);
        assertThat(done).isEmpty();
        assertThat(host.wakeUps).isEqualTo(1);
    }

    @Test
    void whileTheThreadIsAtItNobodyElseIs() {
        bring(1);
        assertThat(done).isEmpty();
        assertThat(replica.maySleep()).as("it looks once more").isZero();
        replica.work();
        assertThat(done).containsExactly(0);
    }

    @Test
    void whatComesWhileSomebodyHelpsIsNotForgotten() {
        sleep();
        replica.bring(
                new Inbound.Task(() -> {
                    assertThat(replica.awake()).as("the thread must wait").isFalse();
                    bring(100);
                }));
        replica.help();
        assertThat(done).hasSize(100);
        assertThat(replica.awake()).isTrue();
    }

    /** A host that is told ends the process; until it has, a broken replica must do nothing. */
    @Test
    void afterABugNobodyWorks() {
        sleep();
        IllegalStateException bug = new IllegalStateException("planted");
        replica.bring(
                new Inbound.Task(() -> {
                    throw bug;
                }));
        assertThatThrownBy(replica::help).isSameAs(bug);
        assertThat(host.bug).isSameAs(bug);
        bring(1);
        assertThat(done).isEmpty();
        assertThat(replica.awake()).isFalse();
    }
}
