package zabra.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import zabra.peer.ConnectionThrottle;
import zabra.protocol.quorum.PeerAddress;
import zabra.storage.RecoveryOptions;
import zabra.storage.TxnLogOptions;
import zabra.tree.TreeOptions;
import zabra.tree.prepare.PrepareOptions;

/** Makes records of settings, and checks what concerns more than one key. */
final class ConfigAssembly {
    /** The fewest snapshots that purging keeps. */
    private static final int RETAIN_MIN = 3;

    private static final int SNAP_COUNT_MIN = 2;

    private static final Set<String> SCHEMES = Set.of("digest", "ip");

    private final Settings settings;
    private final Families families;

    ConfigAssembly(Settings settings, Families families) {
        this.settings = settings;
        this.families = families;
    }

    ServerConfig assemble() {
        DataDirs dirs = dirs();
        IdentityConfig identity = identity();
        EnsembleAssembly.Assembled ensemble =
                new EnsembleAssembly(settings, families).assemble(dirs.data(), identity);
        return new ServerConfig(
                dirs,
                clientPort(ensemble.client()),
                sessions(),
                storage(ensemble.config().isPresent()),
                tree(),
                connections(),
                requests(),
                auth(),
                words(),
                reaper(),
                purge(),
                http(),
                identity,
                ensemble.config());
    }

    private DataDirs dirs() {
        Path data = settings.get(AppliedKeys.DATA_DIR);
        if (data == null) {
            if (!settings.has(AppliedKeys.DATA_DIR)) {
                settings.problem(
                        "dataDir is not set; add a line such as dataDir=/var/lib/zookeeper");
            }
            data = Path.of("");
        }
        Path log = settings.get(AppliedKeys.DATA_LOG_DIR);
        warnOfRelative(AppliedKeys.DATA_DIR);
        warnOfRelative(AppliedKeys.DATA_LOG_DIR);
        return new DataDirs(
                data, log == null ? data : log, settings.get(AppliedKeys.DATA_DIR_AUTOCREATE));
    }

    private void warnOfRelative(Known.Applied<Path> key) {
        Path path = settings.get(key);
        if (path != null && !path.isAbsolute() && !path.startsWith(".") && !path.startsWith("..")) {
            settings.warn(
                    settings.all().get(key).origin()
                            + ": "
                            + path
                            + " is relative. Prepend ./ to indicate that you're sure!");
        }
    }

    /**
     * @param named where this server's own line says that clients connect
     */
    private ClientPortConfig clientPort(Optional<PeerAddress> named) {
        int port = settings.get(AppliedKeys.CLIENT_PORT);
        String host = settings.get(AppliedKeys.CLIENT_PORT_ADDRESS);
        if (named.isPresent() && (port == 0 || port == named.get().port())) {
            port = named.get().port();
            host = host.isEmpty() && !named.get().isWildcard() ? named.get().host() : host;
        }
        if (port == 0) {
            if (!host.isEmpty()) {
                settings.problem(
                        settings.say(
                                AppliedKeys.CLIENT_PORT_ADDRESS,
                                "clientPortAddress is set but clientPort is not set; add a line"
                                        + " such as clientPort=2181"));
            }
            settings.warn("clientPort is not set: no client can connect");
        }
        return new ClientPortConfig(
                port == 0 ? ClientPortConfig.NONE : port,
                host,
                settings.get(AppliedKeys.CLIENT_PORT_BACKLOG));
    }

    private SessionConfig sessions() {
        int tick = settings.get(AppliedKeys.TICK_TIME);
        int min = settings.get(AppliedKeys.SESSION_TIMEOUT_MIN);
        int max = settings.get(AppliedKeys.SESSION_TIMEOUT_MAX);
        SessionConfig byTick = SessionConfig.ofTick(tick);
        min = min == -1 ? byTick.timeoutMillisMin() : min;
        max = max == -1 ? byTick.timeoutMillisMax() : max;
        if (min > max) {
            Known given =
                    settings.has(AppliedKeys.SESSION_TIMEOUT_MIN)
                            ? AppliedKeys.SESSION_TIMEOUT_MIN
                            : AppliedKeys.SESSION_TIMEOUT_MAX;
            settings.problem(
                    settings.say(
                            given,
                            "minSessionTimeout must not be larger than maxSessionTimeout; they come"
                                    + " to "
                                    + min
                                    + " and "
                                    + max
                                    + " ms, where one that is not set is 2 and 20 ticks of "
                                    + tick
                                    + " ms"));
        }
        return new SessionConfig(tick, min, max);
    }

