package zabra.interop.ensemble;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import zabra.interop.server.Await;
import zabra.interop.server.ServerKind;
import zabra.interop.server.ServerOptions;

/**
 * Server processes that form an ensemble, on free ports of the loopback interface, with files below
 * one directory and all their connections through one {@link Network}. Owned by one thread.
 */
final class Ensemble implements AutoCloseable {
    /** How long any server or quorum may take to come back on a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Network network;
    private final List<Member> members = new ArrayList<>();
    private final ServerOptions options;

    private Ensemble(Network network, ServerOptions options) {
        this.network = network;
        this.options = options;
    }

    /** Short ticks, so that silence is noticed in seconds; sessions that outlive every fault. */
    static ServerOptions quick() {
        return ServerOptions.defaults()
                .with("tickTime", "500")
                .with("initLimit", "20")
                .with("syncLimit", "4")
                .with("minSessionTimeout", "1000")
                .with("maxSessionTimeout", "120000")
                .with("snapCount", "2000");
    }

    /**
     * Starts servers 1, 2, … of these kinds, and waits until all serve.
     *
     * @param more lines of every configuration: groups and weights
     */
    static Ensemble start(
            Path directory, List<ServerKind> kinds, ServerOptions options, List<String> more) {
        try {
            return begin(prepare(directory, kinds, options, more, Network.of(kinds.size())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #start}, without anything between the servers. */
    static Ensemble startDirect(Path directory, List<ServerKind> kinds, ServerOptions options) {
        try {
            Network network = RelayedNetwork.direct(kinds.size());
            return begin(prepare(directory, kinds, options, List.of(), network));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ensemble begin(Ensemble ensemble) {
        try {
            ensemble.members.forEach(ensemble::start);
            ensemble.awaitAll();
        } catch (RuntimeException | AssertionError e) {
            ensemble.close();
            throw e;
        }
        return ensemble;
    }

    private static Ensemble prepare(
            Path directory,
            List<ServerKind> kinds,
            ServerOptions options,
            List<String> more,
            Network network)
            throws IOException {
        Ensemble ensemble = new Ensemble(network, options);
        List<String> servers = new ArrayList<>(more);
        for (int id = 1; id <= kinds.size(); id++) {
            servers.add("server." + id + "=" + network.addresses(id));
        }
        for (int id = 1; id <= kinds.size(); id++) {
            Path own = directory.resolve("server" + id);
            Member member = new Member(id, own, Network.freePort(), kinds.get(id - 1));
            member.startBy(network.command(id));
            member.configure(options, network.clientAddress(id, member.port()), servers);
            network.writeHosts(id, own.resolve("hosts"));
            ensemble.members.add(member);
        }
        return ensemble;
    }

    /** {@code size} servers of one kind. */
    static List<ServerKind> all(ServerKind kind, int size) {
        return Collections.nCopies(size, kind);
    }

    List<Member> members() {
        return List.copyOf(members);
    }

    Member member(int id) {
        return members.get(id - 1);
    }

    Network network() {
        return network;
    }

    /** Starts this member's process, and does not wait for it. */
    void start(Member member) {
        member.start(options);
    }

    /** The ports of all clients' connections, by server. */
    List<Integer> ports() {
        return members.stream().map(Member::port).toList();
    }

    /** {@code host:port,host:port,…} */
    String connectString() {
        return members.stream()
                .map(member -> "127.0.0.1:" + member.port())
                .collect(Collectors.joining(","));
    }

    /** The member that says it leads; waits for one. */
    Member leader() {
        Member[] found = new Member[1];
        Await.until(
                "one leads: " + modes(),
                PATIENCE,
                () -> {
                    for (Member member : members) {
                        if (member.isAlive() && "leader".equals(member.mode())) {
                            found[0] = member;
                        }
                    }
                    return found[0] != null;
                });
        return found[0];
    }

    /** The members that run and do not lead, lowest number first. */
    List<Member> followers() {
        Member leader = leader();
        return members.stream().filter(m -> m != leader && m.isAlive()).toList();
    }

    /** For messages. */
    String modes() {
        return members.stream()
                .map(member -> member.id() + " " + member.kind() + " " + member.mode())
                .collect(Collectors.joining(", "));
    }

    /** Whether every member is of this kind. */
    boolean isAll(ServerKind kind) {
        return members.stream().allMatch(member -> member.kind() == kind);
    }

    /** Waits until every member serves. */
    void awaitAll() {
        members.forEach(member -> member.awaitServing(PATIENCE));
    }

    @Override
    public void close() {
        for (Member member : members) {
            if (member.isAlive()) {
                member.kill();
            }
        }
        network.close();
    }
}
