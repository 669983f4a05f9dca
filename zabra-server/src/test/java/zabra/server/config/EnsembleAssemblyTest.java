package zabra.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.junit.jupiter.params.provider.ValueSource;
import zabra.consensus.quorum.Hierarchical;
import zabra.consensus.quorum.Membership;
import zabra.peer.ensemble.MemberOptions;
import zabra.server.config.Known.Applied;

/** A member of an ensemble: its lines, its number, its limits. */
class EnsembleAssemblyTest {
    private static final List<String> THREE =
            List.of(
                    "server.1=a:2888:3888;2181",
                    "server.2=b:2888:3888;2181",
                    "server.3=c:2888:3888:observer;2181",
                    "server.4=d:2888:3888;2181");

    @TempDir Path directory;

    /** Server 1 of three voters and an observer; more lines begin at 7. */
    private ReadConfig reading(String... more) {
        return reading("1", THREE, more);
    }

    private ReadConfig reading(String myid, List<String> servers, String... more) {
        if (myid != null) {
            write("myid", myid);
        }
        List<String> lines = new ArrayList<>(List.of("dataDir=" + directory));
        lines.add("initLimit=10\nsyncLimit=5");
        lines.addAll(servers);
        lines.addAll(List.of(more));
        return new ReadConfig(directory).text(String.join("\n", lines));
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EnsembleConfig ensemble(ReadConfig reading) {
        return reading.config().ensemble().orElseThrow();
    }

    @Test
    void severalServersMakeAnEnsemble() {
        LoadedConfig loaded = reading().loaded();
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.config().clientPort()).isEqualTo(new ClientPortConfig(2181, "", -1));
        assertThat(loaded.config().ensemble())
                .contains(
                        new EnsembleConfig(
                                1,
                                Membership.parse(String.join("\n", THREE)),
                                false,
                                10,
                                5,
                                500,
                                0.33,
                                false,
                                false,
                                QuorumPortsConfig.DEFAULT,
                                MemberOptions.DEFAULT));
    }

    @Test
    void whoAmIIsInAFile() {
        EnsembleConfig observer = ensemble(reading(" 3 \nrest is not read", THREE));
        assertThat(observer.sid()).isEqualTo(3);
        assertThat(observer.observer()).isTrue();
        assertThat(observer.self().client()).hasToString("Optional[0.0.0.0:2181]");
    }

    @Test
    void aMissingMyIdSaysWhatToWrite() {
        assertThat(reading(null, THREE).problems())
                .containsExactly(
                        "myid: myid file is missing; write this server's number, one of server.1,"
                                + " server.2, server.3, server.4, into it: echo 1 > myid");
    }

    @Test
    void aMyIdThatIsNoNumberOrOfNobodyIsRefused() {
        assertThat(reading("abc", THREE).problems())
                .containsExactly(
                        "myid: serverid abc is not a number; write this server's number, one of"
                            + " server.1, server.2, server.3, server.4, into it: echo 1 > myid");
        assertThat(reading("9", THREE).problems())
                .containsExactly(
                        "myid: My id 9 not in the peer list: server.1, server.2, server.3, server.4"
                                + " (zoo.cfg:4); add a line server.9=…, or correct the file");
    }

    @Test
    void limitsAreRequired() {
        assertThat(reading("initLimit=0", "syncLimit=0").problems())
                .containsExactly(
                        "zoo.cfg:8: initLimit=0: initLimit is not set; add a line such as"
                                + " initLimit=10",
                        "zoo.cfg:9: syncLimit=0: syncLimit is not set; add a line such as"
                                + " syncLimit=5");
        assertThat(
                        new ReadConfig(directory)
                                .text("dataDir=" + directory + "\n" + String.join("\n", THREE))
                                .problems())
                .contains("initLimit is not set; add a line such as initLimit=10");
    }

    @Test
    void anEvenNumberOfVotersIsWarnedOf() {
        assertThat(reading("1", THREE.subList(0, 2)).warnings())
                .containsExactly(
                        "zoo.cfg:4: No server failure will be tolerated. You need at least 3"
                                + " servers.");
        assertThat(reading("server.5=e:2888:3888").warnings())
                .containsExactly(
                        "zoo.cfg:4: Non-optimal configuration, consider an odd number of servers.");
    }