    private StorageConfig storage(boolean member) {
        int snapCount = settings.get(AppliedKeys.SNAP_COUNT);
        if (snapCount < SNAP_COUNT_MIN) {
            settings.warn(settings.say(AppliedKeys.SNAP_COUNT, "raised to " + SNAP_COUNT_MIN));
            snapCount = SNAP_COUNT_MIN;
        }
        return new StorageConfig(
                snapCount,
                bytes(settings.get(AppliedKeys.SNAP_SIZE)),
                new TxnLogOptions(
                        settings.get(AppliedKeys.PREALLOCATE) << 10,
                        bytes(settings.get(AppliedKeys.LOG_SIZE)),
                        settings.get(AppliedKeys.FORCE_SYNC)),
                new RecoveryOptions(settings.get(AppliedKeys.TRUST_EMPTY), autocreate(member)),
                settings.get(AppliedKeys.COMPRESSION),
                settings.get(AppliedKeys.FSYNC_WARNING));
    }

    /** Who stands alone has nobody to ask. */
    private boolean autocreate(boolean member) {
        return switch (settings.get(AppliedKeys.DB_AUTOCREATE)) {
            case TRUE -> true;
            case FALSE -> false;
            case AGREED -> !member;
        };
    }

    private static long bytes(long kibibytes) {
        return kibibytes <= 0 ? 0 : kibibytes << 10;
    }

    private TreeConfig tree() {
        boolean extended = settings.get(AppliedKeys.EXTENDED_TYPES);
        boolean digest = settings.get(AppliedKeys.DIGEST);
        return new TreeConfig(
                new TreeOptions(extended, settings.get(AppliedKeys.EMULATE_353_TTL), digest),
                new PrepareOptions(
                        extended,
                        settings.get(AppliedKeys.ENFORCE_QUOTA),
                        digest,
                        settings.get(AppliedKeys.CLOSE_SESSION_PATHS),
                        settings.get(AppliedKeys.RECONFIG),
                        txnBytesMax()));
    }

    /** What every reader of the log takes: a frame and the slack on top. */
    private int txnBytesMax() {
        RequestConfig limits = requests();
        long sum = (long) limits.frameBytesMax() + limits.recordBytesExtra();
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }

    private ConnectionConfig connections() {
        return new ConnectionConfig(
                settings.get(AppliedKeys.CONNECTIONS_PER_CLIENT),
                settings.get(AppliedKeys.CONNECTIONS),
                settings.get(AppliedKeys.SESSIONLESS_TIMEOUT),
                settings.get(AppliedKeys.EVENT_LOOPS),
                throttle());
    }

    private ConnectionThrottle.Options throttle() {
        return new ConnectionThrottle.Options(
                settings.get(AppliedKeys.TOKENS),
                settings.get(AppliedKeys.TOKEN_FILL_TIME),
                settings.get(AppliedKeys.TOKEN_FILL_COUNT),
                settings.get(AppliedKeys.TOKEN_FREEZE_TIME),
                settings.get(AppliedKeys.DROP_INCREASE),
                settings.get(AppliedKeys.DROP_DECREASE),
                settings.get(AppliedKeys.DECREASE_RATIO),
                settings.get(AppliedKeys.THROTTLE_WEIGHTED),
                settings.get(AppliedKeys.GLOBAL_SESSION_WEIGHT),
                settings.get(AppliedKeys.RENEW_SESSION_WEIGHT));
    }

