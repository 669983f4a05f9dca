package zabra.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import zabra.server.config.Known.Applied;
import zabra.server.config.Known.Idle;
import zabra.server.config.Known.Refused;

/** Every key of the reference is known here, and what becomes of it is said. */
class KnownKeysTest {
    @TempDir Path directory;

    private ReadConfig reading(String... lines) {
        return new ReadConfig(directory).lines(lines);
    }

    static List<String> keysOfTheReference() throws IOException {
        try (InputStream in = KnownKeysTest.class.getResourceAsStream("reference-keys.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("keysOfTheReference")
    void isKnown(String key) {
        boolean family = new Families(new Settings()).take(new Given(key, "x", "test"));
        assertThat(family || Catalogue.inFile(key) != null).isTrue();
    }

    @Test
    void whatHasNoEffectSaysSoUnlessItAsksForWhatIsTheCase() {
        for (Known known : Catalogue.keys()) {
            String key = known.names().key();
            switch (known) {
                case Applied<?> _ -> {}
                case Idle idle -> {
                    assertThat(reading(key + "=7").warnings())
                            .containsExactly("zoo.cfg:3: " + key + " has no effect: " + idle.why());
                    for (String quiet : idle.quiet()) {
                        assertThat(reading(key + "=" + quiet).warnings()).isEmpty();
                    }
                }
                case Refused refused -> {
                    assertThat(reading(key + "=7").problems())
                            .containsExactly("zoo.cfg:3: " + key + "=7: " + refused.why());
                    for (String harmless : refused.harmless()) {
                        assertThat(reading(key + "=" + harmless).warnings()).isEmpty();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clientPort=70000|out of range; expected a whole number from 0 to 65535",
                "tickTime=0|out of range; expected a whole number from 1 to 107374182 (ms)",
                "tickTime=|For input string: \"\"; expected a whole number",
                "forceSync=false|not one of the choices; expected yes or no",
                "digest.enabled=yes|not one of the choices; expected true or false",
                "skipACL=true|not one of the choices; expected yes or no",
                "snapshot.compression.method=zip|not one of the choices; expected gz, snappy",
                "DigestAuthenticationProvider.digestAlg=X|unknown to this Java; expected a message",
                "jute.maxbuffer=0xzz|expected a whole number from 1 to 2147483647 (bytes)",
                "electionAlg=1|Invalid electionAlg value. Only 3 is supported.",
                "peerType=observer|Observers w/o participants is an invalid configuration; add",
                "peerType=boss|not one of the choices; expected participant or observer",
                "initLimit=-1|out of range; expected a whole number from 0 to 1000000 (ticks)",
                "sslQuorum=true|this build has no TLS yet; remove the key on every server",
                "quorum.auth.enableSasl=true|this build has no SASL yet; remove the key on every",
                "secureClientPort=2281|this build has no TLS yet; remove the key",
                "standaloneEnabled=false|standaloneEnabled = false then number of participants",
                "dynamicConfigFile=/no/such|/no/such is missing; correct the path, or put the",
                "enforce.auth.enabled=true|enforce.auth.schemes is not set; add a line such as",
                "serverCnxnFactory=com.Foo|unknown class; expected org.apache.zookeeper.server",
                "metricsProvider.className=com.Foo|metrics provider class was not found; expected"
            })
    void aWrongValueIsRefusedWithWhatIsAllowed(String line, String complaint) {
        assertThat(reading(line).problems())
                .anySatisfy(problem ->
                        assertThat(problem)
                                .startsWith("zoo.cfg:3: " + line + ": ")
                                .contains(complaint));
    }

    @Test
    void enforcedSchemesMustBeHere() {
        assertThat(
                        reading("enforce.auth.enabled=true", "enforce.auth.schemes=digest,sasl")
                                .problems())
                .containsExactly(
                        "zoo.cfg:4: enforce.auth.schemes=digest,sasl: scheme sasl is not available;"
                                + " this server has digest, ip");
        assertThat(
                        reading(
                                        "enforce.auth.enabled=true",
                                        "enforce.auth.schemes=ensemble",
                                        "authProvider.1=org.apache.zookeeper.server.auth"
                                                + ".EnsembleAuthenticationProvider")
                                .config()
                                .auth()
                                .ensembleEnabled())
                .isTrue();
    }

    @Test
    void skippingAclsIsWarnedOf() {
        assertThat(reading("skipACL=yes").warnings())
                .containsExactly(
                        "zoo.cfg:3: skipACL=yes: every client may read and change everything");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory",
                "serverCnxnFactory=org.apache.zookeeper.server.NIOServerCnxnFactory",
                "metricsProvider.className=org.apache.zookeeper.metrics.impl.DefaultMetricsProvider",
                "authProvider.1=org.apache.zookeeper.server.auth.DigestAuthenticationProvider",
                "zookeeper.authProvider.x=org.apache.zookeeper.server.auth.IPAuthenticationProvider",
                "admin.enableServer=false"
            })
    void whatIsTheCaseAnywayIsTakenInSilence(String line) {
        assertThat(reading(line).warnings()).isEmpty();
    }

    @Test
    void classesOfTheReferenceThatAreNotHereAreWarnedOf() {
        String auth = "org.apache.zookeeper.server.auth.";
        assertThat(
                        reading(
                                        "authProvider.1=" + auth + "SASLAuthenticationProvider",
                                        "authProvider.2=com.example.Mine")
                                .warnings())
                .containsExactly(
                        "zoo.cfg:3: authProvider.1 has no effect: this build has no scheme sasl"
                                + " yet; clients that use it are refused",
                        "zoo.cfg:4: authProvider.2=com.example.Mine is passed over: its code is not"
                                + " here; known are DigestAuthenticationProvider,"
                                + " EnsembleAuthenticationProvider, IPAuthenticationProvider,"
                                + " KeyAuthenticationProvider, SASLAuthenticationProvider,"
                                + " X509AuthenticationProvider");
    }

    @Test
    void theManualsFriendlyNamesAreTaken() {
        assertThat(reading("throttledOpWaitTime=5").config().requests().throttledOpMillis())
                .isEqualTo(5);
        assertThat(reading("connectionMaxTokens=5").config().connections().throttle().tokens())
                .isEqualTo(5);
    }

    @Test
    void namesThatAreFarFromEveryKeyGetNoGuess() {
        assertThat(reading("entirelyDifferent=5").problems())
                .containsExactly("zoo.cfg:3: unknown key entirelyDifferent; correct or remove it");
    }
}
