package zabra.consensus.zab;

import java.util.ArrayList;
import java.util.List;

/**
 * How a member stops, step by step, and the links on which it said its last word as leader: a link
 * that is closed loses what is queued on it, so they are left to those who got it, for a while.
 */
final class Departure {
    private final Member member;
    private final List<Link> farewells = new ArrayList<>();
    private long farewellsUntil = Learners.NEVER;
    private boolean begun;
    private boolean resigned;
    private boolean left;

    Departure(Member member) {
        this.member = member;
    }

    void begin() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }

    /** Leadership is no matter any more. */
    void resigned() {
        if (begun && !resigned) {
            resigned = true;
            member.effects().resigned();
        }
    }

    /** Nothing is a matter any more. */
    void left() {
        resigned();
        if (!left) {
            left = true;
            member.effects().left();
        }
    }

    /** Nothing more is said on that link, or heard. */
    void farewell(Link link) {
        farewells.add(link);
        farewellsUntil = member.now() + member.ticks(1);
    }

    void closed(Link link) {
        farewells.remove(link);
    }

    void time() {
        if (farewellsUntil <= member.now()) {
            farewellsUntil = Learners.NEVER;
            farewells.forEach(Link::close);
            farewells.clear();
        }
    }

    long nextMillis() {
        return farewellsUntil;
    }
}
