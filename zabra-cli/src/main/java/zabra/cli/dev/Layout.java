package zabra.cli.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where everything of the ensemble is: a directory for each server with its {@code zoo.cfg}, its
 * {@code data} and its log, and three ports each.
 *
 * @param directory holds {@code server-1}, {@code server-2}, …
 * @param host where clients connect
 * @param servers in the order of their numbers, which begin at 1
 */
public record Layout(Path directory, String host, List<Server> servers) {
    private static final String PREFIX = "server-";

    /** Servers talk to each other on this machine only, whatever clients may. */
    private static final String LOOPBACK = "127.0.0.1";

    /**
     * One server.
     *
     * @param sid its number
     * @param directory its own
     */
    public record Server(
            int sid, Path directory, int clientPort, int quorumPort, int electionPort) {
        Path config() {
            return directory.resolve("zoo.cfg");
        }

        Path data() {
            return directory.resolve("data");
        }

        Path log() {
            return directory.resolve("server.log");
        }
    }

    public Layout {
        servers = List.copyOf(servers);
    }

    /**
     * Chooses ports between servers.
     *
     * @param clientPorts one for each server
     * @throws IOException where no free ports are found
     */
    public static Layout of(Path directory, String host, List<Integer> clientPorts)
            throws IOException {
        List<Integer> ports = FreePorts.find(LOOPBACK, 2 * clientPorts.size(), clientPorts);
        List<Server> servers = new ArrayList<>();
        for (int i = 0; i < clientPorts.size(); i++) {
            servers.add(
                    new Server(
                            i + 1,
                            directory.resolve(PREFIX + (i + 1)),
                            clientPorts.get(i),
                            ports.get(2 * i),
                            ports.get(2 * i + 1)));
        }
        return new Layout(directory, host, servers);
    }

    /** How many servers keep their data in a directory already; 0 where none does. */
    public static int serversIn(Path directory) {
        int count = 0;
        while (Files.exists(directory.resolve(PREFIX + (count + 1)).resolve("zoo.cfg"))) {
            count++;
        }
        return count;
    }

    /** Writes each server's files; what they contain of data stays. */
    public void write() throws IOException {
        for (Server server : servers) {
            Files.createDirectories(server.data());
            Files.writeString(server.data().resolve("myid"), server.sid() + "\n");
            Files.writeString(server.config(), config(server));
        }
    }

    private String config(Server server) {
        StringBuilder text = new StringBuilder("# Written by zabra dev at each start.\n");
        text.append("dataDir=").append(escaped(server.data())).append('\n');
        text.append("tickTime=2000\ninitLimit=10\nsyncLimit=5\n");
        text.append("preAllocSize=1024\nautopurge.purgeInterval=1\nmaxClientCnxns=0\n");
        text.append("4lw.commands.whitelist=*\nadmin.enableServer=false\n");
        if (servers.size() == 1) {
            text.append("clientPort=").append(server.clientPort()).append('\n');
            text.append("clientPortAddress=").append(host).append('\n');
            return text.toString();
        }
        for (Server each : servers) {
            text.append("server.").append(each.sid()).append('=').append(LOOPBACK);
            text.append(':').append(each.quorumPort()).append(':').append(each.electionPort());
            text.append(":participant;").append(hostText()).append(':');
            text.append(each.clientPort()).append('\n');
        }
        return text.toString();
    }

    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\\\");
    }

    private String hostText() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /** {@code host:port} of a server, as a client on this machine writes it. */
    public String address(Server server) {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        return (everywhere ? "localhost" : hostText()) + ":" + server.clientPort();
    }

    /** The addresses of all servers, as a client takes them. */
    public String connectString() {
        return String.join(",", servers.stream().map(this::address).toList());
    }
}
