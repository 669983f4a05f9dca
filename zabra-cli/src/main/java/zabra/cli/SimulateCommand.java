package zabra.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import zabra.simulator.Outcome;
import zabra.simulator.Simulation;
import zabra.simulator.SimulationOptions;

/** {@code zabra simulate}: whole servers and clients on virtual time, with faults, by seed. */
@Command(
        name = "simulate",
        description = {
            "Simulate whole servers and clients, with faults, and check what must hold.",
            "",
            "Servers, clients, network, disks and time are simulated in one thread; the seed"
                    + " decides all.",
            "A seed means the same run only at the same commit."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Text.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all that must hold held, with every seed",
            "1:something did not, or the run was cut short",
            "2:wrong arguments"
        },
        footer = {
            "",
            "Examples:",
            "  zabra simulate --seeds 1000                  a thousand runs, 3 to 5 servers",
            "  zabra simulate --seeds 1000 --seed 7000      another thousand",
            "  zabra simulate --seed 7042 --trace           one again, with all that happens",
            "  zabra simulate --seeds 100 --servers 5"
        })
final class SimulateCommand implements Callable<Integer> {
    private static final int FAILURES_MAX = 10;
    private static final int PROGRESS_STEP = 100;

    @Option(names = "--seed", description = "the first seed (${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--seeds",
            description = "how many seeds, one after the other (${DEFAULT-VALUE})")
    private long seeds = 1;

    @Option(
            names = "--servers",
            description = "how many servers, 1 to 9; 0: as the seed says (${DEFAULT-VALUE})")
    private int servers;

    @Option(
            names = "--millis",
            description = "virtual time during which faults happen (${DEFAULT-VALUE})")
    private long millis = SimulationOptions.FAULTY_MILLIS_DEFAULT;

    @Option(names = "--trace", description = "print everything that happens")
    private boolean trace;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (seeds < 1 || servers < 0 || servers > 9 || millis < 0) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--seeds from 1, --servers 0 to 9, --millis from 0");
        }
        PrintWriter out = spec.commandLine().getOut();
        long steps = 0;
        long answered = 0;
        long done = 0;
        int failures = 0;
        for (long each = seed; each < seed + seeds && failures < FAILURES_MAX; each++) {
            Outcome outcome = new Simulation(options(each, out)).run();
            steps += outcome.steps();
            answered += outcome.answered();
            done++;
            if (!outcome.isGood() || seeds == 1) {
                failures += outcome.isGood() ? 0 : 1;
                out.println(outcome.report());
            } else if (done % PROGRESS_STEP == 0) {
                out.println(done + " of " + seeds + " seeds, " + failures + " broken");
            }
            out.flush();
        }
        if (seeds > 1) {
            out.println(
                    "%d seeds from %d: %d broken; %d events, %d requests answered"
                            .formatted(done, seed, failures, steps, answered));
        }
        return failures == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private SimulationOptions options(long each, PrintWriter out) {
        SimulationOptions options =
                SimulationOptions.of(each).withServers(servers).withFaultyMillis(millis);
        return trace ? options.withTrace(out::println) : options;
    }
}
