package zabra.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import zabra.server.config.Known.Applied;
import zabra.server.config.Known.Names;
import zabra.server.config.Known.Property;
import zabra.storage.Snapshots.Compression;

/** The keys that are read. A default of null or -1 is one that follows from other keys. */
final class AppliedKeys {
    private static final List<Applied<?>> ALL = new ArrayList<>();
    private static final int INT_MAX = Integer.MAX_VALUE;

    private AppliedKeys() {}

    static final Applied<Path> DATA_DIR = key(Names.plain("dataDir"), Values.directory(), null);
    static final Applied<Path> DATA_LOG_DIR =
            key(Names.plain("dataLogDir"), Values.directory(), null);
    static final Applied<Boolean> DATA_DIR_AUTOCREATE = onByDefault("datadir.autocreate");

    static final Applied<Integer> CLIENT_PORT =
            key(Names.plain("clientPort"), Values.whole(0, 65535, ""), 0);
    static final Applied<String> CLIENT_PORT_ADDRESS =
            key(Names.plain("clientPortAddress"), Values.text(), "");
    static final Applied<Integer> CLIENT_PORT_BACKLOG =
            key(Names.plain("clientPortListenBacklog"), Values.whole(-1, INT_MAX, ""), -1);

    /** Twenty ticks must fit an int. */
    static final Applied<Integer> TICK_TIME =
            key(Names.plain("tickTime"), Values.whole(1, INT_MAX / 20, "(ms)"), 3000);

    static final Applied<Integer> SESSION_TIMEOUT_MIN =
            key(Names.plain("minSessionTimeout"), Values.whole(-1, INT_MAX, "(ms)"), -1);
    static final Applied<Integer> SESSION_TIMEOUT_MAX =
            key(Names.plain("maxSessionTimeout"), Values.whole(-1, INT_MAX, "(ms)"), -1);

    static final Applied<Integer> CONNECTIONS_PER_CLIENT =
            key(Names.plain("maxClientCnxns"), Values.whole(0, INT_MAX, ""), 60);
    static final Applied<Integer> CONNECTIONS =
            key(Names.prefixed("maxCnxns"), Values.whole(0, INT_MAX, ""), 0);
    static final Applied<Integer> SESSIONLESS_TIMEOUT =
            whole("nio.sessionlessCnxnTimeout", -1, INT_MAX, "(ms)", 10_000);

    /** The most is far above any machine's cores, and far below what a process may start. */
    static final Applied<Integer> EVENT_LOOPS = whole("nio.numSelectorThreads", 0, 1024, "", 0);

    static final Applied<Integer> PURGE_RETAIN =
            key(Names.plain("autopurge.snapRetainCount"), Values.whole(0, INT_MAX, ""), 3);
    static final Applied<Integer> PURGE_INTERVAL =
            key(Names.plain("autopurge.purgeInterval"), Values.whole(0, 1_000_000, "(hours)"), 0);

