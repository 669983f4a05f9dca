package zabra.server.net.quorum;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.consensus.quorum.Member;
import zabra.consensus.quorum.Membership;
import zabra.peer.ensemble.EnsembleInbox;
import zabra.peer.ensemble.EnsemblePort;
import zabra.peer.ensemble.PeerLink;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.PeerAddress;
import zabra.server.run.Fatal;

/**
 * The other servers, over sockets: the election port and the quorum port of this server, on one
 * event loop.
 *
 * <p>{@link #start} and {@link #stop} once each, on any thread; between them the replica thread
 * calls the rest. What it asks for in a turn is gathered, and goes to the loop in one task when it
 * calls {@link #flush}.
 */
public final class QuorumNetwork implements EnsemblePort {
    private static final Logger LOG = LoggerFactory.getLogger(QuorumNetwork.class);

    private final long sid;
    private final Supplier<Membership> membership;
    private final QuorumOptions options;
    private final SyncStorage storage;
    private final Fatal fatal;
    private final QuorumLoop loop;
    private final Resolver resolver;
    private final LinkEncoder encoder = new LinkEncoder();
    private final List<Channel> listeners = new ArrayList<>();
    private ElectionPort electionPort;
    private QuorumPort quorumPort;

    // Of the replica's turn.
    private Map<Long, Notification> votes = new LinkedHashMap<>();
    private List<ChannelLink> links = new ArrayList<>();

    /**
     * @param membership the ensemble's config, as of now; called on the loop; it names {@code sid}
     */
    public QuorumNetwork(
            long sid,
            Supplier<Membership> membership,
            QuorumOptions options,
            SyncStorage storage,
            Fatal fatal) {
        this.sid = sid;
        this.membership = membership;
        this.options = options;
        this.storage = storage;
        this.fatal = fatal;
        this.loop = new QuorumLoop(fatal);
        this.resolver = new Resolver(loop);
    }

    /**
     * Listens where the config says that this server is, and reports to {@code inbox} from then on.
     *
     * @throws QuorumBindException where a port cannot be bound
     */
    public void start(EnsembleInbox inbox) throws QuorumBindException {
        Member self = membership.get().members().get(sid);
        if (self == null) {
            throw new IllegalStateException("server " + sid + " is not in its own config");
        }
        start(
                inbox,
                self.endpoints().stream().map(Member.Endpoint::electionAddress).toList(),
                self.endpoints().stream().map(Member.Endpoint::quorumAddress).toList());
    }

    /** Listens on these addresses, where port 0 means any. */
    void start(EnsembleInbox inbox, List<PeerAddress> election, List<PeerAddress> quorum)
            throws QuorumBindException {
        Dialer dialer = new Dialer(loop, resolver, options.connectTimeoutMillis());
        electionPort = new ElectionPort(sid, membership, options, loop, dialer, inbox);
        Transfers transfers = new Transfers(storage, loop, fatal);
        quorumPort =
                new QuorumPort(this, membership, options, loop, dialer, storage, transfers, inbox);
        try {
            bindAll("election", election, electionPort::accept);
            bindAll("quorum", quorum, quorumPort::accept);
        } catch (QuorumBindException e) {
            stop();
            throw e;
        }
    }

    private void bindAll(String port, List<PeerAddress> addresses, Consumer<Channel> accepted)
            throws QuorumBindException {
        Set<InetSocketAddress> distinct = new LinkedHashSet<>();
        for (PeerAddress address : addresses) {
            distinct.add(
                    options.listenOnAllIps()
                            ? new InetSocketAddress(address.port())
                            : new InetSocketAddress(address.host(), address.port()));
        }
        for (InetSocketAddress address : distinct) {
            Channel listener = bind(port, address, accepted);
            LOG.info("Listening for the {} on {}", port, listener.localAddress());
            listeners.add(listener);
        }
    }

    private Channel bind(String port, InetSocketAddress address, Consumer<Channel> accepted)
            throws QuorumBindException {
        for (int attempt = 1; ; attempt++) {
            ChannelFuture bound = loop.bind(address, accepted).awaitUninterruptibly();
            if (bound.isSuccess()) {
                return bound.channel();
            }
            String message =
                    "the " + port + " port cannot be bound: " + address + ": " + bound.cause();
            if (attempt == options.bindAttempts()) {
                throw new QuorumBindException(message, bound.cause());
            }
            LOG.warn("Trying again in a second: {}", message);
            try {
                TimeUnit.SECONDS.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new QuorumBindException(message, e);
            }
        }
    }

    /** The bound port; the first one where there are several. */
    int electionPort() {
        return ((InetSocketAddress) listeners.getFirst().localAddress()).getPort();
    }

    /** The bound port; the last one where there are several. */
    int quorumPort() {
        return ((InetSocketAddress) listeners.getLast().localAddress()).getPort();
    }

    @Override
    public void sendVote(long to, Notification notification) {
        votes.put(to, notification);
    }

    @Override
    public void dialVoters() {
        loop.execute(electionPort::dialVoters);
    }

    @Override
    public void dialLeader(long leader) {
        loop.execute(() -> quorumPort.dialLeader(leader));
    }

    @Override
    public void locate(PeerLink link, long zxid) {
        quorumPort.locate((ChannelLink) link, zxid);
    }

    /** Something is queued on a link that had nothing. */
    void hasQueued(ChannelLink link) {
        links.add(link);
    }

    @Override
    public void flush() {
        if (!votes.isEmpty()) {
            Map<Long, Notification> all = votes;
            votes = new LinkedHashMap<>();
            loop.execute(() -> all.forEach(electionPort::send));
        }
        if (!links.isEmpty()) {
            List<ChannelLink> all = links;
            links = new ArrayList<>();
            List<List<Object>> queued = new ArrayList<>(all.size());
            for (ChannelLink link : all) {
                queued.add(link.takeQueued());
            }
            loop.execute(() -> write(all, queued));
        }
    }

    private void write(List<ChannelLink> all, List<List<Object>> queued) {
        for (int i = 0; i < all.size(); i++) {
            if (!queued.get(i).isEmpty()) {
                all.get(i).handler().write(encoder, queued.get(i));
            }
        }
        encoder.release();
    }

    /** Closes everything; nothing is reported once it returns. The replica no longer calls. */
    public void stop() {
        for (Channel listener : listeners) {
            listener.close().awaitUninterruptibly();
        }
        loop.execute(() -> {
            electionPort.stop();
            quorumPort.stop();
        });
        resolver.stop();
        loop.stop();
    }
}
