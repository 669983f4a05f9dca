package zabra.cli.bench;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of all that load servers: which ones, and with what sessions. */
final class Servers {
    private static final int DEFAULT_PORT = 2181;

    @Option(
            names = {"-c", "--connect"},
            paramLabel = "HOST:PORT",
            split = ",",
            description = "servers; sessions are spread over them (${DEFAULT-VALUE})")
    private List<String> connect = List.of("localhost:" + DEFAULT_PORT);

    @Option(names = "--session-timeout", description = "seconds (${DEFAULT-VALUE})")
    private double sessionTimeout = 30;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Not looked up yet. */
    List<InetSocketAddress> addresses() {
        return connect.stream().map(this::address).toList();
    }

    /** The same, looked up. */
    List<InetSocketAddress> resolved() {
        return addresses().stream()
                .map(each -> new InetSocketAddress(each.getHostString(), each.getPort()))
                .toList();
    }

    Duration sessionTimeout() {
        return seconds(sessionTimeout);
    }

    static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    /** Reads {@code host}, {@code host:port} or {@code [v6]:port}. */
    private InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[") && colon > text.indexOf(']');
        boolean plain = colon >= 0 && text.indexOf(':') == colon;
        boolean hasPort = bracketed || plain;
        String host = hasPort ? text.substring(0, colon) : text;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : DEFAULT_PORT;
            return InetSocketAddress.createUnresolved(host, port);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "'" + text + "' is not HOST:PORT", e);
        }
    }
}
