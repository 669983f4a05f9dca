package zabra.simulator;

import java.util.List;
import zabra.simulator.check.Violation;

/**
 * What came of a simulation.
 *
 * @param options what was simulated
 * @param violation the rule that was broken; null where all held
 * @param traceHash of the whole trace
 * @param steps events that happened
 * @param virtualMillis how long it took the servers
 * @param transactions in history at the end
 * @param answered requests that clients got answers to
 * @param acknowledged writes among them that went well
 * @param starts of server processes
 * @param tail the end of the trace
 */
public record Outcome(
        SimulationOptions options,
        Violation violation,
        long traceHash,
        long steps,
        long virtualMillis,
        int transactions,
        long answered,
        long acknowledged,
        long starts,
        List<String> tail) {

    public boolean isGood() {
        return violation == null;
    }

    /** What to say of it: one line, and where a rule was broken what, and how to see it again. */
    public String report() {
        String line =
                "seed %d: %s, %d steps, %d ms, %d transactions, %d answers, %d starts, trace %016x"
                        .formatted(
                                options.seed(),
                                isGood() ? "good" : "BROKEN",
                                steps,
                                virtualMillis,
                                transactions,
                                answered,
                                starts,
                                traceHash);
        return isGood()
                ? line
                : line
                        + "\n  "
                        + violation.getMessage()
                        + (violation.getCause() == null ? "" : "\n  " + violation.getCause())
                        + "\n  to see it again: "
                        + options.command()
                        + " --trace";
    }
}
