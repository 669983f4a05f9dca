package zabra.cli.dev;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports nobody listens on. They are below those that systems take for outgoing connections, so that
 * none of these takes one away before its server, or a server that is restarted, listens again.
 */
public final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 10_000;

    private FreePorts() {}

    /**
     * Whether servers here can listen on it.
     *
     * @throws java.net.UnknownHostException where it is a name that is not known
     */
    public static boolean isOfThisMachine(String host) throws IOException {
        return isFree(host, 0);
    }

    /** Whether it can be listened on. */
    public static boolean isFree(String host, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (BindException e) {
            return false;
        }
    }

    /**
     * Some that are free on an address.
     *
     * @param without none of these
     * @throws IOException where there are too few
     */
    public static List<Integer> find(String host, int count, Collection<Integer> without)
            throws IOException {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; found.size() < count; i++) {
            if (i == ATTEMPTS) {
                throw new IOException(
                        "no free ports from " + FIRST + " to " + LAST + " on " + host);
            }
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (!found.contains(port) && !without.contains(port) && isFree(host, port)) {
                found.add(port);
            }
        }
        return found;
    }
}