    @Test
    void oneVoterIsAnEnsembleWhereItMayNotStandAlone() {
        EnsembleConfig config =
                ensemble(reading("1", THREE.subList(0, 1), "standaloneEnabled=false"));
        assertThat(config.membership().voters()).containsExactly(1L);
        assertThat(
                        ensemble(
                                        reading(
                                                "3",
                                                List.of(THREE.get(0), THREE.get(2)),
                                                "standaloneEnabled=false"))
                                .observer())
                .isTrue();
    }

    @Test
    void groupsAndWeightsMakeHierarchicalQuorums() {
        assertThat(
                        ensemble(reading("group.1=1:2", "group.2=4", "weight.1=3"))
                                .membership()
                                .quorums())
                .isInstanceOf(Hierarchical.class);
        assertThat(reading("group.1=1:2").problems())
                .containsExactly("zoo.cfg:4: server 4 is in no group");
        assertThat(reading("group.1=1:2:4", "group.2=2").problems())
                .containsExactly("zoo.cfg:4: server 2 is in two groups");
        assertThat(reading("weights.1=1").problems())
                .containsExactly(
                        "zoo.cfg:4: weights.1: a config has server.N, group.N, weight.N and"
                                + " version");
    }

    @Test
    void numbersThatSessionIdsCannotTellApartAreRefused() {
        assertThat(reading("server.257=e:2888:3888").problems())
                .containsExactly(
                        "zoo.cfg:8: server.257=e:2888:3888: servers 1 and 257 would give out the"
                                + " same session ids; use numbers from 1 to 255");
    }

    @Test
    void ttlsBoundTheNumber() {
        List<String> servers = List.of("server.255=a:1:2", "server.2=b:1:2", "server.3=c:1:2");
        assertThat(reading("255", servers, "extendedTypesEnabled=true").problems())
                .containsExactly(
                        "zoo.cfg:7: extendedTypesEnabled=true: the number of this server, 255, is"
                                + " too large: with TTL znodes it is at most 254; renumber"
                                + " server.255 and myid, or remove the key");
        assertThat(ensemble(reading("2", servers, "extendedTypesEnabled=true")).sid()).isEqualTo(2);
    }

    @Test
    void severalAddressesNeedTheSwitch() {
        List<String> servers = List.of("server.1=a:1:2|aa:1:2", "server.2=b:1:2", "server.3=c:1:2");
        assertThat(reading("1", servers).problems())
                .containsExactly(
                        "zoo.cfg:4: Multiple address feature is disabled, but multiple addresses"
                                + " were specified for sid 1; keep one, or add the line"
                                + " multiAddress.enabled=true");
        EnsembleConfig several = ensemble(reading("1", servers, "multiAddress.enabled=true"));
        assertThat(several.self().endpoints()).hasSize(2);
        assertThat(several.ports().multiAddress()).isTrue();
    }

    @Test
    void theListsRoleWinsOverPeerType() {
        ReadConfig reading = reading("peerType=observer");
        assertThat(ensemble(reading).observer()).isFalse();
        assertThat(reading.warnings())
                .containsExactly(
                        "zoo.cfg:8: peerType=observer: Peer type from servers list (participant,"
                                + " zoo.cfg:4) doesn't match peerType. Defaulting to servers"
                                + " list.");
        assertThat(reading("3", THREE, "peerType=observer").warnings()).isEmpty();
    }

    @Test
    void aClientPortMustBeTheOneOfTheServersLine() {
        assertThat(reading("clientPort=2181").warnings()).isEmpty();
        assertThat(reading("clientPort=2182").problems())
                .containsExactly(
                        "zoo.cfg:8: clientPort=2182: client address for this server (id = 1) in"
                            + " static config file is 0.0.0.0:2182 is different from client address"
                            + " found in dynamic file: 0.0.0.0:2181 (zoo.cfg:4); remove one of"
                            + " them");
    }

