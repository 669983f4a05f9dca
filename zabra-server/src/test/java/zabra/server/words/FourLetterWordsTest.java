package zabra.server.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zabra.server.config.ServerConfig;
import zabra.server.config.SessionConfig;
import zabra.server.config.WordsConfig;

/** The texts are what Apache ZooKeeper 3.9.5 answered in the same situation. */
class FourLetterWordsTest {
    private static final String VERSION_LINE =
            "Zookeeper version: " + ServerVersion.CURRENT.asReference() + "\n";
    private static final String SUMMARY =
            """
            Latency min/avg/max: 0/1.2133/15
            Received: 155
            Sent: 156
            Connections: 3
            Outstanding: 0
            Zxid: 0x90
            Mode: standalone
            Node count: 7
            """;
    private static final ConnectionFacts FIRST =
            new ConnectionFacts(
                    "/127.0.0.1:39318",
                    1,
                    true,
                    0,
                    143,
                    144,
                    0x100001b73910001L,
                    "PING",
                    1795365573477L,
                    8000,
                    0x8d,
                    0x90,
                    1838348,
                    1,
                    0,
                    1,
                    8);
    private static final ConnectionFacts ASKING =
            new ConnectionFacts(
                    "/127.0.0.1:39352", 0, false, 0, 1, 0, 0, "NA", 0, 0, -1, -1, 0, 0, 0, 0, 0);
    private static final ConnectionFacts RESET =
            new ConnectionFacts(
                    "/127.0.0.1:39316",
                    1,
                    true,
                    0,
                    0,
                    0,
                    0x100001b73910000L,
                    "NA",
                    1795365573403L,
                    30000,
                    -1,
                    -1,
                    0,
                    0,
                    0,
                    0,
                    0);

    private final FakeServerFacts facts = new FakeServerFacts();
    private final ServerConfig config =
            ServerConfig.standalone(Path.of("/var/zookeeper"), 21891)
                    .withSessions(SessionConfig.ofTick(2000))
                    .withWords(new WordsConfig(Set.of("*")));
    private final FourLetterWords words = new FourLetterWords(facts, config);
    private final TimeZone zone = TimeZone.getDefault();

    @BeforeEach
    void aServerWithThreeConnections() {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        facts.connections.addAll(List.of(FIRST, ASKING, RESET));
    }

    @AfterEach
    void restoreTheZone() {
        TimeZone.setDefault(zone);
    }

    private static int code(String word) {
        return ByteBuffer.wrap(word.getBytes(StandardCharsets.ISO_8859_1)).getInt();
    }

    private String ask(String word) {
        return ask(words, word);
    }

    private static String ask(FourLetterWords words, String word) {
        return new String(words.answer(code(word), 0), StandardCharsets.UTF_8);
    }

    @Test
    void ruokSaysTheProcessListens() {
        assertThat(ask("ruok")).isEqualTo("imok");
    }

    @Test
    void isroTellsWhetherWritesAreTaken() {
        assertThat(ask("isro")).isEqualTo("rw");
        facts.readOnly = true;
        assertThat(ask("isro")).isEqualTo("ro");
        facts.serving = false;
        assertThat(ask("isro")).isEqualTo("null");
    }

    @Test
    void srvrTellsVersionAndLoad() {
        assertThat(ask("srvr")).isEqualTo(VERSION_LINE + SUMMARY);
    }

    @Test
    void srvrOfAReadOnlyServerSaysSoAfterTheVersion() {
        facts.readOnly = true;
        facts.mode = "read-only";
        assertThat(ask("srvr"))
                .startsWith(VERSION_LINE + "READ-ONLY mode; serving only read-only clients\nLat")
                .contains("\nMode: read-only\n");
    }

    @Test
    void statListsTheClientsBeforeTheLoad() {
        assertThat(ask("stat"))
                .isEqualTo(
                        VERSION_LINE
                                + """
                                Clients:
                                 /127.0.0.1:39318[1](queued=0,recved=143,sent=144)
                                 /127.0.0.1:39352[0](queued=0,recved=1,sent=0)
                                 /127.0.0.1:39316[1](queued=0,recved=0,sent=0)

                                """
                                + SUMMARY);
    }

    @Test
    void consTellsASessionOnlyWhereThereIsOne() {
        assertThat(ask("cons"))
                .isEqualTo(
                        " /127.0.0.1:39318[1](queued=0,recved=143,sent=144,sid=0x100001b73910001,"
                                + "lop=PING,est=1795365573477,to=8000,lcxid=0x8d,lzxid=0x90,"
                                + "lresp=1838348,llat=1,minlat=0,avglat=1,maxlat=8)\n"
                                + " /127.0.0.1:39352[0](queued=0,recved=1,sent=0)\n"
                                + " /127.0.0.1:39316[1](queued=0,recved=0,sent=0,"
                                + "sid=0x100001b73910000,lop=NA,est=1795365573403,to=30000,"
                                + "lzxid=0xffffffffffffffff,lresp=0,llat=0,minlat=0,avglat=0,"
                                + "maxlat=0)\n\n");
    }

