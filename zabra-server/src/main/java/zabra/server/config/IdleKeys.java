package zabra.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import zabra.server.config.Known.Idle;
import zabra.server.config.Known.Names;
import zabra.server.config.Known.Property;

/** The reference's keys that are taken without effect, and why. */
final class IdleKeys {
    private static final String ARRANGED =
            "threads, queues and caches are arranged differently here";
    private static final String TIMED = "elections and connections pace themselves here";
    private static final String OBSERVERS_LOG = "observers always write log and snapshots here";
    private static final String NO_DELAY = "servers never delay what they send to each other";
    private static final String KEEP_ALIVE = "connections between servers always keep alive";
    private static final String TESTS = "it serves tests of the reference only";
    private static final String NOT_YET = "this build does not have it yet";
    private static final String TLS = "this build has no TLS yet";
    private static final String SASL = "this build has no SASL yet";
    private static final String ADMIN = "this build has no admin server yet";
    private static final String LOGGING = "logging is configured elsewhere";
    private static final String CLIENTS = "clients read it, servers do not";
    private static final String UNKNOWN_THERE = "the reference does not read it either";

    private IdleKeys() {}

    /** All of them. */
    static List<Idle> all() {
        List<Idle> all = new ArrayList<>();
        ensembleTo(all);
        arrangedTo(all);
        throttlingTo(all);
        securityTo(all);
        observabilityTo(all);
        return all;
    }

    private static void ensembleTo(List<Idle> all) {
        all.add(new Idle(Names.prefixed("tcpKeepAlive"), KEEP_ALIVE, Set.of("true")));
        all.add(new Idle(Names.prefixed("leaderServes"), NOT_YET, Set.of("yes")));
        all.add(new Idle(Names.plain("syncEnabled"), OBSERVERS_LOG, Set.of("true")));
        all.add(new Idle(Names.prefixed("observer.syncEnabled"), OBSERVERS_LOG, Set.of("true")));
        all.add(new Idle(Names.plain("observerMasterPort"), NOT_YET, Set.of("0")));
        plain(all, NOT_YET, "oraclePath");
        prefixed(all, NOT_YET, "observerMaster.sizeLimit");
        aliased(all, NOT_YET, "leader.maxConcurrentSnapSyncs", "maxConcurrentSnapSyncs");
        aliased(all, NOT_YET, "leader.maxConcurrentDiffSyncs", "maxConcurrentDiffSyncs");
        plain(all, TIMED, "connectToLearnerMasterLimit");
        prefixed(
                all,
                TIMED,
                "observer.reconnectDelayMs",
                "observer.election.DelayMs",
                "leaderConnectDelayDuringRetryMs",
                "fastleader.minNotificationInterval",
                "fastleader.maxNotificationInterval",
                "multiAddress.reachabilityCheckEnabled",
                "multiAddress.reachabilityCheckTimeoutMs");
        aliased(all, TIMED, "leader.maxTimeToWaitForEpoch", "maxTimeToWaitForEpoch");
        plain(all, ARRANGED, "quorum.cnxn.threads.size");
        prefixed(
                all,
                ARRANGED,
                "forward_learner_requests_to_commit_processor_disabled",
                "follower.skipLearnerRequestToNextProcessor",
                "leader.ackLoggingFrequency",
                "enableEagerACLCheck");
        for (String name :
                List.of(
                        "learner.asyncSending",
                        "learner.closeSocketAsync",
                        "leader.closeSocketAsync")) {
            all.add(
                    new Idle(
                            new Names(name, Property.PREFIXED_AND_RAW, List.of()),
                            ARRANGED,
                            Set.of()));
        }
        all.add(new Idle(Names.raw("leader.nodelay"), NO_DELAY, Set.of("true")));
        all.add(new Idle(Names.raw("follower.nodelay"), NO_DELAY, Set.of("true")));
        prefixed(all, TESTS, "testingonly.initialZxid", "test.allowDiscontinuousProposals");
        plain(all, TLS, "portUnification", "sslQuorumReloadCertFiles");
        plain(
                all,
                SASL,
                "quorum.auth.learner.saslLoginContext",
                "quorum.auth.server.saslLoginContext",
                "quorum.auth.kerberos.servicePrincipal");
    }

    private static void arrangedTo(List<Idle> all) {
        prefixed(
                all,
                ARRANGED,
                "nio.numWorkerThreads",
                "nio.directBufferBytes",
                "nio.shutdownTimeout",
                "flushDelay",
                "maxWriteQueuePollTime",
                "maxBatchSize",
                "commitProcessor.numWorkerThreads",
                "commitProcessor.maxReadBatchSize",
                "commitProcessor.maxCommitBatchSize",
                "commitProcessor.shutdownTimeout",
                "maxResponseCacheSize",
                "maxGetChildrenResponseCacheSize",
                "intBufferStartingSizeBytes",
                "watchManagerName",
                "watcherCleanThreadsNum",
                "watcherCleanThreshold",
                "watcherCleanIntervalInSeconds",
                "maxInProcessingDeadWatchers",
                "bitHashCacheSize",
                "request_throttler.shutdownTimeout",
                "netty.server.earlyDropSecureConnectionHandshakes",
                "controllerPort",
                "serializeLastProcessedZxid.enabled",
                "jmx.log4j.disable",
                "jmx.log4j.mbean");
        aliased(all, ARRANGED, "netty.advancedFlowControl.enabled", "advancedFlowControlEnabled");
    }

