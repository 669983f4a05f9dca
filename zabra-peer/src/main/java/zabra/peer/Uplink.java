package zabra.peer;

import zabra.protocol.quorum.QuorumMessage;

/** The way to the leader; what is sent is lost where the leader is. Replica thread only. */
interface Uplink {
    void toLeader(QuorumMessage message);
}