    @Test
    void confTellsTheConfigurationInTheReferencesOrder() {
        assertThat(ask("conf"))
                .isEqualTo(
                        """
                        clientPort=21891
                        secureClientPort=-1
                        dataDir=/var/zookeeper/version-2
                        dataDirSize=478
                        dataLogDir=/var/zookeeper/version-2
                        dataLogSize=67108880
                        tickTime=2000
                        maxClientCnxns=60
                        minSessionTimeout=4000
                        maxSessionTimeout=40000
                        clientPortListenBacklog=-1
                        serverId=0
                        """);
    }

    @Test
    void dirsTellsBytes() {
        assertThat(ask("dirs")).isEqualTo("datadir_size: 478\nlogdir_size: 67108880\n");
    }

    @Test
    void dumpTellsBucketsAndEphemerals() {
        facts.sessionBuckets.put(1795365582000L, List.of());
        facts.sessionBuckets.put(1795365586000L, List.of(0x100001b73910001L));
        facts.sessionBuckets.put(1795365604000L, List.of(0x100001b73910000L));
        facts.ephemerals.put(0x100001b73910000L, List.of("/w/eph"));
        facts.connectionBuckets.put(1795365588000L, List.of(FIRST, ASKING));
        facts.connectionBuckets.put(1795365608000L, List.of(RESET));
        assertThat(ask("dump"))
                .isEqualTo(
                        """
                        SessionTracker dump:
                        Session Sets (3)/(2):
                        0 expire at Sun Nov 22 16:39:42 UTC 2026:
                        1 expire at Sun Nov 22 16:39:46 UTC 2026:
                        \t0x100001b73910001
                        1 expire at Sun Nov 22 16:40:04 UTC 2026:
                        \t0x100001b73910000
                        ephemeral nodes dump:
                        Sessions with Ephemerals (1):
                        0x100001b73910000:
                        \t/w/eph
                        Connections dump:
                        Connections Sets (2)/(3):
                        2 expire at Sun Nov 22 16:39:48 UTC 2026:
                        \tip: /127.0.0.1:39318 sessionId: 0x100001b73910001
                        \tip: /127.0.0.1:39352 sessionId: 0x0
                        1 expire at Sun Nov 22 16:40:08 UTC 2026:
                        \tip: /127.0.0.1:39316 sessionId: 0x100001b73910000
                        """);
    }

    @Test
    void hashTellsZxidsInHexAndDigestsInDecimal() {
        facts.digests.put(0x80L, 3924457098L);
        facts.digests.put(0x100L, -1L);
        assertThat(ask("hash")).isEqualTo("80: 3924457098\n100: -1\n");
    }

    @Test
    void watchWordsTellWhoWatchesWhat() {
        facts.watches.put(0x100001b73910001L, List.of("/no"));
        facts.watches.put(0x100001b73910000L, List.of("/no", "/w/p"));
        assertThat(ask("wchs")).isEqualTo("2 connections watching 2 paths\nTotal watches:3\n");
        assertThat(ask("wchc"))
                .isEqualTo("0x100001b73910001\n\t/no\n0x100001b73910000\n\t/no\n\t/w/p\n\n");
        assertThat(ask("wchp"))
                .isEqualTo(
                        """
                        /no
                        \t0x100001b73910001
                        \t0x100001b73910000
                        /w/p
                        \t0x100001b73910000

                        """);
    }

    @Test
    void enviStartsWithTheVersionAndEndsWithMemory() {
        assertThat(ask("envi").lines())
                .startsWith(
                        "Environment:", "zookeeper.version=" + ServerVersion.CURRENT.asReference())
                .anySatisfy(line -> assertThat(line).matches("os\\.memory\\.free=\\d+MB"))
                .last()
                .satisfies(line -> assertThat(line).matches("os\\.memory\\.total=\\d+MB"));
    }

