package zabra.consensus.election;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import zabra.consensus.election.Election.Vote;
import zabra.consensus.quorum.Membership;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.PeerState;

/**
 * Elections of a whole ensemble on a network of chance and virtual time. What comes after an
 * election is played, too: a leader without a quorum of followers gives up, a follower that does
 * not find its leader looks again, an epoch is established.
 */
final class ElectionNetwork {
    /** How the network treats notifications. */
    record Weather(boolean inOrder, int delayMaxMillis, int lossPercent, int twicePercent) {
        static final Weather FAIR = new Weather(true, 5, 0, 0);
        static final Weather FOUL = new Weather(false, 300, 20, 20);
    }

    private static final int PATIENCE_MILLIS = 1_000;
    private static final int JUDGE_MILLIS = 20;

    private record Due(long at, long order, Runnable what) {}

    private final Random random;
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    final Membership membership;
    final SortedMap<Long, Server> servers = new TreeMap<>();
    Weather weather = Weather.FAIR;
    long now;
    private long order;
    private long epochs;
    private long judgeAt;

    ElectionNetwork(long seed, Membership membership) {
        random = new Random(seed);
        this.membership = membership;
        for (long sid : membership.members().keySet()) {
            servers.put(sid, new Server(sid));
        }
    }

    final class Server implements Election.Effects {
        final long sid;
        long lastZxid;
        long currentEpoch;
        boolean running;

        /** Grows with each restart: what was on the way to the one before is lost. */
        int life;

        /** When the last notification to each server arrives. */
        private final SortedMap<Long, Long> arrivals = new TreeMap<>();

        Election election;
        Vote decided;

        /** That of which this server is part; 0 while of none. */
        long epoch;

        long decidedAt;

        Server(long sid) {
            this.sid = sid;
        }

        void start() {
            life++;
            running = true;
            election = new Election(sid, membership.isVoter(sid), membership, 200, this);
            servers.values()
                    .forEach(other -> {
                        boolean up = other.running && other != this;
                        election.reachable(other.sid, up, now);
                        if (up) {
                            other.election.reachable(sid, true, now);
                        }
                    });
            look();
        }

        void stop() {
            life++;
            running = false;
            decided = null;
            servers.values()
                    .forEach(other -> {
                        if (other.running) {
                            other.election.reachable(sid, false, now);
                        }
                    });
        }

        void look() {
            decided = null;
            epoch = 0;
            election.look(lastZxid, currentEpoch, now);
        }

        boolean leads() {
            return running && election.state() == PeerState.LEADING;
        }

        @Override
        public void send(long to, Notification notification) {
            if (random.nextInt(100) < weather.twicePercent) {
                carry(to, notification);
            }
            if (random.nextInt(100) >= weather.lossPercent) {
                carry(to, notification);
            }
        }

        private void carry(long to, Notification notification) {
            Server target = servers.get(to);
            int lifeThen = target.life;
            long arrival = now + random.nextInt(weather.delayMaxMillis + 1);
            if (weather.inOrder) {
                arrival = Math.max(arrival, arrivals.getOrDefault(to, 0L));
                arrivals.put(to, arrival);
            }
            at(
                    arrival,
                    () -> {
                        if (target.running && target.life == lifeThen) {
                            target.election.receive(sid, notification, now);
                        }
                    });
        }

        @Override
        public void nobodyHasAnything() {
            throw new IllegalStateException("every server of this network has data");
        }

        @Override
        public void dialVoters() {}

        @Override
        public void decided(Vote vote) {
            decided = vote;
            decidedAt = now;
            election.settle(
                    vote.leader() == sid
                            ? PeerState.LEADING
                            : membership.isVoter(sid) ? PeerState.FOLLOWING : PeerState.OBSERVING);
        }

        /** What the protocol after the election would find. */
        void judge() {
            if (!running || decided == null) {
                return;
            }
            Server leader = servers.get(decided.leader());
            boolean late = now - decidedAt > PATIENCE_MILLIS;
            if (leader == this) {
                if (membership.quorums().containsQuorum(followers())) {
                    if (epoch == 0) {
                        epochs++;
                        join(epochs);
                    }
                } else if (late) {
                    look();
                }
            } else if (!leader.running || (late && !leader.leads())) {
                look();
            } else if (leader.leads() && epoch != leader.epoch) {
                join(leader.epoch);
            }
        }

        private void join(long joined) {
            epoch = joined;
            currentEpoch = joined;
            election.refresh(joined);
        }

        private SortedSet<Long> followers() {
            SortedSet<Long> followers = new TreeSet<>();
            servers.values()
                    .forEach(other -> {
                        if (other.running
                                && other.decided != null
                                && other.decided.leader() == sid) {
                            followers.add(other.sid);
                        }
                    });
            return followers;
        }
    }

    private void at(long time, Runnable what) {
        queue.add(new Due(time, order++, what));
    }

    /** Lets so much time pass, less once {@code done} says so. */
    void run(long millis, BooleanSupplier done) {
        long end = now + millis;
        while (!done.getAsBoolean()) {
            long next = queue.isEmpty() ? judgeAt : Math.min(judgeAt, queue.peek().at);
            for (Server server : servers.values()) {
                if (server.running) {
                    next = Math.min(next, server.election.nextMillis());
                }
            }
            now = Math.max(now, next);
            if (now >= end) {
                return;
            }
            if (now >= judgeAt) {
                judgeAt = now + JUDGE_MILLIS;
                servers.values().forEach(Server::judge);
            } else if (!queue.isEmpty() && queue.peek().at <= now) {
                queue.poll().what.run();
            } else {
                servers.values().stream()
                        .filter(server -> server.running)
                        .forEach(server -> server.election.tick(now));
            }
        }
    }

    /** Whether all that run follow one leader that runs, in one epoch. */
    boolean isAgreed() {
        Long leader = null;
        for (Server server : servers.values()) {
            if (!server.running) {
                continue;
            }
            if (server.decided == null || server.epoch == 0) {
                return false;
            }
            if (leader == null) {
                leader = server.decided.leader();
            }
            if (leader != server.decided.leader() || server.epoch != epochs) {
                return false;
            }
        }
        return leader != null && servers.get(leader).leads();
    }

    Server leader() {
        return servers.values().stream().filter(Server::leads).findFirst().orElseThrow();
    }

    void startAll() {
        servers.values().forEach(Server::start);
    }
}
