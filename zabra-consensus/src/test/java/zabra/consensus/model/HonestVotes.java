package zabra.consensus.model;

import zabra.protocol.Zxid;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.PeerState;

/** Of what servers say of themselves while they look for a leader. */
final class HonestVotes extends Invariant {
    HonestVotes(Simulation simulation) {
        super(simulation);
    }

    @Override
    String words() {
        return "who votes for itself votes with what is on its disk, unless others told it"
                + " otherwise";
    }

    @Override
    void votes(ModelServer server, Notification notification) {
        if (notification.state() == PeerState.LOOKING && notification.leader() == server.sid) {
            long last = Txn.last(server.disk.recoverable());
            check(
                    server.rumours.contains(notification.zxid())
                            || (notification.zxid() == last
                                    && notification.peerEpoch() == server.disk.currentEpoch()),
                    () ->
                            server
                                    + " votes with "
                                    + Zxid.toString(notification.zxid())
                                    + " of epoch "
                                    + notification.peerEpoch()
                                    + ", on disk are "
                                    + Zxid.toString(last)
                                    + " and "
                                    + server.disk.currentEpoch());
        }
    }
}
