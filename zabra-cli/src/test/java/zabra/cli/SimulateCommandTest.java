package zabra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulateCommandTest {
    @Test
    void oneSeedIsReportedInOneLine() {
        Run run = Run.of("simulate", "--seed", "7", "--servers", "1", "--millis", "2000");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("seed 7: good").hasLineCount(1);
    }

    @Test
    void theTraceIsPrintedOnDemand() {
        String[] command = {"simulate", "--servers", "1", "--millis", "1000", "--trace"};
        Run run = Run.of(command);
        assertThat(run.out()).contains("s1#1 starts").contains("seed 1: good");
        assertThat(Run.of(command).out()).isEqualTo(run.out());
    }

    @Test
    void manySeedsAreSummedUp() {
        Run run = Run.of("simulate", "--seeds", "3", "--servers", "1", "--millis", "1000");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("3 seeds from 1: 0 broken");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThat(Run.of("simulate", "--servers", "10").code()).isEqualTo(ExitCode.INVALID);
    }
}