    @Test
    void aServersLineMayNarrowWhatTheClientPortOpens() {
        List<String> servers =
                List.of("server.1=a:2888:3888;127.0.0.1:2181", THREE.get(1), THREE.get(3));
        LoadedConfig loaded = reading("1", servers, "clientPort=2181").loaded();
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.config().clientPort())
                .isEqualTo(new ClientPortConfig(2181, "127.0.0.1", -1));
        assertThat(reading("1", servers, "clientPort=2182").problems()).hasSize(1);
    }

    @Test
    void changingTheMembershipIsNotThereYet() {
        assertThat(reading("reconfigEnabled=true").warnings())
                .singleElement()
                .asString()
                .startsWith("zoo.cfg:8: reconfigEnabled=true: this build cannot change");
    }

    @Test
    void aDynamicFileHoldsTheServersAndItsNameTheVersion() {
        Path file = write("zoo.cfg.dynamic.100000008", String.join("\n", THREE));
        EnsembleConfig config = ensemble(reading("1", List.of(), "dynamicConfigFile=" + file));
        assertThat(config.membership().version()).isEqualTo(0x100000008L);
        assertThat(config.membership().members()).hasSize(4);
        file = write("zoo.cfg.dynamic", String.join("\n", THREE));
        config = ensemble(reading("1", List.of(), "dynamicConfigFile=" + file));
        assertThat(config.membership().version()).isZero();
    }

    @Test
    void serversAreInOneFileOnlyAndNothingElseIsWithThem() {
        Path file = write("dynamic", "server.1=a:1:2;1\nversion=0\nfoo=1\n");
        assertThat(reading("1", List.of("server.2=b:1:2"), "dynamicConfigFile=" + file).problems())
                .containsExactly(
                        "zoo.cfg:4: parameter: server.2 must be in a separate dynamic config file;"
                                + " move it into dynamic, or remove dynamicConfigFile",
                        "dynamic:2: dynamic file shouldn't have version inside; it is the last part"
                                + " of the file's name; remove the line",
                        "dynamic:3: Unrecognised parameter: foo; a dynamic file has server.N,"
                                + " group.N and weight.N only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localSessionsEnabled=false",
                "leaderServes=yes",
                "quorum.auth.enableSasl=false",
                "sslQuorum=false",
                "electionAlg=3"
            })
    void whatIsTheCaseAnywayIsTakenInSilence(String line) {
        assertThat(reading(line).warnings()).isEmpty();
    }

    private static Arguments key(
            String name,
            Function<EnsembleConfig, Object> field,
            Object byDefault,
            String value,
            Object applied) {
        return arguments(name, field, byDefault, value, applied);
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                key("commitLogCount", EnsembleConfig::windowTxns, 500, "7", 7),
                key("snapshotSizeFactor", EnsembleConfig::historyShare, 0.33, "-1", -1.0),
                key("forceSnapshotSync", EnsembleConfig::alwaysSnapshot, false, "true", true),
                key("quorumListenOnAllIPs", c -> c.ports().listenOnAll(), false, "true", true),
                key("electionPortBindRetry", c -> c.ports().bindRetries(), 3, "0", 0),
                key("cnxTimeout", c -> c.ports().connectTimeoutMillis(), 5000, "7", 7),
                key("quorumCnxnTimeoutMs", c -> c.ports().handshakeTimeoutMillis(), -1, "7", 7),
                key("localSessionsEnabled", c -> c.clients().localSessions(), false, "true", true),
                key(
                        "localSessionsUpgradingEnabled",
                        c -> c.clients().upgrading(),
                        false,
                        "true",
                        true),
                key("readonlymode.enabled", c -> c.clients().readOnly(), false, "true", true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void hasItsDefaultAndItsPlace(
            String name,
            Function<EnsembleConfig, Object> field,
            Object byDefault,
            String value,
            Object applied) {
        assertThat(field.apply(ensemble(reading()))).isEqualTo(byDefault);
        assertThat(field.apply(ensemble(reading(name + "=" + value)))).isEqualTo(applied);
        for (String property : Catalogue.inFile(name).names().asProperty()) {
            assertThat(field.apply(ensemble(reading().property(property, value))))
                    .isEqualTo(applied);
        }
    }

    @Test
    void everyOtherKeyHasATestAbove() {
        Set<String> tested =
                new HashSet<>(
                        Set.of(
                                "initLimit",
                                "syncLimit",
                                "standaloneEnabled",
                                "dynamicConfigFile",
                                "peerType",
                                "multiAddress.enabled"));
        keys().forEach(arguments -> tested.add((String) arguments.get()[0]));
        tested.remove("readonlymode.enabled"); // It has a meaning without an ensemble, too.
        assertThat(EnsembleKeys.all())
                .extracting(Applied::names)
                .extracting(Known.Names::key)
                .containsExactlyInAnyOrderElementsOf(tested);
    }
}
