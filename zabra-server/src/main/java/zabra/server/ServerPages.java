package zabra.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.peer.Replica;
import zabra.server.config.HttpConfig;
import zabra.server.health.HealthPages;
import zabra.server.health.Liveness;
import zabra.server.http.HttpAnswer;
import zabra.server.http.HttpBindException;
import zabra.server.http.HttpLimits;
import zabra.server.http.HttpServer;
import zabra.server.net.EventLoops;
import zabra.server.run.Fatal;
import zabra.server.run.JournalThread;
import zabra.server.words.PrometheusReport;
import zabra.server.words.ServerFacts;

/**
 * What a server serves by HTTP: health and metrics, each on its port. They outlive the start and
 * the stop of all else, so that a supervisor is never left without an answer.
 */
final class ServerPages implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerPages.class);

    /** Below what a supervisor waits for an answer; far beyond any pause of a healthy process. */
    private static final long LOOP_PATIENCE_MILLIS = 4_000;

    /** Disks behind a network stall for many seconds and come back. */
    private static final long DISK_PATIENCE_MILLIS = 60_000;

    /** Null where no port is asked for. */
    private final HttpServer http;

    private final HealthPages health;
    private int healthPort = -1;
    private int metricsPort = -1;
    private volatile ServerFacts facts;

    private ServerPages(HttpServer http, Fatal fatal) {
        this.http = http;
        this.health = new HealthPages(fatal::isEnding);
    }

    /**
     * Binds the ports that are configured.
     *
     * @throws HttpBindException where one cannot be bound
     */
    static ServerPages start(HttpConfig config, Fatal fatal) throws HttpBindException {
        boolean any = config.health().isListening() || config.metrics().isListening();
        HttpServer http = any ? new HttpServer(HttpLimits.DEFAULT) : null;
        ServerPages pages = new ServerPages(http, fatal);
        boolean done = false;
        try {
            pages.bind(config);
            done = true;
            return pages;
        } finally {
            if (!done) {
                pages.close();
            }
        }
    }

    private void bind(HttpConfig config) throws HttpBindException {
        if (config.health().isListening()) {
            healthPort = http.start("health.port", config.health(), health.pages());
            LOG.info("Serving /livez, /readyz and /startupz on port {}", healthPort);
        }
        if (config.metrics().isListening()) {
            metricsPort =
                    http.start(
                            "metricsProvider.httpPort",
                            config.metrics(),
                            Map.of("/metrics", this::metrics));
            LOG.info("Serving /metrics on port {}", metricsPort);
        }
    }

    private HttpAnswer metrics() {
        ServerFacts known = facts;
        return known == null
                ? HttpAnswer.unavailable("no metrics yet: the server reads its data\n")
                : new HttpAnswer(
                        200, PrometheusReport.CONTENT_TYPE, PrometheusReport.metrics(known));
    }

    int healthPort() {
        return healthPort;
    }

    int metricsPort() {
        return metricsPort;
    }

    /** The server has its data, and its threads run. */
    void running(EventLoops lanes, Replica replica, JournalThread journal, PeerFacts known) {
        Map<String, Executor> loops = new LinkedHashMap<>(lanes.executors());
        loops.put("the replica", replica::execute);
        health.running(
                new Liveness(
                        loops, journal::busyMillis, LOOP_PATIENCE_MILLIS, DISK_PATIENCE_MILLIS),
                () -> whyNotServing(known));
        facts = known;
    }

    private static Optional<String> whyNotServing(PeerFacts facts) {
        if (facts.isReadOnly()) {
            return Optional.of("it has no quorum and serves read-only clients");
        }
        if (facts.isServing()) {
            return Optional.empty();
        }
        return Optional.of(facts.member().map(member -> member.peerState()).orElse("idle"));
    }

    /** The server was told to stop. */
    void stopping() {
        health.stopping();
    }

    /** Idempotent. */
    @Override
    public void close() {
        if (http != null) {
            http.close();
        }
    }
}
