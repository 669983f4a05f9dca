package zabra.interop.ensemble;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Each server in a network namespace of its own, all at one bridge, as machines at a switch: to cut
 * a link, packets are dropped, and what notices is TCP. A server alone is cut off by its cable; of
 * two, each sends what is for the other to a machine that is not there.
 *
 * <p>The bridge is in a namespace, too. Clients come through a cable of their own, by a relay from
 * the port of the loopback interface where they look for the server.
 */
final class NamespaceNetwork implements Network {
    private static final int QUORUM_PORT = 2888;
    private static final int ELECTION_PORT = 3888;
    private static final String NOBODY = "02:00:00:00:00:99";

    /** Long enough for a ping to meet a refusal. */
    private static final long RESET_NANOS = 400_000_000;

    private final int size;
    private final Namespaces namespaces;
    private final List<Relay> clients = new ArrayList<>();

    NamespaceNetwork(int size) throws IOException {
        this.size = size;
        namespaces = new Namespaces();
        try {
            build();
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Whether this process may make namespaces, and the machine has what it takes. */
    static boolean isPossible() {
        try (Namespaces probe = new Namespaces()) {
            String one = probe.add("probe");
            probe.ip("-n", one, "link", "add", "bridge", "type", "bridge");
            probe.ip("-n", one, "link", "add", "a", "type", "veth", "peer", "name", "b");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void build() throws IOException {
        String bridge = namespaces.add("switch");
        namespaces.ip("-n", bridge, "link", "add", "switch", "up", "type", "bridge");
        for (int server = 1; server <= size; server++) {
            String own = namespaces.add(Integer.toString(server));
            String port = port(server);
            namespaces.ip(
                    "-n", bridge, "link", "add", port, "type", "veth", "peer", "name", "quorum",
                    "netns", own);
            namespaces.ip("-n", bridge, "link", "set", port, "master", "switch", "up");
            namespaces.ip("-n", own, "address", "add", address(server) + "/24", "dev", "quorum");
            namespaces.ip("-n", own, "link", "set", "quorum", "up");
            namespaces.ip("-n", own, "link", "set", "lo", "up");
            namespaces.join(server, own);
        }
    }

    private static String port(int server) {
        return "port" + server;
    }

    private static String address(int server) {
        return "10.0.0." + server;
    }

    private static String name(int server) {
        return "zabra-" + server;
    }

    private String namespace(int server) {
        return namespaces.name(Integer.toString(server));
    }

    @Override
    public String addresses(int server) {
        return name(server) + ":" + QUORUM_PORT + ":" + ELECTION_PORT;
    }

    @Override
    public void writeHosts(int server, Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("127.0.0.1 localhost");
        for (int other = 1; other <= size; other++) {
            lines.add(address(other) + " " + name(other));
        }
        Files.write(file, lines);
    }

    @Override
    public List<String> command(int server) {
        return List.of("ip", "netns", "exec", namespace(server));
    }

    @Override
    public String clientAddress(int server, int port) throws IOException {
        String address = namespaces.inside(server);
        InetAddress near = InetAddress.getLoopbackAddress();
        clients.add(new Relay(near, port, new InetSocketAddress(address, port)));
        return address;
    }

    @Override
    public void cut(int a, int b) {
        misdirect(a, b);
        misdirect(b, a);
    }

    private void misdirect(int from, int to) {
        namespaces.must(
                "-n",
                namespace(from),
                "neighbour",
                "replace",
                address(to),
                "lladdr",
                NOBODY,
                "dev",
                "quorum",
                "nud",
                "permanent");
    }

    @Override
    public void cutOff(List<Integer> some) {
        if (some.size() == 1) {
            plug(some.getFirst(), "down");
            return;
        }
        for (int inside : some) {
            for (int outside = 1; outside <= size; outside++) {
                if (!some.contains(outside)) {
                    cut(inside, outside);
                }
            }
        }
    }

    private void plug(int server, String state) {
        namespaces.must("-n", namespaces.name("switch"), "link", "set", port(server), state);
    }

    /**
     * For a moment it refuses every packet, and is refused; where the machine cannot do that, they
     * are lost.
     */
    @Override
    public void reset(int server) {
        boolean refused = refuse("-I", server);
        if (!refused) {
            cutOff(List.of(server));
        }
        LockSupport.parkNanos(RESET_NANOS);
        if (refused) {
            refuse("-D", server);
        } else {
            heal();
        }
    }

    private boolean refuse(String change, int server) {
        boolean done = refuse(change, server, "10.0.0.0/24");
        for (int other = 1; other <= size; other++) {
            if (other != server) {
                done &= refuse(change, other, address(server) + "/32");
            }
        }
        return done;
    }

    private boolean refuse(String change, int server, String from) {
        return Namespaces.tryRun(
                "ip",
                "netns",
                "exec",
                namespace(server),
                "iptables",
                change,
                "INPUT",
                "-i",
                "quorum",
                "-s",
                from,
                "-p",
                "tcp",
                "-j",
                "REJECT",
                "--reject-with",
                "tcp-reset");
    }

    @Override
    public void heal() {
        for (int server = 1; server <= size; server++) {
            plug(server, "up");
            namespaces.must(
                    "-n",
                    namespace(server),
                    "neighbour",
                    "flush",
                    "dev",
                    "quorum",
                    "nud",
                    "permanent");
        }
    }

    @Override
    public void close() {
        clients.forEach(Relay::close);
        namespaces.close();
    }
}
