package zabra.server.net.quorum;

import io.netty.channel.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.consensus.quorum.Member;
import zabra.consensus.quorum.Membership;
import zabra.peer.ensemble.EnsembleInbox;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.PeerAddress;

/**
 * The quorum port: links that learners made to us, and those that we made to a leader. It listens
 * from the start; whether somebody who connects is wanted now is the replica's matter. Loop only.
 */
final class QuorumPort {
    private static final Logger LOG = LoggerFactory.getLogger(QuorumPort.class);

    private final QuorumNetwork network;
    private final Supplier<Membership> membership;
    private final QuorumOptions options;
    private final QuorumLoop loop;
    private final Dialer dialer;
    private final SyncStorage storage;
    private final Transfers transfers;
    private final EnsembleInbox inbox;
    private final Strangers strangers;
    private final Set<LinkHandler> links = new LinkedHashSet<>();
    private volatile boolean stopped;

    QuorumPort(
            QuorumNetwork network,
            Supplier<Membership> membership,
            QuorumOptions options,
            QuorumLoop loop,
            Dialer dialer,
            SyncStorage storage,
            Transfers transfers,
            EnsembleInbox inbox) {
        this.network = network;
        this.membership = membership;
        this.options = options;
        this.loop = loop;
        this.dialer = dialer;
        this.storage = storage;
        this.transfers = transfers;
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
        channel.pipeline().addLast(new LinkHandler(this, channel, false));
    }

    /** Its first message came; false where there is no room for it. */
    boolean introduced(LinkHandler handler) {
        strangers.introduced(handler.channel());
        if (stopped || links.size() >= options.linksMax()) {
            LOG.warn("Closing the {}: there are {} already", handler.link(), links.size());
            return false;
        }
        links.add(handler);
        inbox.accepted(handler.link());
        return true;
    }

    /** Connects to a leader, once. */
    void dialLeader(long leader) {
        Member member = membership.get().members().get(leader);
        List<PeerAddress> addresses =
                member == null
                        ? List.of()
                        : member.endpoints().stream().map(Member.Endpoint::quorumAddress).toList();
        dialer.dial(addresses, channel -> dialed(leader, channel));
    }

    private void dialed(long leader, Channel channel) {
        if (stopped) {
            if (channel != null) {
                channel.close();
            }
        } else if (channel == null) {
            LOG.info("No connection to leader {}", leader);
            inbox.dialFailed(leader);
        } else {
            LinkHandler handler = new LinkHandler(this, channel, true);
            links.add(handler);
            inbox.dialed(leader, handler.link());
            channel.pipeline().addLast(handler);
            channel.config().setAutoRead(true);
        }
    }

    /** The channel is closed. */
    void gone(LinkHandler handler, boolean announced) {
        links.remove(handler);
        if (announced && !stopped && !handler.link().isClosed()) {
            inbox.closed(handler.link());
        }
    }

    /** Looks it up on a thread of its own. */
    void locate(ChannelLink link, long zxid) {
        transfers.run(
                "locate",
                () -> {
                    long found;
                    try {
                        found = storage.locate(zxid);
                    } catch (IOException e) {
                        LOG.warn(
                                "{} cannot be looked up, a snapshot will do",
                                Zxid.toString(zxid),
                                e);
                        found = -1;
                    }
                    if (!stopped) {
                        inbox.located(link, found);
                    }
                });
    }

    QuorumNetwork network() {
        return network;
    }

    QuorumOptions options() {
        return options;
    }

    QuorumLoop loop() {
        return loop;
    }

    SyncStorage storage() {
        return storage;
    }

    Transfers transfers() {
        return transfers;
    }

    EnsembleInbox inbox() {
        return inbox;
    }

    boolean isStopped() {
        return stopped;
    }

    /** Closes all links; nothing is reported any more. */
    void stop() {
        stopped = true;
        new ArrayList<>(links).forEach(LinkHandler::close);
    }
}
