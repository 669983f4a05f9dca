package zabra.simulator;

import java.util.function.Consumer;
import zabra.simulator.machine.Tampering;

/**
 * What to simulate; the seed decides all the rest.
 *
 * @param seed of all chance
 * @param servers how many; 0: as the seed says
 * @param faultyMillis how long faults happen, in virtual time; then all is healed
 * @param tampering stands between the servers and their world
 * @param trace gets every line of the trace; null for nobody
 */
public record SimulationOptions(
        long seed, int servers, long faultyMillis, Tampering tampering, Consumer<String> trace) {
    public static final long FAULTY_MILLIS_DEFAULT = 30_000;

    /** Of a seed, with the defaults of all else. */
    public static SimulationOptions of(long seed) {
        return new SimulationOptions(seed, 0, FAULTY_MILLIS_DEFAULT, Tampering.NONE, null);
    }

    public SimulationOptions withServers(int count) {
        return new SimulationOptions(seed, count, faultyMillis, tampering, trace);
    }

    public SimulationOptions withFaultyMillis(long millis) {
        return new SimulationOptions(seed, servers, millis, tampering, trace);
    }

    public SimulationOptions withTampering(Tampering planted) {
        return new SimulationOptions(seed, servers, faultyMillis, planted, trace);
    }

    public SimulationOptions withTrace(Consumer<String> sink) {
        return new SimulationOptions(seed, servers, faultyMillis, tampering, sink);
    }

    /** The command that does this again. */
    public String command() {
        return "bin/zabra simulate --seed "
                + seed
                + (servers == 0 ? "" : " --servers " + servers)
                + (faultyMillis == FAULTY_MILLIS_DEFAULT ? "" : " --millis " + faultyMillis);
    }
}