    private RequestConfig requests() {
        int buffer = settings.get(AppliedKeys.MAX_BUFFER);
        int extra = settings.get(AppliedKeys.MAX_BUFFER_EXTRA);
        return new RequestConfig(
                buffer,
                extra == -1 ? buffer : extra,
                settings.get(AppliedKeys.OUTSTANDING),
                settings.get(AppliedKeys.PIPELINE_MAX),
                settings.get(AppliedKeys.THROTTLED_OP),
                settings.get(AppliedKeys.LARGE_REQUEST),
                settings.get(AppliedKeys.LARGE_REQUEST_BYTES));
    }

    private AuthConfig auth() {
        boolean enforce = settings.get(AppliedKeys.ENFORCE_AUTH);
        List<String> schemes = settings.get(AppliedKeys.ENFORCE_SCHEMES);
        boolean digest = settings.get(AppliedKeys.DIGEST_SCHEME);
        if (enforce) {
            checkSchemes(schemes, digest);
        }
        if (settings.get(AppliedKeys.SKIP_ACL)) {
            settings.warn(
                    settings.say(
                            AppliedKeys.SKIP_ACL, "every client may read and change everything"));
        }
        return new AuthConfig(
                settings.get(AppliedKeys.SKIP_ACL),
                digest,
                settings.get(AppliedKeys.DIGEST_ALGORITHM),
                settings.get(AppliedKeys.SUPER_DIGEST),
                families.hasEnsembleScheme(),
                families.hasKeyScheme(),
                Set.copyOf(settings.get(AppliedKeys.ENSEMBLE_NAMES)),
                enforce,
                schemes);
    }

    /** A scheme that is not here would lock everybody out; the reference does not start either. */
    private void checkSchemes(List<String> schemes, boolean digest) {
        if (schemes.isEmpty()) {
            settings.problem(
                    settings.say(
                            AppliedKeys.ENFORCE_AUTH,
                            "enforce.auth.schemes is not set; add a line such as"
                                    + " enforce.auth.schemes=digest"));
        }
        for (String scheme : schemes) {
            if (!isHere(scheme, digest)) {
                settings.problem(
                        settings.say(
                                AppliedKeys.ENFORCE_SCHEMES,
                                "scheme "
                                        + scheme
                                        + " is not available; this server has "
                                        + String.join(", ", new TreeSet<>(SCHEMES))));
            }
        }
    }

    private boolean isHere(String scheme, boolean digest) {
        return switch (scheme) {
            case "digest" -> digest;
            case "ensemble" -> families.hasEnsembleScheme();
            default -> SCHEMES.contains(scheme);
        };
    }

    private WordsConfig words() {
        Set<String> words = new TreeSet<>(settings.get(AppliedKeys.WHITELIST));
        words.add("srvr");
        if (settings.get(AppliedKeys.READ_ONLY_MODE)) {
            words.add("isro");
        }
        return new WordsConfig(words);
    }

    private ReaperConfig reaper() {
        return new ReaperConfig(
                settings.get(AppliedKeys.REAPER_INTERVAL),
                settings.get(AppliedKeys.REAPER_PER_MINUTE),
                settings.get(AppliedKeys.REAPER_NEVER_USED));
    }

    private PurgeConfig purge() {
        int retain = settings.get(AppliedKeys.PURGE_RETAIN);
        if (retain < RETAIN_MIN) {
            settings.warn(settings.say(AppliedKeys.PURGE_RETAIN, "raised to " + RETAIN_MIN));
            retain = RETAIN_MIN;
        }
        return new PurgeConfig(retain, settings.get(AppliedKeys.PURGE_INTERVAL));
    }

    private HttpConfig http() {
        return new HttpConfig(
                new HttpPortConfig(
                        settings.get(OwnKeys.HEALTH_PORT), settings.get(OwnKeys.HEALTH_ADDRESS)),
                families.metrics());
    }

    private IdentityConfig identity() {
        return new IdentityConfig(
                settings.get(OwnKeys.CLUSTER_NAME),
                OwnKeys.memberId(settings),
                settings.get(OwnKeys.MEMBER_NAME));
    }
}
