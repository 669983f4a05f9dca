package zabra.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AttendedOutputTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    /** Takes nothing until it is given up. */
    private static final class Full extends OutputStream {
        final CountDownLatch abandoned = new CountDownLatch(1);

        @Override
        public void write(int b) throws IOException {
            try {
                abandoned.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Test
    void aWriteThatNobodyTakesIsGivenUp() throws Exception {
        Full full = new Full();
        try (var out = new AttendedOutput(full, SHORT, full.abandoned::countDown)) {
            out.write('x');
        }
        assertThat(full.abandoned.getCount()).isZero();
    }

    @Test
    void whatIsTakenArrivesAndTheStreamStaysOpen() throws Exception {
        List<String> said = new ArrayList<>();
        OutputStream taken =
                new ByteArrayOutputStream() {
                    @Override
                    public void flush() {
                        said.add(toString(StandardCharsets.US_ASCII));
                    }

                    @Override
                    public void close() {
                        said.add("closed");
                    }
                };
        try (var out = new AttendedOutput(taken, Duration.ofDays(1), () -> said.add("given up"))) {
            out.write('a');
            out.write("bc".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(said).containsExactly("abc");
    }
}