    @Test
    void mntrLinesAreKeyTabValue() {
        facts.metrics.add(new Metric.Count("bytes_received_count", 13721));
        facts.metrics.add(new Metric.Decimal("connection_drop_probability", 0));
        facts.metrics.add(new Metric.Summary("prep_process_time", 0.16, 0, 8, 150, 24));
        facts.metrics.add(
                new Metric.Percentiles(
                        new Metric.Summary("updatelatency", 1.1875, 0, 15, 144, 171),
                        1,
                        3,
                        13,
                        15));
        assertThat(ask("mntr"))
                .startsWith(
                        "zk_version\t"
                                + ServerVersion.CURRENT.asReference()
                                + "\nzk_server_state\tstandalone\n")
                .containsSubsequence(
                        "zk_avg_latency\t1.2133\n",
                        "zk_max_latency\t15\n",
                        "zk_min_latency\t0\n",
                        "zk_packets_received\t155\n",
                        "zk_packets_sent\t156\n",
                        "zk_num_alive_connections\t3\n",
                        "zk_outstanding_requests\t0\n",
                        "zk_uptime\t40530\n",
                        "zk_znode_count\t7\n",
                        "zk_watch_count\t4\n",
                        "zk_ephemerals_count\t1\n",
                        "zk_approximate_data_size\t191\n",
                        "zk_global_sessions\t2\n",
                        "zk_local_sessions\t0\n",
                        "zk_last_client_response_size\t16\n",
                        "zk_max_client_response_size\t91\n",
                        "zk_min_client_response_size\t16\n",
                        "zk_auth_failed_count\t0\n",
                        "zk_open_file_descriptor_count\t",
                        "zk_max_file_descriptor_count\t")
                .endsWith(
                        """
                        zk_bytes_received_count\t13721
                        zk_connection_drop_probability\t0.0
                        zk_avg_prep_process_time\t0.16
                        zk_min_prep_process_time\t0
                        zk_max_prep_process_time\t8
                        zk_cnt_prep_process_time\t150
                        zk_sum_prep_process_time\t24
                        zk_avg_updatelatency\t1.1875
                        zk_min_updatelatency\t0
                        zk_max_updatelatency\t15
                        zk_cnt_updatelatency\t144
                        zk_sum_updatelatency\t171
                        zk_p50_updatelatency\t1
                        zk_p95_updatelatency\t3
                        zk_p99_updatelatency\t13
                        zk_p999_updatelatency\t15
                        """);
    }

    @Test
    void everyMntrLineButTheVersionIsWhatParsersTake() {
        facts.metrics.add(new Metric.Summary("fsynctime", 0.0139, 0, 1, 144, 2));
        assertThat(ask("mntr").lines().skip(1))
                .hasSizeGreaterThan(20)
                .allMatch(line -> line.matches("zk_\\w+\\t[\\w.\\-]+"));
    }

    @Test
    void theVersionIsWhatParsersTake() {
        assertThat(ServerVersion.CURRENT.asReference())
                .matches("3\\.9\\.5-[^,]+, built on \\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2} UTC");
    }

    @Test
    void resetsAreHandedOn() {
        assertThat(ask("crst")).isEqualTo("Connection stats reset.\n");
        assertThat(facts.connectionResets).isEqualTo(1);
        assertThat(facts.resets).isZero();
        assertThat(ask("srst")).isEqualTo("Server stats reset.\n");
        assertThat(facts.resets).isEqualTo(1);
    }

    @Test
    void stmkSetsTheMaskThatGtmkTells() {
        assertThat(ask("gtmk")).isEqualTo("306");
        assertThat(words.answer(code("stmk"), 308)).asString().isEqualTo("308");
        assertThat(ask("gtmk")).isEqualTo("308");
        assertThat(words.argumentBytes(code("stmk"))).isEqualTo(8);
        assertThat(words.argumentBytes(code("gtmk"))).isZero();
    }

    @Test
    void aWordThatIsNotListedIsRefused() {
        FourLetterWords guarded =
                new FourLetterWords(
                        facts, config.withWords(new WordsConfig(Set.of("ruok", "mntr"))));
        assertThat(ask(guarded, "dump"))
                .isEqualTo("dump is not executed because it is not in the whitelist.\n");
        assertThat(ask(guarded, "ruok")).isEqualTo("imok");
        assertThat(ask(guarded, "srvr")).startsWith("Zookeeper version: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conf", "cons", "crst", "dirs", "dump", "hash", "mntr", "srst", "srvr", "stat",
                "wchc", "wchp", "wchs"
            })
    void aServerThatServesNobodySaysSo(String word) {
        facts.serving = false;
        assertThat(ask(word))
                .isEqualTo("This ZooKeeper instance is not currently serving requests\n");
        assertThat(facts.resets + facts.connectionResets).isZero();
    }

    @ParameterizedTest
    @CsvSource({"ruok,imok", "gtmk,306", "isro,null"})
    void someWordsAreAnsweredWithoutServing(String word, String answer) {
        facts.serving = false;
        assertThat(ask(word)).isEqualTo(answer);
    }

    @Test
    void telnetsGoodbyeIsKnownAndHungUpOn() {
        int goodbye = 0xfff4fffd;
        assertThat(FourLetterWords.isWord(goodbye)).isTrue();
        assertThat(words.answer(goodbye, 0)).isEmpty();
        assertThat(FourLetterWords.name(goodbye)).isEqualTo("telnet close");
    }

    @Test
    void anythingElseIsALength() {
        assertThat(FourLetterWords.isWord(code("xxxx"))).isFalse();
        assertThat(FourLetterWords.isWord(44)).isFalse();
        assertThat(FourLetterWords.isWord(code("ruok"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0,0.0",
        "2,2.0",
        "0.16,0.16",
        "1.21333,1.2133",
        "0.00006,0.0001",
        "1e9,1000000000.0"
    })
    void averagesHaveUpToFourPlaces(double value, String text) {
        assertThat(ServerReport.decimal(value)).isEqualTo(text);
        assertThat(ServerReport.decimal(Double.NaN)).isEqualTo("0.0");
    }
}