    static final Applied<Integer> SNAP_COUNT = whole("snapCount", 0, INT_MAX, "", 100_000);
    static final Applied<Long> SNAP_SIZE = kibibytes("snapSizeLimitInKb", 4L << 20);
    static final Applied<Long> LOG_SIZE = kibibytes("txnLogSizeLimitInKb", -1);
    static final Applied<Long> PREALLOCATE =
            key(Names.prefixed("preAllocSize"), Values.wholeLong(0, INT_MAX, "(KiB)"), 65_536L);
    static final Applied<Long> FSYNC_WARNING =
            key(
                    new Names("fsync.warningthresholdms", Property.PREFIXED_AND_RAW, List.of()),
                    Values.wholeLong(0, INT_MAX, "(ms)"),
                    1000L);
    static final Applied<Boolean> FORCE_SYNC =
            key(Names.prefixed("forceSync"), Values.yesOrNo(), true);
    static final Applied<Compression> COMPRESSION =
            key(
                    Names.prefixed("snapshot.compression.method"),
                    Values.choice(
                            Map.of(
                                    "", Compression.NONE,
                                    "gz", Compression.GZ,
                                    "snappy", Compression.SNAPPY),
                            "gz, snappy, or nothing"),
                    Compression.NONE);
    static final Applied<Boolean> TRUST_EMPTY = offByDefault("snapshot.trust.empty");
    static final Applied<Boolean> DIGEST = onByDefault("digest.enabled");
    static final Applied<Autocreate> DB_AUTOCREATE =
            key(
                    Names.prefixed("db.autocreate"),
                    Values.choice(
                            Map.of(
                                    "true", Autocreate.TRUE,
                                    "false", Autocreate.FALSE,
                                    "agreed", Autocreate.AGREED),
                            "true, false or agreed"),
                    Autocreate.TRUE);
    static final Applied<Boolean> CLOSE_SESSION_PATHS = onByDefault("closeSessionTxn.enabled");
    static final Applied<Boolean> EXTENDED_TYPES = offByDefault("extendedTypesEnabled");
    static final Applied<Boolean> EMULATE_353_TTL = offByDefault("emulate353TTLNodes");
    static final Applied<Boolean> RECONFIG =
            key(Names.plain("reconfigEnabled"), Values.trueOrFalse(), false);
    static final Applied<Boolean> ENFORCE_QUOTA = offByDefault("enforceQuota");

    static final Applied<Integer> MAX_BUFFER =
            key(Names.raw("jute.maxbuffer"), Values.whole(1, INT_MAX, "(bytes)"), 0xfffff);
    static final Applied<Integer> MAX_BUFFER_EXTRA =
            whole("jute.maxbuffer.extrasize", 0, INT_MAX, "(bytes)", -1);
    static final Applied<Integer> OUTSTANDING =
            whole("globalOutstandingLimit", 1, INT_MAX, "", 10_000);
    static final Applied<Integer> THROTTLED_OP =
            key(
                    Names.prefixed("throttled_op_wait_time", "throttledOpWaitTime"),
                    Values.whole(0, INT_MAX, "(ms)"),
                    0);
    static final Applied<Integer> PIPELINE_MAX =
            key(
                    Names.prefixed("request_throttle_max_requests", "requestThrottleLimit"),
                    Values.whole(0, INT_MAX, ""),
                    0);
    static final Applied<Integer> LARGE_REQUEST =
            whole("largeRequestThreshold", -1, INT_MAX, "(bytes)", -1);
    static final Applied<Integer> LARGE_REQUEST_BYTES =
            whole("largeRequestMaxBytes", 1, INT_MAX, "(bytes)", 100 << 20);

    static final Applied<Integer> TOKENS =
            throttle("tokens", "connectionMaxTokens", Values.whole(0, INT_MAX, ""), 0);
    static final Applied<Integer> TOKEN_FILL_TIME =
            throttle("fill_time", "connectionTokenFillTime", Values.whole(1, INT_MAX, "(ms)"), 1);
    static final Applied<Integer> TOKEN_FILL_COUNT =
            throttle("fill_count", "connectionTokenFillCount", Values.whole(1, INT_MAX, ""), 1);
    static final Applied<Integer> TOKEN_FREEZE_TIME =
            throttle("freeze_time", "connectionFreezeTime", Values.whole(-1, INT_MAX, "(ms)"), -1);
    static final Applied<Double> DROP_INCREASE =
            throttle("drop_increase", "connectionDropIncrease", Values.share(), 0.02);
    static final Applied<Double> DROP_DECREASE =
            throttle("drop_decrease", "connectionDropDecrease", Values.share(), 0.002);
    static final Applied<Double> DECREASE_RATIO =
            throttle("decrease_ratio", "connectionDecreaseRatio", Values.share(), 0.0);
    static final Applied<Boolean> THROTTLE_WEIGHTED =
            offByDefault("connection_throttle_weight_enabled");
    static final Applied<Integer> GLOBAL_SESSION_WEIGHT =
            whole("connection_throttle_global_session_weight", 1, INT_MAX, "", 3);
    static final Applied<Integer> RENEW_SESSION_WEIGHT =
            whole("connection_throttle_renew_session_weight", 1, INT_MAX, "", 2);

