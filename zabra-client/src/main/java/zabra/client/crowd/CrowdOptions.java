package zabra.client.crowd;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How big an occasion is.
 *
 * @param servers sessions are spread over them in turn
 * @param sessions how many, 1 … 100,000; the process needs a file handle for each
 * @param each watches or ephemerals of each session, where the occasion has some, 1 … 1,000,000
 * @param rounds how often it is repeated, where it is
 * @param rate writes a second of those who look on, where there are some
 * @param sessionTimeout what sessions ask for
 * @param patience after which a step that does not end ends the occasion
 */
public record CrowdOptions(
        List<InetSocketAddress> servers,
        int sessions,
        int each,
        int rounds,
        double rate,
        Duration sessionTimeout,
        Duration patience) {
    public CrowdOptions {
        servers = List.copyOf(servers);
        check(!servers.isEmpty(), "--connect names no server");
        check(sessions >= 1 && sessions <= 100_000, "--sessions must be 1 to 100000");
        check(each >= 1 && each <= 1_000_000, "--each must be 1 to 1000000");
        check(rounds >= 1, "--rounds must be positive");
        check(rate > 0 && rate <= 10_000, "--rate must be above 0, to 10000");
        check(sessionTimeout.isPositive(), "--session-timeout must be positive");
        check(patience.isPositive(), "--patience must be positive");
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
