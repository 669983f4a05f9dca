package zabra.simulator.check;

/**
 * Something happened that must never happen. An error: it ends the simulation, nobody treats it.
 */
public final class Violation extends Error {
    private static final long serialVersionUID = 1L;

    private final String rule;

    /**
     * @param rule the name of the broken rule
     * @param what the values that show it
     */
    public Violation(String rule, String what) {
        this(rule, what, null);
    }

    public Violation(String rule, String what, Throwable cause) {
        super(rule + ": " + what, cause);
        this.rule = rule;
    }

    public String rule() {
        return rule;
    }
}
