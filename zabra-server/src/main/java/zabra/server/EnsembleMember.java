package zabra.server;

import java.io.IOException;
import zabra.consensus.zab.ZabOptions;
import zabra.peer.Peer;
import zabra.peer.ensemble.Ensemble;
import zabra.server.config.EnsembleConfig;
import zabra.server.config.QuorumPortsConfig;
import zabra.server.config.ServerConfig;
import zabra.server.net.quorum.QuorumBindException;
import zabra.server.net.quorum.QuorumNetwork;
import zabra.server.net.quorum.QuorumOptions;
import zabra.server.run.Fatal;

/** What only a member of an ensemble has: what its peer is told of it, and its other two ports. */
final class EnsembleMember {
    /** An election in which not every voter has spoken ends after such a silence. */
    private static final int ELECTION_WAIT_MILLIS = 200;

    /**
     * Learners that missed more are served from the log, mostly from memory, too. What is kept here
     * outlives the young generation where it is more than comes between two collections: each
     * transaction is then copied twice, and has the old one marked.
     */
    private static final long WINDOW_BYTES_MAX = 4L << 20;

    private final Ensemble ensemble;
    private final QuorumNetwork network;

    EnsembleMember(ServerConfig config, EnsembleConfig member, ServerDisks disks, Fatal fatal)
            throws IOException {
        disks.tree()
                .describeEnsemble(
                        member.membership().text(),
                        member.membership().version(),
                        System.currentTimeMillis());
        network =
                new QuorumNetwork(
                        member.sid(),
                        member::membership,
                        networkOptions(config, member),
                        disks.syncStorage(member.historyShare()),
                        fatal);
        ensemble =
                new Ensemble(
                        zabOptions(config, member),
                        disks.beginMember(member),
                        network,
                        member.clients());
    }

    private static ZabOptions zabOptions(ServerConfig config, EnsembleConfig member) {
        return new ZabOptions(
                member.sid(),
                member.membership(),
                member.observer(),
                config.sessions().tickMillis(),
                member.initLimit(),
                member.syncLimit(),
                member.windowTxns(),
                Math.min(WINDOW_BYTES_MAX, heapBytes() / 32),
                member.alwaysSnapshot(),
                ELECTION_WAIT_MILLIS,
                ZabOptions.COUNTER_MAX);
    }

    private static QuorumOptions networkOptions(ServerConfig config, EnsembleConfig member) {
        QuorumPortsConfig ports = member.ports();
        int handshakeMillis =
                ports.handshakeTimeoutMillis() > 0
                        ? ports.handshakeTimeoutMillis()
                        : saturated((long) config.sessions().tickMillis() * member.syncLimit());
        QuorumOptions defaults =
                QuorumOptions.defaults(
                        handshakeMillis,
                        saturated(
                                (long) config.requests().frameBytesMax()
                                        + config.requests().recordBytesExtra()));
        return new QuorumOptions(
                ports.listenOnAll(),
                ports.multiAddress(),
                ports.connectTimeoutMillis(),
                defaults.introductionTimeoutMillis(),
                defaults.electionSilenceMillis(),
                ports.bindRetries(),
                defaults.redialMinMillis(),
                defaults.redialMaxMillis(),
                defaults.strangersMax(),
                defaults.unknownServersMax(),
                defaults.linksMax(),
                defaults.messageBytesMax(),
                Math.min(defaults.queuedBytesMax(), heapBytes() / 16),
                Math.min(defaults.syncQueuedBytesMax(), heapBytes() / 4),
                defaults.unreadBytesMax());
    }

    private static int saturated(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    private static long heapBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    /** What the peer is made of. */
    Ensemble ensemble() {
        return ensemble;
    }

    /**
     * Listens for the other servers; before the replica thread runs.
     *
     * @throws QuorumBindException where one of the two ports cannot be bound
     */
    void start(Peer peer) throws QuorumBindException {
        network.start(peer.ensemble());
    }

    /** Closes all connections to other servers; after the replica thread has ended. */
    void stop() {
        network.stop();
    }
}
