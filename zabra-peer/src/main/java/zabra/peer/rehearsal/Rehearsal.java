package zabra.peer.rehearsal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import zabra.consensus.quorum.Member;
import zabra.consensus.quorum.Membership;

/**
 * Three peers on one thread, each with a client: they elect a leader, it dies, its client goes to
 * another server, and the rest elect again. All time is played, too. One thread.
 */
public final class Rehearsal {
    private static final int SERVERS = 3;

    /** Played milliseconds; one that takes longer is given up. */
    private static final int PATIENCE_MILLIS = 60_000;

    private static final int STEP_MILLIS = 10;

    private final Map<Long, Actor> actors = new TreeMap<>();
    private final List<PlayedClient> clients = new ArrayList<>();
    private final ArrayDeque<Runnable> network = new ArrayDeque<>();
    private final Membership membership;
    private long millis;

    private Rehearsal() {
        List<Member> members = new ArrayList<>();
        for (long sid = 1; sid <= SERVERS; sid++) {
            members.add(Member.parse(sid, "host" + sid + ":1:2:participant"));
        }
        membership = Membership.majority(0, members);
    }

    /**
     * Plays it once.
     *
     * @return how many clients had a write acknowledged after the leader had died
     * @throws IllegalStateException where it does not end as it should: a bug
     */
    public static int play() {
        return new Rehearsal().perform();
    }

    private int perform() {
        for (long sid = 1; sid <= SERVERS; sid++) {
            actors.put(sid, new Actor(this, sid));
        }
        actors.values().forEach(Actor::dialVoters);
        until(() -> serving() == SERVERS);
        actors.values().forEach(actor -> clients.add(new PlayedClient(actor)));
        until(() -> haveAnswers(1));
        clients.forEach(PlayedClient::create);
        until(() -> haveAnswers(2));
        endLeader();
        until(() -> serving() == SERVERS - 1);
        Actor home = actors.values().iterator().next();
        for (PlayedClient client : clients) {
            client.goTo(actors.getOrDefault(client.server().sid(), home));
        }
        until(() -> haveAnswers(3));
        clients.forEach(PlayedClient::setData);
        until(() -> haveAnswers(4));
        return clients.size();
    }

    private long serving() {
        return actors.values().stream().filter(Actor::isServing).count();
    }

    private boolean haveAnswers(int count) {
        return clients.stream().allMatch(client -> client.frames() >= count);
    }

    private void endLeader() {
        Actor leader = actors.values().stream().filter(Actor::leads).findFirst().orElseThrow();
        actors.remove(leader.sid());
        leader.end();
        actors.values().forEach(other -> other.reachable(leader.sid(), false));
    }

    /** A condition of the play. */
    private interface Condition {
        boolean holds();
    }

    private void until(Condition condition) {
        long end = millis + PATIENCE_MILLIS;
        settle();
        while (!condition.holds()) {
            if (millis >= end) {
                throw new IllegalStateException("a rehearsed fail-over does not end");
            }
            millis += STEP_MILLIS;
            settle();
        }
    }

    /** Everything happens that is due now. */
    private void settle() {
        boolean worked = true;
        while (worked) {
            worked = false;
            for (Actor actor : List.copyOf(actors.values())) {
                worked |= actor.work();
            }
            for (Runnable next = network.poll(); next != null; next = network.poll()) {
                worked = true;
                next.run();
            }
        }
    }

    // ---- for the actors

    Membership membership() {
        return membership;
    }

    long millis() {
        return millis;
    }

    /** Of a server that lives; else null. */
    Actor actor(long sid) {
        return actors.get(sid);
    }

    Collection<Actor> others(Actor than) {
        return actors.values().stream().filter(actor -> actor != than).toList();
    }

    /** What the network does next, after all that it does already. */
    void carry(Runnable arrival) {
        network.add(arrival);
    }
}
