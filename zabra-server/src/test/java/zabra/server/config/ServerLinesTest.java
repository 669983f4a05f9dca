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
        "server.1=localhost:2888:3888:participant;0.0.0.0:2182,'',2182",
        "server.7=[::1]:2888:3888:PARTICIPANT;[::1]:2183,::1,2183",
        "server.1=a:1:2|b:1:2;h:2184,h,2184"
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
    void aLoneObserverIsRefused() {
        assertThat(reading("server.1=a:1:2:observer;2181").problems())
                .containsExactly(
                        "zoo.cfg:2: server.1: Observers w/o participants is an invalid"
                                + " configuration; leave :observer out of at least one line");
    }

    @Test
    void anObserverNeedsAQuorum() {
        assertThat(reading("server.1=a:1:2;2181", "server.2=b:1:2:observer").problems())
                .containsExactly(
                        "zoo.cfg:2: server.1, server.2: Observers w/o quorum is an invalid"
                                + " configuration; add participants, or the line"
                                + " standaloneEnabled=false");
    }

    @Test
    void groupsHaveNoEffectOnAServerAlone() {
        assertThat(reading("clientPort=1", "group.1=1", "weight.1=1").warnings())
                .containsExactly(
                        "zoo.cfg:3: group.1 has no effect without an ensemble",
                        "zoo.cfg:4: weight.1 has no effect without an ensemble");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:1", "a", "a:1:2;x", ":1:2", "a:1:2|b", "a:1:2|"})
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "server.1=a:1:2;h:70000 ! server.1=a:1:2;h:70000: no port: \"70000\"",
                "server.1=a:0:2 ! server.1=a:0:2: quorum port 0 of a",
                "server.-1=a:1:2 ! server.-1=a:1:2: server number -1 is negative",
                "server.1=a:1:2:observer|b:1:2:participant !"
                    + " server.1=a:1:2:observer|b:1:2:participant: both participant and observer"
            })
    void whatIsOfTheFormButMeansNothingIsNamed(String line, String complaint) {
        assertThat(reading(line).problems()).containsExactly("zoo.cfg:2: " + complaint);
    }

    @Test
    void aServerThatStandsTwiceIsRefusedOrWarnedOf() {
        assertThat(reading("server.1=a:1:2;1", "server.01=b:1:2;1").problems())
                .containsExactly(
                        "zoo.cfg:3: server.01=b:1:2;1: server 1 stands twice; remove one line");
        assertThat(reading("server.1=a:1:2;1", "server.1=b:1:2;1").warnings())
                .contains("zoo.cfg:3: server.1 is given again; this line counts, not zoo.cfg:2");
    }
}
