package zabra.server.net.quorum;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import zabra.consensus.quorum.Member;
import zabra.consensus.quorum.Membership;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.PeerAddress;
import zabra.protocol.quorum.PeerState;
import zabra.server.run.Fatal;

/**
 * Some servers' networks in one process, on the loopback and on ports of the system's choice. Which
 * those are the others learn from the config, which is always that of now.
 */
final class TestEnsemble implements AutoCloseable {
    static final QuorumOptions OPTIONS = options(10_000, 64, 64L << 20, 64L << 20);
    private static final String HOST = "127.0.0.1";

    private final Map<Long, Member> members = new ConcurrentSkipListMap<>();
    private final Map<Long, Server> servers = new TreeMap<>();

    /** One server. The test's thread is its replica's. */
    record Server(
            long sid,
            QuorumNetwork network,
            RecordingInbox inbox,
            FakeStorage storage,
            Fatal fatal) {
        void vote(long to, Notification notification) {
            network.sendVote(to, notification);
            network.flush();
        }

        Socket connectElection() throws IOException {
            return new Socket(InetAddress.getLoopbackAddress(), network.electionPort());
        }

        Socket connectQuorum() throws IOException {
            return new Socket(InetAddress.getLoopbackAddress(), network.quorumPort());
        }
    }

    /** Every second question that gets no answer in between is one too many. */
    static final QuorumOptions IMPATIENT = options(10_000, 0, 64, 64L << 20, 64L << 20);

    static QuorumOptions options(
            int introductionMillis, int strangersMax, long queuedMax, long syncQueuedMax) {
        return options(introductionMillis, 60_000, strangersMax, queuedMax, syncQueuedMax);
    }

    private static QuorumOptions options(
            int introductionMillis,
            int silenceMillis,
            int strangersMax,
            long queuedMax,
            long syncQueuedMax) {
        return new QuorumOptions(
                false,
                false,
                5000,
                introductionMillis,
                silenceMillis,
                1,
                1,
                10,
                strangersMax,
                4,
                16,
                1 << 20,
                queuedMax,
                syncQueuedMax,
                1 << 20);
    }

    /** A vote that can be told from others by its zxid. */
    static Notification vote(long zxid) {
        return Notification.of(PeerState.LOOKING, 1, zxid, 1, 0, "version=0");
    }

    /** Names a server that does not run, and listens nowhere. */
    void absent(long sid) {
        members.put(sid, member(sid, closedPort(), closedPort()));
    }

    /** Names a server that listens on these ports, played by the test. */
    void played(long sid, int electionPort, int quorumPort) {
        members.put(sid, member(sid, quorumPort, electionPort));
    }

    Server start(long sid) {
        return start(sid, OPTIONS);
    }

    Server start(long sid, QuorumOptions options) {
        Member known = members.get(sid);
        RecordingInbox inbox = new RecordingInbox();
        FakeStorage storage = new FakeStorage();
        Fatal fatal = new Fatal();
        QuorumNetwork network = new QuorumNetwork(sid, this::membership, options, storage, fatal);
        try {
            network.start(
                    inbox,
                    List.of(known == null ? any() : known.endpoints().getFirst().electionAddress()),
                    List.of(known == null ? any() : known.endpoints().getFirst().quorumAddress()));
        } catch (QuorumBindException e) {
            throw new UncheckedIOException(e);
        }
        members.put(sid, member(sid, network.quorumPort(), network.electionPort()));
        Server server = new Server(sid, network, inbox, storage, fatal);
        servers.put(sid, server);
        return server;
    }

    /** Ends it; its ports are kept in the config, and used again when it starts again. */
    void stop(long sid) {
        servers.remove(sid).network().stop();
    }

    Membership membership() {
        return Membership.majority(0, members.values());
    }

    private static PeerAddress any() {
        return new PeerAddress(HOST, 0);
    }

    private static Member member(long sid, int quorumPort, int electionPort) {
        return Member.parse(sid, HOST + ":" + quorumPort + ":" + electionPort);
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        List.copyOf(servers.keySet()).forEach(this::stop);
    }
}
