package zabra.simulator.machine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import zabra.peer.ensemble.EnsembleInbox;
import zabra.peer.ensemble.EnsemblePort;
import zabra.peer.ensemble.PeerLink;
import zabra.protocol.quorum.Notification;
import zabra.simulator.world.Incarnation;
import zabra.simulator.world.Network;
import zabra.simulator.world.Socket;

/** The other servers, over the simulated network: what event loop and sockets are in production. */
final class SimulatedPort implements EnsemblePort {
    /** Where the log and a learner's history part; what asks for it waits. */
    interface Locator {
        void locate(long zxid, LongConsumer found);
    }

    private final MachineOptions.Place place;
    private final Incarnation process;
    private final Network network;
    private final LinkContext links;
    private final Locator locator;
    private final Map<Long, ElectionLine> lines = new TreeMap<>();
    private final Map<Long, Notification> votes = new TreeMap<>();

    /** With something queued in this turn, in the order in which that began. */
    private final Set<SimulatedLink> waiting = new LinkedHashSet<>();

    private EnsembleInbox inbox;

    SimulatedPort(
            MachineOptions.Place place,
            Incarnation process,
            Network network,
            LinkContext links,
            Locator locator) {
        this.place = place;
        this.process = process;
        this.network = network;
        this.links = links;
        this.locator = locator;
    }

    /** Listens, and reports there from now on. */
    void open(EnsembleInbox reports) {
        inbox = reports;
        for (long sid : place.membership().members().keySet()) {
            if (sid != place.sid()) {
                lines.put(sid, new ElectionLine(place, sid, process, network, reports, links));
            }
        }
        network.listen(process, address(place.sid(), "election"), this::acceptElection);
        network.listen(
                process,
                address(place.sid(), "quorum"),
                socket -> new SimulatedLink(links, socket, reports, false, waiting::add));
    }

    static String address(long sid, String port) {
        return "s" + sid + ":" + port;
    }

    private Network.Receiver acceptElection(Socket socket) {
        return new ElectionGreeting(
                socket,
                from -> {
                    ElectionLine line = lines.get(from);
                    if (line == null) {
                        socket.close();
                        return null;
                    }
                    return line.greeted(socket);
                });
    }

    @Override
    public void sendVote(long sid, Notification notification) {
        votes.put(sid, notification);
    }

    @Override
    public void dialVoters() {
        for (long voter : place.membership().voters()) {
            if (voter != place.sid()) {
                lines.get(voter).dialUnlessStanding();
            }
        }
    }

    @Override
    public void dialLeader(long sid) {
        network.dial(
                process,
                address(sid, "quorum"),
                socket -> {
                    SimulatedLink link =
                            new SimulatedLink(links, socket, inbox, true, waiting::add);
                    inbox.dialed(sid, link);
                    return link;
                },
                () -> inbox.dialFailed(sid));
    }

    @Override
    public void locate(PeerLink link, long zxid) {
        locator.locate(zxid, found -> inbox.located(link, found));
    }

    @Override
    public void flush() {
        votes.forEach((sid, notification) -> {
            ElectionLine line = lines.get(sid);
            if (line != null) {
                line.send(notification);
            }
        });
        votes.clear();
        List<SimulatedLink> queued = new ArrayList<>(waiting);
        waiting.clear();
        queued.forEach(SimulatedLink::flush);
    }
}
