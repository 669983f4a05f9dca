package zabra.cli.data;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Output that somebody is expected to take. Whoever breaks off {@code kubectl exec} leaves the
 * command behind in the container, before a full pipe that nobody closes: there it would wait, and
 * hold memory that the server needs, for as long as the container lives.
 *
 * <p>For one writing thread.
 */
final class AttendedOutput extends FilterOutputStream {
    private final Duration patience;
    private final Runnable abandoned;
    private final Thread watch;

    /** Odd while a write goes on; written by the writing thread alone. */
    private volatile long steps;

    /**
     * @param patience how long one write may take; it may take twice as long before that is noticed
     * @param abandoned is run once, by a thread of its own, when a write has taken longer
     */
    AttendedOutput(OutputStream out, Duration patience, Runnable abandoned) {
        super(out);
        this.patience = patience;
        this.abandoned = abandoned;
        watch = Thread.ofPlatform().daemon().name("attended-output").start(this::watch);
    }

    private void watch() {
        try {
            long before;
            long now = steps;
            do {
                before = now;
                Thread.sleep(patience);
                now = steps;
            } while (now != before || now % 2 == 0);
            abandoned.run();
        } catch (InterruptedException closed) {
            // Nothing more is written.
        }
    }

    /** Looks no longer; leaves what it writes to open, which is the caller's. */
    @Override
    public void close() throws IOException {
        watch.interrupt();
        flush();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        long step = steps;
        steps = step + 1;
        out.write(bytes, offset, length);
        steps = step + 2;
    }
}
