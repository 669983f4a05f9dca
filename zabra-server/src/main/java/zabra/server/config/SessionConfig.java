package zabra.server.config;

/**
 * The time unit and what session timeouts are clamped to.
 *
 * @param tickMillis {@code tickTime}, at least 1
 * @param timeoutMillisMin {@code minSessionTimeout}; two ticks unless set
 * @param timeoutMillisMax {@code maxSessionTimeout}; twenty ticks unless set
 */
public record SessionConfig(int tickMillis, int timeoutMillisMin, int timeoutMillisMax) {
    public static final SessionConfig DEFAULT = ofTick(3000);

    /** The bounds that follow from the tick alone. */
    public static SessionConfig ofTick(int tickMillis) {
        return new SessionConfig(tickMillis, tickMillis * 2, tickMillis * 20);
    }
}
