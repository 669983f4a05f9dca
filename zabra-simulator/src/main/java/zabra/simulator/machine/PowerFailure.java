package zabra.simulator.machine;

/**
 * The machine's power fails in the middle of a disk operation. An error, so that no code of a
 * server takes it for an I/O error: it unwinds to the simulation.
 */
final class PowerFailure extends Error {
    private static final long serialVersionUID = 1L;

    PowerFailure(String what) {
        super(what, null, false, false);
    }
}
