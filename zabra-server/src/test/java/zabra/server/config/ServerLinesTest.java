package zabra.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerLinesTest {
    private static final String FORM =
            " does not have the form server_config or server_config;client_config where"
                    + " server_config is the pipe separated list of host:port:port or"
                    + " host:port:port:type and client_config is port or host:port";

    @TempDir Path directory;

    private ReadConfig reading(String... lines) {
        return new ReadConfig(directory).text("dataDir=/d\n" + String.join("\n", lines));
    }

    @ParameterizedTest
    @CsvSource({
        "server.1=localhost:2888:3888;2181,'',2181",
        "server.1=localhost:2888:3888:participant;0.0.0.0:2182,0.0.0.0,2182",
        "server.7=[::1]:2888:3888:PARTICIPANT;[::1]:2183,::1,2183",
        "server.1=a:1:2|b:1:2;2184,'',2184"
    })
    void aSingleServerStandsAloneOnTheClientPortItNames(String line, String host, int port) {
        ReadConfig reading = reading(line);
        assertThat(reading.config().clientPort()).isEqualTo(new ClientPortConfig(port, host, -1));
        assertThat(reading.warnings())
                .containsExactly(
                        "zoo.cfg:2: Invalid configuration, only one server specified (ignoring):"
                                + " the server stands alone");
    }

    @Test
    void clientPortWinsOverTheServersLine() {
        assertThat(reading("clientPort=99", "server.1=h:1:2;2181").config().clientPort().port())
                .isEqualTo(99);
    }

    @Test
    void anEnsembleIsRefused() {
        assertThat(
                        reading(
                                        "clientPort=2181",
                                        "server.1=a:2888:3888",
                                        "server.2=b:2888:3888",
                                        "server.3=c:2888:3888:observer")
                                .problems())
                .containsExactly(
                        "zoo.cfg:3: server.1, server.2, server.3: this build serves standalone"
                            + " only, and these make an ensemble of 3 (2 voting); leave one server"
                            + " line or none");
    }

    @Test
    void aLoneObserverIsRefused() {
        assertThat(reading("server.1=a:1:2:observer;2181").problems())
                .containsExactly(
                        "zoo.cfg:2: server.1=a:1:2:observer;2181: Observers w/o participants is an"
                                + " invalid configuration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:1", "a", "a:1:2;x", "a:1:2;h:70000", ":1:2", "a:1:2|b"})
    void aMalformedLineIsRefusedWithTheForm(String value) {
        assertThat(reading("server.1=" + value).problems()).contains("zoo.cfg:2: " + value + FORM);
    }

    @Test
    void otherMistakesAreNamed() {
        assertThat(reading("server.x=a:1:2").problems())
                .containsExactly(
                        "zoo.cfg:2: server.x=a:1:2: For input string: \"x\"; expected a number"
                                + " after \"server.\"");
        assertThat(reading("server.1=a:1:1").problems())
                .containsExactly(
                        "zoo.cfg:2: Client and election port must be different! Please update the"
                                + " configuration file on server.1");
        assertThat(reading("server.1=a:1:2:boss").problems())
                .containsExactly(
                        "zoo.cfg:2: server.1=a:1:2:boss: Unrecognised peertype: boss; expected"
                                + " participant or observer");
    }
}
