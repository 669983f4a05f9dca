package zabra.peer.rehearsal;

import java.util.ArrayList;
import java.util.List;
import zabra.peer.ensemble.PeerLink;
import zabra.protocol.JuteWriter;
import zabra.protocol.quorum.QuorumCodec;
import zabra.protocol.quorum.QuorumDecoder;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.snapshot.StateImage;

/** One end of a connection between a leader and a learner: bytes, as on a real one. */
final class Line implements PeerLink {
    private final Actor owner;
    private final QuorumDecoder decoder = new QuorumDecoder(QuorumDecoder.LENGTH_MAX_DEFAULT);
    private Line other;
    private boolean closed;

    private Line(Actor owner) {
        this.owner = owner;
    }

    /** Connects two servers; the end of the one that dials. */
    static Line between(Actor dialing, Actor accepting) {
        Line here = new Line(dialing);
        Line there = new Line(accepting);
        here.other = there;
        there.other = here;
        return here;
    }

    Line other() {
        return other;
    }

    @Override
    public void send(QuorumMessage message) {
        JuteWriter out = new JuteWriter();
        QuorumCodec.write(out, message);
        byte[] bytes = out.toByteArray();
        owner.rehearsal()
                .carry(() -> {
                    if (!closed && !other.closed) {
                        other.take(bytes);
                    }
                });
    }

    private void take(byte[] bytes) {
        List<QuorumMessage> messages = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            at += decoder.feed(bytes, at, bytes.length - at);
            QuorumMessage message = decoder.take();
            if (message != null) {
                messages.add(message);
            }
        }
        owner.inbox().messages(this, messages);
    }

    @Override
    public void sendHistory(long after, long upTo) {
        throw new IllegalStateException("nobody misses more than memory holds");
    }

    @Override
    public void sendSnapshot(StateImage image) {
        throw new IllegalStateException("nobody misses more than memory holds");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            owner.rehearsal().carry(other::lost);
        }
    }

    private void lost() {
        if (!closed) {
            closed = true;
            owner.inbox().closed(this);
        }
    }

    @Override
    public String remoteAddress() {
        return "server " + other.owner.sid();
    }
}
