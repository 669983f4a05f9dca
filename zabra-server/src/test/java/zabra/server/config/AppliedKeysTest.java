package zabra.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import zabra.peer.ConnectionThrottle.Options;
import zabra.server.config.Known.Applied;
import zabra.storage.Snapshots.Compression;

/** Every key that is applied: its default, and where its value goes. */
class AppliedKeysTest {
    @TempDir Path directory;

    private static Arguments key(
            String name,
            Function<ServerConfig, Object> field,
            Object byDefault,
            String value,
            Object applied) {
        return arguments(name, field, byDefault, value, applied);
    }

    private static Arguments throttle(
            String name,
            Function<Options, Object> field,
            Object byDefault,
            String value,
            Object applied) {
        return key(name, c -> field.apply(c.connections().throttle()), byDefault, value, applied);
    }

    static Stream<Arguments> keys() {
        return Stream.of(dirsAndSessions(), storage(), treeAndRequests(), auth())
                .flatMap(List::stream);
    }

    private static List<Arguments> dirsAndSessions() {
        return List.of(
                key("dataDir", c -> c.dirs().data(), Path.of("/data"), "/d", Path.of("/d")),
                key("dataLogDir", c -> c.dirs().log(), Path.of("/data"), "/l", Path.of("/l")),
                key("datadir.autocreate", c -> c.dirs().autocreate(), true, "false", false),
                key("clientPort", c -> c.clientPort().port(), 2181, "2222", 2222),
                key("clientPortAddress", c -> c.clientPort().host(), "", "::1", "::1"),
                key("clientPortListenBacklog", c -> c.clientPort().backlog(), -1, "7", 7),
                key("tickTime", c -> c.sessions().tickMillis(), 3000, "2000", 2000),
                key("minSessionTimeout", c -> c.sessions().timeoutMillisMin(), 6000, "9", 9),
                key("maxSessionTimeout", c -> c.sessions().timeoutMillisMax(), 60000, "8000", 8000),
                key("maxClientCnxns", c -> c.connections().perClientMax(), 60, "0", 0),
                key("maxCnxns", c -> c.connections().totalMax(), 0, "5", 5),
                key(
                        "nio.sessionlessCnxnTimeout",
                        c -> c.connections().sessionlessTimeoutMillis(),
                        10000,
                        "500",
                        500),
                key("nio.numSelectorThreads", c -> c.connections().eventLoops(), 0, "3", 3),
                throttle("connection_throttle_tokens", Options::tokens, 0, "5", 5),
                throttle("connection_throttle_fill_time", Options::fillMillis, 1L, "5", 5L),
                throttle("connection_throttle_fill_count", Options::fillCount, 1, "5", 5),
                throttle("connection_throttle_freeze_time", Options::freezeMillis, -1L, "5", 5L),
                throttle("connection_throttle_drop_increase", Options::dropIncrease, .02, "1", 1.0),
                throttle(
                        "connection_throttle_drop_decrease",
                        Options::dropDecrease,
                        .002,
                        "0.5",
                        .5),
                throttle(
                        "connection_throttle_decrease_ratio", Options::decreaseRatio, .0, "1", 1.0),
                throttle(
                        "connection_throttle_weight_enabled",
                        Options::weighted,
                        false,
                        "true",
                        true),
                throttle(
                        "connection_throttle_global_session_weight",
                        Options::globalWeight,
                        3,
                        "9",
                        9),
                throttle(
                        "connection_throttle_renew_session_weight",
                        Options::renewWeight,
                        2,
                        "9",
                        9),
                key("autopurge.snapRetainCount", c -> c.purge().retain(), 3, "5", 5),
                key("autopurge.purgeInterval", c -> c.purge().intervalHours(), 0, "24", 24),
                key(
                        "4lw.commands.whitelist",
                        c -> c.words().whitelist(),
                        Set.of("srvr"),
                        "a, b",
                        set("srvr a b")),
                key(
                        "readonlymode.enabled",
                        c -> c.words().whitelist(),
                        Set.of("srvr"),
                        "true",
                        set("srvr isro")));
    }

    private static Set<String> set(String words) {
        return Set.of(words.split(" ", -1));
    }

    private static List<Arguments> storage() {
        return List.of(
                key("snapCount", c -> c.storage().snapCount(), 100000, "1000", 1000),
                key("snapSizeLimitInKb", c -> c.storage().snapSizeBytesMax(), 4L << 30, "2", 2048L),
                key("txnLogSizeLimitInKb", c -> c.storage().log().sizeLimitBytes(), 0L, "3", 3072L),
                key(
                        "preAllocSize",
                        c -> c.storage().log().preallocateBytes(),
                        64L << 20,
                        "64",
                        65536L),
                key(
                        "fsync.warningthresholdms",
                        c -> c.storage().fsyncWarningMillis(),
                        1000L,
                        "20",
                        20L),
                key("forceSync", c -> c.storage().log().forceSync(), true, "no", false),
                key(
                        "snapshot.compression.method",
                        c -> c.storage().compression(),
                        Compression.NONE,
                        "gz",
                        Compression.GZ),
                key(
                        "snapshot.trust.empty",
                        c -> c.storage().recovery().trustEmpty(),
                        false,
                        "true",
                        true),
                key(
                        "db.autocreate",
                        c -> c.storage().recovery().autocreate(),
                        true,
                        "false",
                        false));
    }

