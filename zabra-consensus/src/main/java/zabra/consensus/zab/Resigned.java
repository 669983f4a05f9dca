package zabra.consensus.zab;

import zabra.protocol.quorum.QuorumMessage;

/** About to stop: takes part in nothing; the vote for a successor is the election's matter. */
final class Resigned implements Phase {
    @Override
    public void close() {}

    @Override
    public void accepted(Link link) {
        link.close();
    }

    @Override
    public void message(Link link, QuorumMessage message) {}

    @Override
    public void closed(Link link) {}

    @Override
    public void durable() {}

    @Override
    public void stored(boolean done) {}

    @Override
    public void time() {}

    @Override
    public long nextMillis() {
        return Long.MAX_VALUE;
    }

    @Override
    public long leader() {
        return -1;
    }
}