    static final Applied<Integer> REAPER_INTERVAL =
            key(
                    Names.raw("znode.container.checkIntervalMs"),
                    Values.whole(1, INT_MAX, "(ms)"),
                    60_000);
    static final Applied<Integer> REAPER_PER_MINUTE =
            key(Names.raw("znode.container.maxPerMinute"), Values.whole(1, INT_MAX, ""), 10_000);
    static final Applied<Long> REAPER_NEVER_USED =
            key(
                    Names.raw("znode.container.maxNeverUsedIntervalMs"),
                    Values.wholeLong(0, Long.MAX_VALUE, "(ms)"),
                    0L);

    static final Applied<Boolean> SKIP_ACL =
            key(Names.prefixed("skipACL"), Values.yesOrNo(), false);
    static final Applied<String> SUPER_DIGEST =
            new Applied<>(
                    Names.prefixed("DigestAuthenticationProvider.superDigest"),
                    Values.matching("[^:]+:.+", "user:base64(digest(user:password))"),
                    "",
                    true);
    static final Applied<Boolean> DIGEST_SCHEME =
            onByDefault("DigestAuthenticationProvider.enabled");
    static final Applied<String> DIGEST_ALGORITHM =
            key(
                    Names.prefixed("DigestAuthenticationProvider.digestAlg"),
                    Values.digestAlgorithm(),
                    "SHA1");
    static final Applied<List<String>> ENSEMBLE_NAMES =
            key(Names.prefixed("ensembleAuthName"), Values.list("names and commas"), List.of());
    static final Applied<Boolean> ENFORCE_AUTH = offByDefault("enforce.auth.enabled");
    static final Applied<List<String>> ENFORCE_SCHEMES =
            key(
                    Names.prefixed("enforce.auth.schemes"),
                    Values.list("schemes and commas"),
                    List.of());

    static final Applied<List<String>> WHITELIST =
            key(
                    Names.prefixed("4lw.commands.whitelist"),
                    Values.list("four-letter words and commas, or *"),
                    List.of());
    static final Applied<Boolean> READ_ONLY_MODE =
            key(Names.raw("readonlymode.enabled"), Values.trueOrFalse(), false);

    static {
        ALL.add(SUPER_DIGEST);
    }

    /** All of them. */
    static List<Applied<?>> all() {
        return List.copyOf(ALL);
    }

    private static <T> Applied<T> key(Names names, Values<T> values, T fallback) {
        Applied<T> key = new Applied<>(names, values, fallback, false);
        ALL.add(key);
        return key;
    }

    private static <T> Applied<T> throttle(
            String name, String alias, Values<T> values, T fallback) {
        return key(Names.prefixed("connection_throttle_" + name, alias), values, fallback);
    }

    private static Applied<Boolean> onByDefault(String name) {
        return key(Names.prefixed(name), Values.trueOrFalse(), true);
    }

    private static Applied<Boolean> offByDefault(String name) {
        return key(Names.prefixed(name), Values.trueOrFalse(), false);
    }

    private static Applied<Integer> whole(
            String name, int min, int max, String unit, int fallback) {
        return key(Names.prefixed(name), Values.whole(min, max, unit), fallback);
    }

    /** 0 or less switches the limit off; the largest still fits a long in bytes. */
    private static Applied<Long> kibibytes(String name, long fallback) {
        return key(
                Names.prefixed(name),
                Values.wholeLong(-1, Long.MAX_VALUE >> 10, "(KiB)"),
                fallback);
    }
}
