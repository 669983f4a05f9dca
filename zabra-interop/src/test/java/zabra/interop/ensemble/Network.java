package zabra.interop.ensemble;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import zabra.cli.dev.FreePorts;

/**
 * What is between the servers of an ensemble, numbered from 1, and can be cut: their links to one
 * another, never those to clients. Owned by one thread; {@link #close} ends all.
 */
interface Network extends AutoCloseable {
    /**
     * A network of servers {@code 1..size}, by {@code -Dinterop.network}: {@code namespaces} of the
     * operating system, which takes its privileges, a {@code relay} for each link, or {@code auto},
     * namespaces where that is possible.
     */
    static Network of(int size) throws IOException {
        return switch (System.getProperty("interop.network", "auto")) {
            case "namespaces" -> new NamespaceNetwork(size);
            case "relay" -> new RelayedNetwork(size);
            case "auto" ->
                    NamespaceNetwork.isPossible()
                            ? new NamespaceNetwork(size)
                            : new RelayedNetwork(size);
            case String other ->
                    throw new IllegalArgumentException(
                            "-Dinterop.network is "
                                    + other
                                    + ", neither namespaces nor relay nor auto");
        };
    }

    /** A port of the loopback interface that nobody listens on. */
    static int freePort() throws IOException {
        return FreePorts.find("127.0.0.1", 1, List.of()).getFirst();
    }

    /** The value of {@code server.N} in every server's configuration. */
    String addresses(int server);

    /** Writes what {@code server} resolves names by. */
    void writeHosts(int server, Path file) throws IOException;

    /** The words in front of the command that starts {@code server}. */
    default List<String> command(int server) {
        return List.of();
    }

    /** Where {@code server} listens on {@code port} for clients, who connect to 127.0.0.1. */
    default String clientAddress(int server, int port) throws IOException {
        return "127.0.0.1";
    }

    /** Nothing passes between these two, nor does the end of a connection. */
    void cut(int a, int b);

    /** Cuts every link between one of {@code some} and a server that is none of them. */
    void cutOff(List<Integer> some);

    /** Ends each connection of {@code server} to another; they may connect again at once. */
    void reset(int server);

    /** Everything passes again. */
    void heal();

    @Override
    void close();
}
