package zabra.server.net.quorum;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.consensus.quorum.Member;
import zabra.consensus.quorum.Membership;
import zabra.peer.ensemble.EnsembleInbox;
import zabra.protocol.quorum.InitialMessage;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.PeerAddress;

/**
 * The election port: at most one connection to each other server, and it is the one that the server
 * with the larger number opened. Where the smaller one connects, it says who it is and closes, and
 * the larger one calls back. Loop only.
 *
 * <p>Servers that the config does not name may connect: those that want to join, and observers,
 * learn here who leads.
 */
final class ElectionPort {
    private static final Logger LOG = LoggerFactory.getLogger(ElectionPort.class);

    private final long sid;
    private final Supplier<Membership> membership;
    private final QuorumOptions options;
    private final QuorumLoop loop;
    private final Dialer dialer;
    private final EnsembleInbox inbox;
    private final Strangers strangers;
    private final TreeMap<Long, ElectionPeer> peers = new TreeMap<>();
    private boolean stopped;

    ElectionPort(
            long sid,
            Supplier<Membership> membership,
            QuorumOptions options,
            QuorumLoop loop,
            Dialer dialer,
            EnsembleInbox inbox) {
        this.sid = sid;
        this.membership = membership;
        this.options = options;
        this.loop = loop;
        this.dialer = dialer;
        this.inbox = inbox;
        this.strangers =
                new Strangers(loop, options.strangersMax(), options.introductionTimeoutMillis());
    }

    /** A connection came in. */
    void accept(Channel channel) {
        if (stopped) {
            channel.close();
            return;
        }
        strangers.admit(channel);
        channel.pipeline().addLast(new ElectionHandler(this));
    }

    /** Sends a vote, connecting first if need be; lost where nobody knows that server. */
    void send(long to, Notification notification) {
        if (stopped) {
            return;
        }
        ElectionPeer peer = isMember(to) ? peer(to) : peers.get(to);
        if (peer == null) {
            LOG.debug("No vote to {}, which neither is in the config nor has connected", to);
        } else {
            peer.send(notification);
        }
    }

    /** Connects to the voters to whom no connection stands. */
    void dialVoters() {
        if (stopped) {
            return;
        }
        for (long voter : membership.get().voters()) {
            if (voter != sid) {
                peer(voter).dialUnlessStanding();
            }
        }
    }

    /**
     * Who connected said who it is.
     *
     * @return where its notifications belong; null where the connection is not kept
     */
    ElectionPeer introduced(Channel channel, InitialMessage message) {
        strangers.introduced(channel);
        long from = message.sid();
        if (stopped || from == sid || from < 0 || from == InitialMessage.ANONYMOUS) {
            LOG.info("Closing election connection of server {} to {}", from, sid);
            channel.close();
            return null;
        }
        ElectionPeer peer = peers.get(from);
        if (peer == null) {
            if (!isMember(from) && unknownCount() >= options.unknownServersMax()) {
                LOG.warn("Closing election connection of server {}: too many unknown ones", from);
                channel.close();
                return null;
            }
            peer = peer(from);
        }
        if (from < sid) {
            channel.close();
            peer.callBack(message.addresses());
            return null;
        }
        peer.stand(channel);
        return peer;
    }

    void vote(long from, Notification notification) {
        inbox.vote(from, notification);
    }

    void reachable(long of, boolean reachable) {
        inbox.reachable(of, reachable);
    }

    /** What a connection of ours begins with. */
    InitialMessage initialMessage() {
        Member self = membership.get().members().get(sid);
        if (self == null) {
            throw new IllegalStateException("server " + sid + " is not in its own config");
        }
        return InitialMessage.of(sid, electionAddresses(self), options.multiAddress());
    }

    /** Where the config says that a server is; empty for one that it does not name. */
    List<PeerAddress> configured(long of) {
        Member member = membership.get().members().get(of);
        return member == null ? List.of() : electionAddresses(member);
    }

    private static List<PeerAddress> electionAddresses(Member member) {
        return member.endpoints().stream().map(Member.Endpoint::electionAddress).toList();
    }

    boolean isMember(long of) {
        return membership.get().members().containsKey(of);
    }

    boolean isVoter(long of) {
        return membership.get().isVoter(of);
    }

    long sid() {
        return sid;
    }

    QuorumOptions options() {
        return options;
    }

    QuorumLoop loop() {
        return loop;
    }

    Dialer dialer() {
        return dialer;
    }

    boolean isStopped() {
        return stopped;
    }

    /** Nothing stands or is tried any more with a server; kept only where the config names it. */
    void idle(ElectionPeer peer) {
        if (!isMember(peer.sid())) {
            peers.remove(peer.sid(), peer);
        }
    }

    private ElectionPeer peer(long of) {
        return peers.computeIfAbsent(of, other -> new ElectionPeer(this, other));
    }

    private long unknownCount() {
        return peers.keySet().stream().filter(other -> !isMember(other)).count();
    }

    /** Closes what stands; nothing is reported any more. */
    void stop() {
        stopped = true;
        new ArrayList<>(peers.values()).forEach(ElectionPeer::stop);
    }
}
