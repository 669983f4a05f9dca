package zabra.interop.ensemble;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Every connection between two servers of an ensemble, each way through {@link Relay}s, so that
 * links can be cut without a privilege of the operating system.
 *
 * <p>All servers have the same configuration, with names for hosts. Each resolves the names by a
 * hosts file of its own: its own name to {@code 127.0.0.1}, where it listens, another's to an
 * address of the loopback network that belongs to this pair, where the relay listens on the same
 * ports. Servers are numbered from 1. Owned by one thread; {@link #close} ends all.
 */
final class RelayedNetwork implements Network {
    private final int size;
    private final boolean relayed;
    private final int[] quorumPorts;
    private final int[] electionPorts;
    private final List<List<Relay>> links = new ArrayList<>();

    /** The network of servers {@code 1..size}, whose links can be cut. */
    RelayedNetwork(int size) throws IOException {
        this(size, true);
    }

    /** The servers connect to one another without anything between them: nothing can be cut. */
    static RelayedNetwork direct(int size) throws IOException {
        return new RelayedNetwork(size, false);
    }

    private RelayedNetwork(int size, boolean relayed) throws IOException {
        this.size = size;
        this.relayed = relayed;
        quorumPorts = new int[size + 1];
        electionPorts = new int[size + 1];
        for (int server = 1; server <= size; server++) {
            quorumPorts[server] = Network.freePort();
            electionPorts[server] = Network.freePort();
        }
        for (int from = 0; from <= size; from++) {
            for (int to = 0; to <= size; to++) {
                boolean link = relayed && from != 0 && to != 0 && from != to;
                links.add(link ? relays(from, to) : List.of());
            }
        }
    }

    private List<Relay> relays(int from, int to) throws IOException {
        InetAddress near = InetAddress.getByName(address(from, to));
        InetAddress far = InetAddress.getLoopbackAddress();
        return List.of(
                new Relay(near, quorumPorts[to], new InetSocketAddress(far, quorumPorts[to])),
                new Relay(near, electionPorts[to], new InetSocketAddress(far, electionPorts[to])));
    }

    private static String address(int from, int to) {
        return "127.77." + from + "." + to;
    }

    private static String name(int server) {
        return "zabra-" + server;
    }

    @Override
    public String addresses(int server) {
        return name(server) + ":" + quorumPorts[server] + ":" + electionPorts[server];
    }

    @Override
    public void writeHosts(int server, Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("127.0.0.1 localhost");
        for (int other = 1; other <= size; other++) {
            boolean own = other == server || !relayed;
            lines.add((own ? "127.0.0.1" : address(server, other)) + " " + name(other));
        }
        Files.write(file, lines);
    }

    private List<Relay> between(int a, int b) {
        List<Relay> both = new ArrayList<>(links.get(a * (size + 1) + b));
        both.addAll(links.get(b * (size + 1) + a));
        return both;
    }

    @Override
    public void cut(int a, int b) {
        between(a, b).forEach(Relay::cut);
    }

    @Override
    public void cutOff(List<Integer> some) {
        for (int inside : some) {
            for (int outside = 1; outside <= size; outside++) {
                if (!some.contains(outside)) {
                    cut(inside, outside);
                }
            }
        }
    }

    @Override
    public void reset(int server) {
        for (int other = 1; other <= size; other++) {
            between(server, other).forEach(Relay::reset);
        }
    }

    @Override
    public void heal() {
        links.forEach(relays -> relays.forEach(Relay::heal));
    }

    @Override
    public void close() {
        links.forEach(relays -> relays.forEach(Relay::close));
    }
}
