package zabra.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
    @TempDir Path directory;

    private ReadConfig reading(String... lines) {
        return new ReadConfig(directory).lines(lines);
    }

    @Test
    void theFileWinsOverSystemPropertiesAsInTheReference() {
        assertThat(
                        reading("snapCount=7")
                                .property("zookeeper.snapCount", "5")
                                .config()
                                .storage()
                                .snapCount())
                .isEqualTo(7);
    }

    @Test
    void environmentWinsOverTheFileAndTheCommandLineOverBoth() {
        ReadConfig reading = reading("tickTime=1000").env("ZABRA_SET_TICKTIME", "1500");
        assertThat(reading.config().sessions().tickMillis()).isEqualTo(1500);
        assertThat(reading.set("tickTime=1700").config().sessions().tickMillis()).isEqualTo(1700);
    }

    @Test
    void aTickTimeAloneMovesTheSessionBounds() {
        assertThat(reading("tickTime=100").config().sessions())
                .isEqualTo(new SessionConfig(100, 200, 2000));
        assertThat(
                        reading("tickTime=100", "minSessionTimeout=-1", "maxSessionTimeout=-1")
                                .config()
                                .sessions())
                .isEqualTo(new SessionConfig(100, 200, 2000));
    }

    @Test
    void extraSizeFollowsMaxBuffer() {
        assertThat(reading("jute.maxbuffer=5000000").config().requests().recordBytesExtra())
                .isEqualTo(5_000_000);
    }

    @Test
    void transactionsMayBeAsLargeAsAFrameAndItsSlack() {
        assertThat(reading("jute.maxbuffer=5000000").config().tree().prepare().txnBytesMax())
                .isEqualTo(10_000_000);
        assertThat(reading("jute.maxbuffer=2147483647").config().tree().prepare().txnBytesMax())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void keysAndValuesAreTrimmedAndEscapesUndone() {
        ServerConfig config =
                new ReadConfig(directory)
                        .text("# c\n\n dataDir : /da\\u0041 \nclientPort = 21\\\n  81  \n! c \\\n")
                        .config();
        assertThat(config.dirs().data()).isEqualTo(Path.of("/daA"));
        assertThat(config.clientPort().port()).isEqualTo(2181);
    }

    @Test
    void linesAreCountedAcrossContinuations() {
        assertThat(
                        new ReadConfig(directory)
                                .text("dataDir=\\\n/data\n# x \\\nclientPort=1\nfoo=1\n")
                                .problems())
                .containsExactly("zoo.cfg:5: unknown key foo; correct or remove it");
    }

    @Test
    void theLastDuplicateCountsAndIsWarnedOf() {
        ReadConfig reading = reading("tickTime=5", "tickTime=6");
        assertThat(reading.config().sessions().tickMillis()).isEqualTo(6);
        assertThat(reading.warnings())
                .containsExactly(
                        "zoo.cfg:4: tickTime is given again; this line counts, not zoo.cfg:3");
    }

    @Test
    void aPrefixedNameInTheFileIsAppliedWithAWarning() {
        ReadConfig reading = reading("zookeeper.snapCount=9");
        assertThat(reading.config().storage().snapCount()).isEqualTo(9);
        assertThat(reading.warnings())
                .containsExactly(
                        "zoo.cfg:3: zookeeper.snapCount is applied as snapCount; Apache ZooKeeper"
                                + " ignores the prefixed name in a file");
    }

    @Test
    void everyComplaintIsMadeAtOnce() {
        assertThat(reading("tickTme=1", "snapCount=x", "maxClientCnxns=-4").problems())
                .containsExactly(
                        "zoo.cfg:3: unknown key tickTme; did you mean tickTime?; correct or remove"
                                + " it",
                        "zoo.cfg:4: snapCount=x: For input string: \"x\"; expected a whole number"
                                + " from 0 to 2147483647; the default is 100000",
                        "zoo.cfg:5: maxClientCnxns=-4: out of range; expected a whole number from 0"
                                + " to 2147483647; the default is 60");
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = directory.resolve("no.cfg");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () -> ConfigReader.of(Map.of(), new Properties()).read(missing, List.of()))
                .withMessage(missing + " file is missing; give the path of a zoo.cfg");
    }

    @Test
    void noFileIsNeededWhereEverythingIsOnTheCommandLine() throws ConfigException {
        assertThat(
                        ConfigReader.of(Map.of(), new Properties())
                                .read(null, List.of("dataDir=/d", "clientPort=1"))
                                .config())
                .isEqualTo(ServerConfig.standalone(Path.of("/d"), 1));
    }

    @Test
    void dataDirIsRequired() {
        assertThat(new ReadConfig(directory).text("clientPort=2181").problems())
                .containsExactly(
                        "dataDir is not set; add a line such as dataDir=/var/lib/zookeeper");
    }

    @Test
    void anAddressNeedsAPort() {
        assertThat(
                        new ReadConfig(directory)
                                .text("dataDir=/d\nclientPortAddress=localhost")
                                .problems())
                .containsExactly(
                        "zoo.cfg:2: clientPortAddress=localhost: clientPortAddress is set but"
                                + " clientPort is not set; add a line such as clientPort=2181");
    }

    @Test
    void withoutAClientPortNothingListens() {
        for (String text : List.of("dataDir=/d", "dataDir=/d\nclientPort=0")) {
            ReadConfig reading = new ReadConfig(directory).text(text);
            assertThat(reading.config().clientPort().isListening()).isFalse();
            assertThat(reading.warnings())
                    .containsExactly("clientPort is not set: no client can connect");
        }
    }

    @Test
    void theLeastTimeoutMustNotBeLargerThanTheLargest() {
        assertThat(reading("minSessionTimeout=70000").problems())
                .containsExactly(
                        "zoo.cfg:3: minSessionTimeout=70000: minSessionTimeout must not be larger"
                                + " than maxSessionTimeout; they come to 70000 and 60000 ms, where"
                                + " one that is not set is 2 and 20 ticks of 3000 ms");
        assertThat(reading("maxSessionTimeout=5").problems())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("zoo.cfg:3: maxSessionTimeout=5: minSessionTimeout must not be");
    }

    @Test
    void lowCountsAreRaised() {
        ReadConfig reading = reading("autopurge.snapRetainCount=1", "snapCount=0");
        assertThat(reading.config().purge().retain()).isEqualTo(3);
        assertThat(reading.config().storage().snapCount()).isEqualTo(2);
        assertThat(reading.warnings())
                .containsExactlyInAnyOrder(
                        "zoo.cfg:3: autopurge.snapRetainCount=1: raised to 3",
                        "zoo.cfg:4: snapCount=0: raised to 2");
    }

    @Test
    void relativeDirectoriesAreWarnedOf() {
        assertThat(new ReadConfig(directory).text("dataDir=zk\nclientPort=1").warnings())
                .containsExactly(
                        "zoo.cfg:1: zk is relative. Prepend ./ to indicate that you're sure!");
        assertThat(new ReadConfig(directory).text("dataDir=./zk\nclientPort=1").warnings())
                .isEmpty();
    }

    @Test
    void unknownVariablesAreRefusedUnlessTheyAreSomebodyElses() {
        assertThat(reading().env("ZABRA_SET_TICKTME", "5").problems())
                .containsExactly(
                        "environment: ZABRA_SET_TICKTME stands for no known key; did you mean"
                                + " ZABRA_SET_TICKTIME?");
        // What a container platform sets for a service that is called zabra.
        assertThat(reading().env("ZABRA_PORT", "tcp://10.0.0.1:2181").warnings()).isEmpty();
    }

    @Test
    void unknownPropertiesAreWarnedOf() {
        assertThat(reading().property("zookeeper.snapCont", "5").warnings())
                .containsExactly(
                        "-Dzookeeper.snapCont is no property that is known; did you mean"
                                + " zookeeper.snapCount?");
        assertThat(reading().property("snapCount", "5").config().storage().snapCount())
                .isEqualTo(100_000);
    }

    @Test
    void anOverrideNeedsAnEqualsSign() {
        assertThat(reading().set("tickTime").problems())
                .containsExactly("--set tickTime: expected key=value");
    }

    @Test
    void secretsAreNeverShown() {
        ReadConfig bad = reading("DigestAuthenticationProvider.superDigest=hush");
        assertThat(bad.problems())
                .containsExactly(
                        "zoo.cfg:3: DigestAuthenticationProvider.superDigest=***: not of that form;"
                                + " expected user:base64(digest(user:password))");
        LoadedConfig loaded =
                reading(
                                "DigestAuthenticationProvider.superDigest=super:hush=",
                                "ssl.keyStore.password=hush")
                        .loaded();
        assertThat(loaded.toString().replace("superDigest=super:hush=", "")).doesNotContain("hush");
        assertThat(loaded.config().auth().toString()).doesNotContain("hush");
        assertThat(loaded.settings()).noneMatch(line -> line.contains("hush"));
    }

    @Test
    void settingsTellWhereTheyWereGiven() {
        assertThat(
                        new ReadConfig(directory)
                                .text("dataDir=/d\nclientPort=2181")
                                .set("tickTime=5")
                                .loaded()
                                .settings())
                .containsExactly(
                        "dataDir = /d   (" + directory + "/zoo.cfg:1)",
                        "clientPort = 2181   (" + directory + "/zoo.cfg:2)",
                        "tickTime = 5   (--set)");
    }
}