    private static void throttlingTo(List<Idle> all) {
        aliased(all, ARRANGED, "request_throttle_stall_time", "requestThrottleStallTime");
        aliased(all, ARRANGED, "request_throttle_drop_stale", "requestThrottleDropStale");
        aliased(all, ARRANGED, "request_stale_latency_check", "requestStaleLatencyCheck");
        aliased(all, ARRANGED, "request_stale_connection_check", "requestStaleConnectionCheck");
        prefixed(all, NOT_YET, "connection_throttle_local_session_weight");
        prefixed(all, ARRANGED, "clientTcpKeepAlive");
        prefixed(
                all,
                CLIENTS,
                "request.timeout",
                "disableAutoWatchReset",
                "clientCnxnSocket",
                "client.secure");
        aliased(all, TLS, "netty.server.outstandingHandshake.limit", "outstandingHandshake.limit");
    }

    private static void securityTo(List<Idle> all) {
        for (String prefix : List.of("ssl.", "ssl.quorum.")) {
            for (String suffix :
                    List.of(
                            "keyStore.location",
                            "keyStore.password",
                            "keyStore.passwordPath",
                            "keyStore.type",
                            "trustStore.location",
                            "trustStore.password",
                            "trustStore.passwordPath",
                            "trustStore.type",
                            "protocol",
                            "enabledProtocols",
                            "ciphersuites",
                            "context.supplier.class",
                            "clientAuth",
                            "hostnameVerification",
                            "clientHostnameVerification",
                            "allowReverseDnsLookup",
                            "crl",
                            "ocsp",
                            "handshakeDetectionTimeoutMillis")) {
                prefixed(all, TLS, prefix + suffix);
            }
        }
        prefixed(
                all,
                TLS,
                "ssl.authProvider",
                "ssl.sslProvider",
                "client.certReload",
                "fips-mode",
                "X509AuthenticationProvider.superUser");
        prefixed(
                all,
                SASL,
                "superUser",
                "allowSaslFailedClients",
                "sasl.serverconfig",
                "server.realm",
                "kerberos.removeHostFromPrincipal",
                "kerberos.removeRealmFromPrincipal",
                "kerberos.canonicalizeHostNames",
                "security.auth_to_local",
                "requireKerberosConfig",
                "kerberos.minReLoginTimeMs",
                "kinit",
                "SASLAuthenticationProvider.superPassword",
                "letAnySaslUserDoX");
        all.add(new Idle(Names.raw("java.security.auth.login.config"), SASL, Set.of()));
        prefixed(all, UNKNOWN_THERE, "requireClientAuthScheme", "jaasLoginRenew");
    }

    private static void observabilityTo(List<Idle> all) {
        all.add(new Idle(Names.prefixed("admin.enableServer"), ADMIN, Set.of("false")));
        prefixed(
                all,
                ADMIN,
                "admin.serverAddress",
                "admin.serverPort",
                "admin.commandURL",
                "admin.idleTimeout",
                "admin.httpVersion",
                "admin.portUnification",
                "admin.forceHttps",
                "admin.needClientAuth",
                "admin.snapshot.enabled",
                "admin.restore.enabled",
                "admin.rateLimiterIntervalInMS",
                "IPAuthenticationProvider.usexforwardedfor");
        all.add(new Idle(Names.prefixed("audit.enable"), NOT_YET, Set.of("false")));
        prefixed(
                all,
                NOT_YET,
                "audit.impl.class",
                "messageTracker.Enabled",
                "messageTracker.BufferSize",
                "pathStats.enabled",
                "pathStats.slotCapacity",
                "pathStats.slotDuration",
                "pathStats.maxDepth",
                "pathStats.sampleRate",
                "pathStats.initialDelay",
                "pathStats.delay",
                "pathStats.topPathMax");
        plain(
                all,
                NOT_YET,
                "jvm.pause.monitor",
                "jvm.pause.sleep.time.ms",
                "jvm.pause.info-threshold.ms",
                "jvm.pause.warn-threshold.ms");
        prefixed(
                all,
                LOGGING,
                "log.dir",
                "log.file",
                "log.threshold",
                "log.maxfilesize",
                "log.maxbackupindex",
                "root.logger",
                "console.threshold",
                "auditlog.file",
                "auditlog.threshold",
                "auditlog.maxfilesize",
                "auditlog.maxbackupindex",
                "audit.logger");
    }

    private static void plain(List<Idle> all, String why, String... names) {
        for (String name : names) {
            all.add(new Idle(Names.plain(name), why, Set.of()));
        }
    }

    private static void prefixed(List<Idle> all, String why, String... names) {
        for (String name : names) {
            all.add(new Idle(Names.prefixed(name), why, Set.of()));
        }
    }

    private static void aliased(List<Idle> all, String why, String name, String alias) {
        all.add(new Idle(Names.prefixed(name, alias), why, Set.of()));
    }
}
