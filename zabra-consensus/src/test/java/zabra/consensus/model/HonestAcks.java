package zabra.consensus.model;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.Ack;
import zabra.protocol.quorum.QuorumMessage.AckEpoch;

/** Of what learners say to leaders. */
final class HonestAcks extends Invariant {
    private record Promise(long sid, long epoch) implements Comparable<Promise> {
        @Override
        public int compareTo(Promise other) {
            return sid == other.sid
                    ? Long.compare(epoch, other.epoch)
                    : Long.compare(sid, other.sid);
        }
    }

    private final SortedMap<Promise, Long> promised = new TreeMap<>();

    HonestAcks(Simulation simulation) {
        super(simulation);
    }

    @Override
    String words() {
        return "what is acknowledged is on disk; an epoch is promised to one leader";
    }

    @Override
    void sends(ModelServer server, ModelLink link, QuorumMessage message) {
        if (message instanceof AckEpoch ack) {
            checkPromise(server, link, ack);
        } else if (message instanceof Ack ack) {
            if (Zxid.counter(ack.zxid()) == 0) {
                checkEpoch(server, Zxid.epoch(ack.zxid()));
            } else {
                Ledger.Proposed proposed = simulation.ledger.proposed.get(ack.zxid());
                check(
                        proposed != null && server.disk.recoverable().contains(proposed.txn()),
                        () -> server + " acknowledges " + Zxid.toString(ack.zxid()));
            }
        }
    }

    private void checkPromise(ModelServer server, ModelLink link, AckEpoch ack) {
        check(
                server.disk.acceptedEpoch() == link.epoch,
                () -> server + " promises " + link.epoch + " on " + link);
        if (ack.currentEpoch() != AckEpoch.ALREADY_ACCEPTED) {
            long leader = link.peer.owner.sid;
            Long other = promised.putIfAbsent(new Promise(server.sid, link.epoch), leader);
            check(
                    other == null,
                    () ->
                            server
                                    + " promises "
                                    + link.epoch
                                    + " to "
                                    + leader
                                    + ", before to "
                                    + other);
            check(
                    ack.currentEpoch() == server.disk.currentEpoch()
                            && ack.lastZxid() == Txn.last(server.disk.recoverable()),
                    () -> server + " says that it has " + ack);
        }
    }

    private void checkEpoch(ModelServer server, long epoch) {
        List<Txn> initial = simulation.ledger.initial.get(epoch);
        check(
                initial != null
                        && server.disk.currentEpoch() == epoch
                        && Txn.isPrefix(initial, server.disk.recoverable()),
                () -> server + " acknowledges the beginning of epoch " + epoch + ", " + initial);
    }
}
