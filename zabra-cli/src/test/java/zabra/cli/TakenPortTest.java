package zabra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakenPortTest {
    @TempDir Path directory;

    @Test
    void aServerThatFindsItsPortTakenSaysWhichAndWhatToDo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Run run =
                    Run.of(
                            "server",
                            "--set",
                            "dataDir=" + directory,
                            "--set",
                            "preAllocSize=0",
                            "--set",
                            "clientPortAddress=127.0.0.1",
                            "--set",
                            "clientPort=" + port);
            assertThat(run.code()).isEqualTo(ExitCode.FAILED);
            assertThat(run.err())
                    .startsWith("zabra: client port 127.0.0.1:" + port + ": Address already in use")
                    .contains("set another clientPort");
        }
    }

    @Test
    void aDevServerThatWasToldItsPortSaysSoToo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Run run = Run.of("dev", "--host", "127.0.0.1", "--port", port);
            assertThat(run.code()).isEqualTo(ExitCode.FAILED);
            assertThat(run.err()).contains(":" + port + ": Address already in use");
        }
    }
}
