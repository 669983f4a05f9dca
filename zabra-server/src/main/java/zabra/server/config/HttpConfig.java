package zabra.server.config;

/**
 * Where supervisors and monitors ask.
 *
 * @param health whether it is alive, ready, started ({@code health.port}, {@code health.address})
 * @param metrics what a Prometheus server collects ({@code metricsProvider.httpPort})
 */
public record HttpConfig(HttpPortConfig health, HttpPortConfig metrics) {
    public static final HttpConfig DEFAULT = new HttpConfig(HttpPortConfig.OFF, HttpPortConfig.OFF);
}
