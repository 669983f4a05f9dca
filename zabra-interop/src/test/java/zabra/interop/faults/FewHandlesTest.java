package zabra.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;

/** More clients than file handles: some are refused, and the server goes on for the others. */
final class FewHandlesTest {
    private static final int HANDLES = 400;

    /** Each log file takes so many writes, so that some are opened while handles are short. */
    private static final String SHORT_LOGS = "snapCount=10";

    @TempDir Path directory;

    @Test
    void refusesClientsButGoesOn() throws Exception {
        Path data = directory.resolve("data");
        List<Socket> crowd = new ArrayList<>();
        try (ConfinedServer server =
                        ConfinedServer.startWithHandles(
                                directory, data, HANDLES, "maxClientCnxns=0", SHORT_LOGS);
                RawClient client = RawClient.connect(server.port(), 30_000)) {
            try {
                for (int i = 0; i < 2 * HANDLES; i++) {
                    crowd.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
                }
            } catch (IOException refusedAtOnce) {
                assertThat(crowd).isNotEmpty();
            }
            for (int i = 0; i < 100; i++) {
                client.succeed(Request.create("/n" + i, new byte[100], 0));
            }
            assertThat(server.isAlive()).as(server.said()).isTrue();
            assertThat(server.said())
                    .contains("for this limit of open files (ulimit -n)")
                    .doesNotContain("Too many open files");
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }
}
