package zabra.consensus.zab;

import zabra.protocol.quorum.QuorumMessage;

/** The {@link Prospect} that there may be, beside the phase that acts; each knows its own links. */
final class Prospects {
    private final Member member;
    private Prospect expected;

    Prospects(Member member) {
        this.member = member;
    }

    /**
     * Makes ready for a leader that is to come, by the word of the one that leads.
     *
     * @param epoch kept for it; 0 for none
     */
    void expect(long leader, long epoch) {
        expectNobody();
        expected = new Prospect(member, leader, epoch);
        expected.start();
    }

    /** It will not come, after all. */
    void expectNobody() {
        Prospect gone = expected;
        expected = null;
        if (gone != null) {
            gone.close();
        }
    }

    /**
     * That of this leader, which leads now; null where it was not expected. Any other is let go.
     */
    Prospect take(long leader) {
        Prospect taken = expected != null && expected.leader() == leader ? expected : null;
        if (taken == null) {
            expectNobody();
        }
        expected = null;
        return taken;
    }

    /** Whether it is this server that is to lead. */
    boolean isHere() {
        return expected != null && expected.isHere();
    }

    /** What connects to that leader; null for nothing. */
    Learning learning(long leader) {
        return expected != null && expected.leader() == leader ? expected.learning() : null;
    }

    void accepted(Link link) {
        expected.accepted(link);
    }

    void message(Link link, QuorumMessage message) {
        if (expected != null) {
            expected.message(link, message);
        }
    }

    void closed(Link link) {
        if (expected != null) {
            expected.closed(link);
        }
    }

    void time() {
        if (expected != null) {
            expected.time();
        }
    }

    long nextMillis() {
        return expected == null ? Learners.NEVER : expected.nextMillis();
    }
}
