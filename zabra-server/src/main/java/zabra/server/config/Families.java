package zabra.server.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keys with a free part in their names: ensemble members, authentication providers, class names of
 * the reference. They cannot be declared one by one.
 */
final class Families {
    private static final Map<String, String> PROVIDERS =
            Map.of(
                    "DigestAuthenticationProvider", "digest",
                    "IPAuthenticationProvider", "ip",
                    "EnsembleAuthenticationProvider", "ensemble",
                    "KeyAuthenticationProvider", "key",
                    "X509AuthenticationProvider", "x509",
                    "SASLAuthenticationProvider", "sasl");
    private static final Set<String> FACTORIES =
            Set.of("NIOServerCnxnFactory", "NettyServerCnxnFactory");
    private static final int METRICS_PORT = 7000;
    private static final String PACKAGE = "org.apache.zookeeper.";

    private final Settings settings;
    private final Map<String, Given> membership = new LinkedHashMap<>();
    private boolean ensembleScheme;
    private boolean keyScheme;
    private boolean prometheus;
    private Given metricsPort;
    private Given metricsHost;

    Families(Settings settings) {
        this.settings = settings;
    }

    /** Takes a key of a family, by its name in the file; false where it is of none. */
    boolean take(Given given) {
        String name = withoutPrefix(given.name());
        if (isOfMembership(name)) {
            member(new Given(name, given.value(), given.origin()));
            return true;
        }
        if (name.startsWith("authProvider.")) {
            provider(given);
            return true;
        }
        if (name.startsWith("superUser.")) {
            settings.warn(idle(given, "this build has no SASL yet"));
            return true;
        }
        if (name.equals("serverCnxnFactory")) {
            factory(given);
            return true;
        }
        if (name.startsWith("metricsProvider.")) {
            metrics(given, name);
            return true;
        }
        return false;
    }

    /** Whether a key says who makes up an ensemble. */
    static boolean isOfMembership(String name) {
        return (name.startsWith("server.") && !name.equals("server.realm"))
                || name.startsWith("group")
                || name.startsWith("weight");
    }

    private void member(Given given) {
        Given before = membership.remove(given.name());
        membership.put(given.name(), given);
        if (before != null && file(before).equals(file(given))) {
            settings.warn(
                    given.origin()
                            + ": "
                            + given.name()
                            + " is given again; this line counts, not "
                            + before.origin());
        }
    }

    private static String file(Given given) {
        return given.origin().replaceFirst(":\\d+$", "");
    }

    private static String withoutPrefix(String name) {
        return name.startsWith("zookeeper.") ? name.substring("zookeeper.".length()) : name;
    }

    /** The lines {@code server.N}, {@code group.N}, {@code weight.N}, in order, each key once. */
    List<Given> membership() {
        return List.copyOf(membership.values());
    }

    /** Whether the provider of scheme {@code ensemble} was asked for. */
    boolean hasEnsembleScheme() {
        return ensembleScheme;
    }

    /** Whether the reference's sample provider was asked for. */
    boolean hasKeyScheme() {
        return keyScheme;
    }

    private void provider(Given given) {
        String scheme = PROVIDERS.get(simpleName(given.value()));
        switch (scheme) {
            case null ->
                    settings.warn(
                            given.origin()
                                    + ": "
                                    + given.name()
                                    + "="
                                    + given.value()
                                    + " is passed over: its code is not here; known are "
                                    + String.join(", ", new TreeMap<>(PROVIDERS).keySet()));
            case "ensemble" -> ensembleScheme = true;
            case "key" -> keyScheme = true;
            case "x509", "sasl" ->
                    settings.warn(
                            idle(
                                    given,
                                    "this build has no scheme "
                                            + scheme
                                            + " yet; clients that use it are refused"));
            case "digest", "ip" -> {
                // Always there.
            }
            default -> throw new IllegalStateException("scheme " + scheme);
        }
    }

    private void factory(Given given) {
        if (!FACTORIES.contains(simpleName(given.value()))) {
            settings.problem(
                    given.origin()
                            + ": serverCnxnFactory="
                            + given.value()
                            + ": unknown class; expected "
                            + PACKAGE
                            + "server.NIOServerCnxnFactory or "
                            + PACKAGE
                            + "server.NettyServerCnxnFactory (either is served by the one transport"
                            + " there is); or remove the key");
        }
    }

    private void metrics(Given given, String name) {
        switch (name) {
            case "metricsProvider.className" -> metricsClass(given, name);
            case "metricsProvider.httpPort" -> metricsPort = given;
            case "metricsProvider.httpHost" -> metricsHost = given;
            default -> settings.warn(idle(given, "threads and values are arranged differently"));
        }
    }

    private void metricsClass(Given given, String name) {
        switch (simpleName(given.value())) {
            case "DefaultMetricsProvider", "NullMetricsProvider" -> prometheus = false;
            case "PrometheusMetricsProvider" -> prometheus = true;
            default ->
                    settings.problem(
                            given.origin()
                                    + ": "
                                    + name
                                    + "="
                                    + given.value()
                                    + ": metrics provider class was not found; expected "
                                    + PACKAGE
                                    + "metrics.prometheus.PrometheusMetricsProvider or "
                                    + PACKAGE
                                    + "metrics.impl.DefaultMetricsProvider");
        }
    }

    /** Where a Prometheus server asks. */
    HttpPortConfig metrics() {
        if (!prometheus) {
            for (Given given : Arrays.asList(metricsPort, metricsHost)) {
                if (given != null) {
                    settings.warn(
                            idle(
                                    given,
                                    "metricsProvider.className is not "
                                            + PACKAGE
                                            + "metrics.prometheus.PrometheusMetricsProvider"));
                }
            }
            return HttpPortConfig.OFF;
        }
        String host = metricsHost == null ? "" : metricsHost.value();
        return new HttpPortConfig(metricsPortNumber(), host.equals("0.0.0.0") ? "" : host);
    }

    private int metricsPortNumber() {
        if (metricsPort == null) {
            return METRICS_PORT;
        }
        Values<Integer> values = Values.whole(0, 65535, "");
        try {
            return values.parse().apply(metricsPort.value());
        } catch (IllegalArgumentException e) {
            settings.problem(
                    metricsPort.origin()
                            + ": "
                            + metricsPort.name()
                            + "="
                            + metricsPort.value()
                            + ": "
                            + e.getMessage()
                            + "; expected "
                            + values.allowed()
                            + "; the default is "
                            + METRICS_PORT);
            return METRICS_PORT;
        }
    }

    private static String simpleName(String className) {
        return className.startsWith(PACKAGE)
                ? className.substring(className.lastIndexOf('.') + 1)
                : className;
    }

    private static String idle(Given given, String why) {
        return given.origin() + ": " + given.name() + " has no effect: " + why;
    }
}
