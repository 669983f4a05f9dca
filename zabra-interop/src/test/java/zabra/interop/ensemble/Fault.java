package zabra.interop.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import zabra.interop.server.Await;

/**
 * Something that happens to servers of an ensemble, and its end. The servers it does not name stay
 * a quorum, unless it names all.
 */
final class Fault {
    /** What happens. */
    enum Kind {
        /** SIGKILL; started again. */
        KILL,
        /** SIGTERM; started again. */
        STOP,
        /** SIGSTOP until healed: alive, silent. */
        FREEZE,
        /** No byte to or from the others until healed. */
        CUT_OFF,
        /** No byte between a follower and the leader until healed; both reach the others. */
        CUT_FROM_LEADER,
        /** Its connections to the others close, and may be made anew. */
        RESET,
        /** SIGKILL, all data deleted; started again. */
        WIPE,
        /** Its disk takes no more; it ends, and is started again with room. */
        FULL_DISK,
        /** SIGKILL of all at once; started again. */
        KILL_ALL
    }

    private final Kind kind;
    private final List<Member> victims;

    private Fault(Kind kind, List<Member> victims) {
        this.kind = kind;
        this.victims = List.copyOf(victims);
    }

    /** Any fault that leaves a quorum, or strikes all; the first ones of a run come in turn. */
    static Fault any(Ensemble ensemble, int number, SplittableRandom random) {
        Kind[] kinds = Kind.values();
        Kind kind = kinds[number < kinds.length ? number : random.nextInt(kinds.length)];
        Member leader = ensemble.leader();
        List<Member> others = new ArrayList<>(ensemble.followers());
        List<Member> victims = new ArrayList<>();
        int most = kind == Kind.WIPE ? 1 : (ensemble.members().size() - 1) / 2;
        int count = 1 + random.nextInt(most);
        if (kind == Kind.KILL_ALL) {
            victims.addAll(ensemble.members());
        } else if (kind != Kind.CUT_FROM_LEADER && (number + random.nextInt(2)) % 2 == 0) {
            victims.add(leader);
        }
        while (victims.size() < count) {
            victims.add(others.remove(random.nextInt(others.size())));
        }
        return new Fault(kind, victims);
    }

    /** This fault of one server. */
    static Fault of(Kind kind, Member victim) {
        return new Fault(kind, List.of(victim));
    }

    Kind kind() {
        return kind;
    }

    /** The servers that nothing happens to. */
    List<Member> bystanders(Ensemble ensemble) {
        return ensemble.members().stream().filter(m -> !victims.contains(m)).toList();
    }

    void strike(Ensemble ensemble) {
        switch (kind) {
            case KILL, KILL_ALL -> victims.forEach(Member::kill);
            case STOP -> victims.forEach(Member::stop);
            case FREEZE -> victims.forEach(Member::freeze);
            case CUT_OFF -> ensemble.network().cutOff(victims.stream().map(Member::id).toList());
            case CUT_FROM_LEADER -> {
                int leader = ensemble.leader().id();
                victims.forEach(victim -> ensemble.network().cut(victim.id(), leader));
            }
            case RESET -> victims.forEach(victim -> ensemble.network().reset(victim.id()));
            case WIPE ->
                    victims.forEach(victim -> {
                        victim.kill();
                        victim.wipe();
                    });
            case FULL_DISK -> victims.forEach(Member::fillDisk);
        }
    }

    /** Waits until servers that were cut off have noticed, and serve nobody. */
    void awaitNoticed() {
        switch (kind) {
            case CUT_OFF, CUT_FROM_LEADER ->
                    victims.forEach(victim ->
                            Await.until(
                                    victim + " refuses to serve",
                                    Ensemble.PATIENCE,
                                    () -> !victim.serves()));
            case KILL, STOP, FREEZE, RESET, WIPE, FULL_DISK, KILL_ALL -> {}
        }
    }

    /** Ends it; the victims may need a while until they serve again. */
    void heal(Ensemble ensemble) {
        switch (kind) {
            case KILL, KILL_ALL, STOP, WIPE -> victims.forEach(ensemble::start);
            case FREEZE -> victims.forEach(Member::thaw);
            case CUT_OFF, CUT_FROM_LEADER -> ensemble.network().heal();
            case RESET -> {}
            case FULL_DISK ->
                    victims.forEach(victim -> {
                        victim.awaitEnd();
                        ensemble.start(victim);
                    });
        }
    }

    @Override
    public String toString() {
        return kind
                + victims.stream().map(victim -> " " + victim.id()).collect(Collectors.joining());
    }
}
