package zabra.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys that ZooKeeper does not have. */
final class OwnKeysTest {
    private static final String[] THREE = {
        "initLimit=10",
        "syncLimit=5",
        "server.1=a-0.a:2888:3888",
        "server.2=a-1.a:2888:3888",
        "server.3=a-2.a:2888:3888"
    };

    @TempDir Path directory;

    private ReadConfig reading(String... lines) {
        return new ReadConfig(directory).lines(lines);
    }

    @Test
    void noPortForPagesIsOpenUnlessItIsAskedFor() {
        assertThat(reading().config().http()).isEqualTo(HttpConfig.DEFAULT);
    }

    @Test
    void theHealthPortIsSet() {
        assertThat(reading("health.port=8081", "health.address=10.0.0.1").config().http().health())
                .isEqualTo(new HttpPortConfig(8081, "10.0.0.1"));
        assertThat(reading().env("ZABRA_SET_HEALTH_PORT", "81").config().http().health())
                .isEqualTo(new HttpPortConfig(81, ""));
        assertThat(reading("health.port=http").problems()).hasSize(1);
    }

    @Test
    void theMetricsPortIsZooKeepers() {
        String provider =
                "metricsProvider.className="
                        + "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider";
        assertThat(reading(provider).config().http().metrics())
                .isEqualTo(new HttpPortConfig(7000, ""));
        assertThat(
                        reading(
                                        provider,
                                        "metricsProvider.httpPort=7001",
                                        "metricsProvider.httpHost=127.0.0.1",
                                        "metricsProvider.exportJvmInfo=true")
                                .config()
                                .http()
                                .metrics())
                .isEqualTo(new HttpPortConfig(7001, "127.0.0.1"));
        assertThat(reading(provider, "metricsProvider.httpPort=many").problems())
                .singleElement()
                .asString()
                .contains("metricsProvider.httpPort=many", "from 0 to 65535");
        assertThat(reading("metricsProvider.httpPort=7001").warnings())
                .singleElement()
                .asString()
                .contains("metricsProvider.httpPort has no effect: metricsProvider.className");
    }

    @Test
    void theNameOfAPodSaysWhichMemberItIs() {
        ServerConfig config = reading(THREE).env("ZABRA_SET_MEMBER_NAME", "zabra-2").config();
        assertThat(config.identity().member()).isEqualTo(OptionalLong.of(3));
        assertThat(config.ensemble().orElseThrow().sid()).isEqualTo(3);
    }

    @Test
    void theFirstMemberMayHaveAnotherNumber() {
        ServerConfig config =
                reading(THREE).set("member.name=zabra-0").set("member.first=3").config();
        assertThat(config.ensemble().orElseThrow().sid()).isEqualTo(3);
    }

    @Test
    void aNameWithoutALineIsRefused() {
        assertThat(reading(THREE).set("member.name=zabra-3").problems())
                .singleElement()
                .asString()
                .contains("makes this server 4, which is not in the peer list", "member.first");
    }

    @Test
    void aNameWithoutANumberIsRefused() {
        assertThat(reading(THREE).set("member.name=zabra").problems())
                .first()
                .asString()
                .contains("member.name=zabra", "a name that ends with a number");
    }

    @Test
    void withoutANameTheFileSaysIt() throws Exception {
        Files.writeString(directory.resolve("myid"), "2\n");
        ServerConfig config =
                new ReadConfig(directory)
                        .text(
                                "dataDir="
                                        + directory
                                        + "\nclientPort=1\n"
                                        + String.join("\n", THREE))
                        .config();
        assertThat(config.ensemble().orElseThrow().sid()).isEqualTo(2);
        assertThat(config.identity()).isEqualTo(IdentityConfig.DEFAULT);
    }

    @Test
    void theClusterHasAName() {
        assertThat(reading("cluster.name=default/zabra").config().identity().cluster())
                .isEqualTo("default/zabra");
        for (String bad : List.of("two words", "/x", "a\u00e9")) {
            assertThat(reading("cluster.name=" + bad).problems()).as(bad).hasSize(1);
        }
    }
}
