package zabra.server.config;

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
    private static final String PACKAGE = "org.apache.zookeeper.";

    private final Settings settings;
    private final Map<String, Given> membership = new LinkedHashMap<>();
    private boolean ensembleScheme;
    private boolean keyScheme;

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
        if (!name.equals("metricsProvider.className")) {
            settings.warn(idle(given, "this build has no metrics endpoint yet"));
            return;
        }
        switch (simpleName(given.value())) {
            case "DefaultMetricsProvider", "NullMetricsProvider" -> {
                // What mntr tells is there in any case.
            }
            case "PrometheusMetricsProvider" ->
                    settings.warn(
                            idle(given, "this build has no metrics endpoint yet; mntr has values"));
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

    private static String simpleName(String className) {
        return className.startsWith(PACKAGE)
                ? className.substring(className.lastIndexOf('.') + 1)
                : className;
    }

    private static String idle(Given given, String why) {
        return given.origin() + ": " + given.name() + " has no effect: " + why;
    }
}
