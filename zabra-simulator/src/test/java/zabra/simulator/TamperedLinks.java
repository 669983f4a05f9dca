package zabra.simulator;

import java.util.IdentityHashMap;
import java.util.List;
import zabra.peer.ensemble.EnsembleInbox;
import zabra.peer.ensemble.EnsemblePort;
import zabra.peer.ensemble.PeerLink;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.snapshot.StateImage;
import zabra.simulator.machine.Tampering;
import zabra.tree.DataTree;

/** Lets a test change what servers say to each other, and what they hear. */
abstract class TamperedLinks implements Tampering {
    /** What a server's replica sends; to be passed on with {@link Tampered#pass}. */
    void sending(Tampered link, QuorumMessage message) {
        link.pass(message);
    }

    /** What came on a link; to be handed on with {@link Tampered#hear}. */
    void receiving(Tampered link, List<QuorumMessage> messages) {
        link.hear(messages);
    }

    /** A vote that a server sends. */
    Notification voting(long sid, Notification vote) {
        return vote;
    }

    private final IdentityHashMap<PeerLink, Tampered> links = new IdentityHashMap<>();

    /** A link as the replica gets it. */
    final class Tampered implements PeerLink {
        private final PeerLink real;
        private final EnsembleInbox inbox;

        private Tampered(PeerLink real, EnsembleInbox inbox) {
            this.real = real;
            this.inbox = inbox;
        }

        void pass(QuorumMessage message) {
            real.send(message);
        }

        void hear(List<QuorumMessage> messages) {
            inbox.messages(this, messages);
        }

        /** The connection breaks: this end is told at once, the other soon. */
        void breakOff() {
            real.close();
            inbox.closed(this);
        }

        @Override
        public void send(QuorumMessage message) {
            sending(this, message);
        }

        @Override
        public void sendHistory(long after, long upTo) {
            real.sendHistory(after, upTo);
        }

        @Override
        public void sendSnapshot(StateImage image) {
            real.sendSnapshot(image);
        }

        @Override
        public void close() {
            real.close();
        }

        @Override
        public String remoteAddress() {
            return real.remoteAddress();
        }
    }

    @Override
    public EnsemblePort port(long sid, EnsemblePort port) {
        return new EnsemblePort() {
            @Override
            public void sendVote(long to, Notification notification) {
                port.sendVote(to, voting(sid, notification));
            }

            @Override
            public void dialVoters() {
                port.dialVoters();
            }

            @Override
            public void dialLeader(long leader) {
                port.dialLeader(leader);
            }

            @Override
            public void locate(PeerLink link, long zxid) {
                port.locate(((Tampered) link).real, zxid);
            }

            @Override
            public void flush() {
                port.flush();
            }
        };
    }

    @Override
    public EnsembleInbox inbox(long sid, EnsembleInbox inbox) {
        return new EnsembleInbox() {
            private Tampered tampered(PeerLink real) {
                return links.computeIfAbsent(real, each -> new Tampered(each, inbox));
            }

            @Override
            public void vote(long from, Notification notification) {
                inbox.vote(from, notification);
            }

            @Override
            public void reachable(long server, boolean reachable) {
                inbox.reachable(server, reachable);
            }

            @Override
            public void accepted(PeerLink link) {
                inbox.accepted(tampered(link));
            }

            @Override
            public void dialed(long leader, PeerLink link) {
                inbox.dialed(leader, tampered(link));
            }

            @Override
            public void dialFailed(long leader) {
                inbox.dialFailed(leader);
            }

            @Override
            public void messages(PeerLink link, List<QuorumMessage> messages) {
                receiving(tampered(link), messages);
            }

            @Override
            public void progress(PeerLink link) {
                inbox.progress(tampered(link));
            }

            @Override
            public void snapshotReceived(PeerLink link, DataTree tree) {
                inbox.snapshotReceived(tampered(link), tree);
            }

            @Override
            public void closed(PeerLink link) {
                inbox.closed(tampered(link));
            }

            @Override
            public void located(PeerLink link, long found) {
                inbox.located(tampered(link), found);
            }
        };
    }
}