    private static List<Arguments> treeAndRequests() {
        return List.of(
                key("digest.enabled", c -> c.tree().tree().digest(), true, "false", false),
                key(
                        "closeSessionTxn.enabled",
                        c -> c.tree().prepare().closeSessionPaths(),
                        true,
                        "false",
                        false),
                key(
                        "extendedTypesEnabled",
                        c -> c.tree().tree().extendedTypes(),
                        false,
                        "True",
                        true),
                key(
                        "emulate353TTLNodes",
                        c -> c.tree().tree().emulate353Ttl(),
                        false,
                        "true",
                        true),
                key("reconfigEnabled", c -> c.tree().prepare().reconfig(), false, "TRUE", true),
                key("enforceQuota", c -> c.tree().prepare().enforceQuota(), false, "true", true),
                key("jute.maxbuffer", c -> c.requests().frameBytesMax(), 1048575, "0x400", 1024),
                key(
                        "jute.maxbuffer.extrasize",
                        c -> c.requests().recordBytesExtra(),
                        1048575,
                        "9",
                        9),
                key("globalOutstandingLimit", c -> c.requests().outstandingMax(), 10000, "10", 10),
                key("request_throttle_max_requests", c -> c.requests().pipelineMax(), 0, "7", 7),
                key("throttled_op_wait_time", c -> c.requests().throttledOpMillis(), 0, "7", 7),
                key("largeRequestThreshold", c -> c.requests().largeBytes(), -1, "100", 100),
                key(
                        "largeRequestMaxBytes",
                        c -> c.requests().largeBytesMax(),
                        104857600,
                        "100",
                        100),
                key(
                        "znode.container.checkIntervalMs",
                        c -> c.reaper().checkIntervalMillis(),
                        60000,
                        "100",
                        100),
                key("znode.container.maxPerMinute", c -> c.reaper().perMinuteMax(), 10000, "5", 5),
                key(
                        "znode.container.maxNeverUsedIntervalMs",
                        c -> c.reaper().neverUsedMillisMax(),
                        0L,
                        "5",
                        5L));
    }

    private static List<Arguments> auth() {
        return List.of(
                key("skipACL", c -> c.auth().skipAcl(), false, "yes", true),
                key(
                        "DigestAuthenticationProvider.superDigest",
                        c -> c.auth().superDigest(),
                        "",
                        "super:abc=",
                        "super:abc="),
                key(
                        "DigestAuthenticationProvider.enabled",
                        c -> c.auth().digestEnabled(),
                        true,
                        "false",
                        false),
                key(
                        "DigestAuthenticationProvider.digestAlg",
                        c -> c.auth().digestAlgorithm(),
                        "SHA1",
                        "SHA-256",
                        "SHA-256"),
                key(
                        "ensembleAuthName",
                        c -> c.auth().ensembleNames(),
                        Set.of(),
                        "a,b",
                        Set.of("a", "b")),
                key(
                        "enforce.auth.enabled",
                        c -> c.auth().enforceEnabled(),
                        false,
                        "true\nenforce.auth.schemes=digest",
                        true),
                key(
                        "enforce.auth.schemes",
                        c -> c.auth().enforceSchemes(),
                        List.of(),
                        "digest, ip",
                        List.of("digest", "ip")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void hasItsDefaultAndItsPlace(
            String name,
            Function<ServerConfig, Object> field,
            Object byDefault,
            String value,
            Object applied) {
        ReadConfig reading = new ReadConfig(directory);
        assertThat(field.apply(reading.lines().config())).isEqualTo(byDefault);
        assertThat(field.apply(reading.lines(name + "=" + value).config())).isEqualTo(applied);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void isTakenFromEverySpellingAndSource(
            String name,
            Function<ServerConfig, Object> field,
            Object byDefault,
            String value,
            Object applied) {
        String[] lines = value.split("\n", -1);
        String more = lines.length > 1 ? lines[1] : "";
        Known.Names names = Catalogue.inFile(name).names();
        for (String spelling : names.inFile()) {
            assertThat(reading(more).set(spelling + "=" + lines[0]).config())
                    .describedAs(spelling)
                    .satisfies(c -> assertThat(field.apply(c)).isEqualTo(applied));
            String variable = Catalogue.ENVIRONMENT_PREFIX + Catalogue.environmentForm(spelling);
            assertThat(reading(more).env(variable, lines[0]).config())
                    .describedAs(variable)
                    .satisfies(c -> assertThat(field.apply(c)).isEqualTo(applied));
        }
        for (String property : names.asProperty()) {
            assertThat(reading(more).property(property, lines[0]).config())
                    .describedAs(property)
                    .satisfies(c -> assertThat(field.apply(c)).isEqualTo(applied));
        }
    }

    private ReadConfig reading(String... more) {
        return new ReadConfig(directory).lines(more);
    }

    @Test
    void everyAppliedKeyIsInTheTable() {
        Set<String> tested = new HashSet<>();
        keys().forEach(arguments -> tested.add((String) arguments.get()[0]));
        assertThat(AppliedKeys.all())
                .extracting(Applied::names)
                .extracting(Known.Names::key)
                .containsExactlyInAnyOrderElementsOf(tested);
    }

    @Test
    void theDefaultsAreThoseOfTheRecords() {
        assertThat(new ReadConfig(directory).lines().config())
                .isEqualTo(ServerConfig.standalone(Path.of("/data"), 2181));
    }
}
