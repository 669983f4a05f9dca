package zabra.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileHandlesTest {
    @ParameterizedTest
    @CsvSource({
        "1048576, 1048320",
        "1024, 768",
        "512, 256",
        "64, 32",
        "2, 1",
        "0, 2147483647",
        "-1, 2147483647",
        "9223372036854775807, 2147483647",
    })
    void leavesSomeToTheServer(long limit, int clients) {
        assertThat(FileHandles.forClients(limit)).isEqualTo(clients);
    }
}
