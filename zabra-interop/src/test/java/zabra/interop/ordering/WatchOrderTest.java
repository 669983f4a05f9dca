package zabra.interop.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.server.ServerKind;
import zabra.interop.server.ServerOptions;
import zabra.interop.server.ServerProcess;
import zabra.interop.wire.Frame;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;
import zabra.protocol.JuteReader;
import zabra.protocol.OpCode;
import zabra.protocol.Stat;

/**
 * Clients that watch and read while others write as fast as they can. An event is never behind what
 * it announces: not behind a reply that shows the new state, and not behind a reply whose header
 * names its zxid or a later one, because a client that reconnects asks only for what came after the
 * last zxid it saw.
 */
final class WatchOrderTest {
    private static final int WATCHERS = 3;
    private static final int WRITERS = 2;
    private static final int WRITES = 4000;
    private static final int BURST = 20;

    @TempDir Path directory;

    @Test
    void eventsComeBeforeWhatTheyAnnounce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WATCHERS + WRITERS);
        try (ServerProcess server =
                ServerProcess.start(
                        ServerKind.underTest(), directory, ServerOptions.defaults().unsynced())) {
            try (RawClient client = RawClient.connect(server.port(), 60_000)) {
                for (int i = 0; i < WRITERS; i++) {
                    client.succeed(Request.create("/w" + i, new byte[4], 0));
                }
                client.closeSession();
            }
            List<RawClient> watching = new ArrayList<>();
            for (int i = 0; i < WATCHERS; i++) {
                RawClient client = RawClient.connect(server.port(), 60_000);
                client.succeed(Request.watches(OpCode.ADD_WATCH, "/", 1));
                watching.add(client);
            }
            List<Future<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String path = "/w" + i;
                tasks.add(threads.submit(writer(server.port(), path)));
            }
            for (RawClient client : watching) {
                tasks.add(threads.submit(watcher(client)));
            }
            for (Future<Void> task : tasks) {
                task.get(120, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Void> writer(int port, String path) {
        return () -> {
            try (RawClient client = RawClient.connect(port, 60_000)) {
                for (int n = 1; n <= WRITES; n++) {
                    byte[] data = ByteBuffer.allocate(4).putInt(n).array();
                    client.succeed(Request.setData(path, data, -1));
                }
                client.closeSession();
            }
            return null;
        };
    }

    private static Callable<Void> watcher(RawClient client) {
        return () -> {
            try (client) {
                Seen seen = new Seen();
                while (seen.events < WRITERS * WRITES) {
                    burst(client, seen);
                }
                assertThat(seen.events).isEqualTo(WRITERS * WRITES);
                client.closeSession();
            }
            return null;
        };
    }

    private static final class Seen {
        int events;
        long eventZxid;
        long headerZxid;
    }

    private static void burst(RawClient client, Seen seen) throws IOException {
        for (int i = 0; i < BURST; i++) {
            client.enqueue(
                    i == BURST / 2
                            ? Request.empty(OpCode.PING)
                            : Request.read(OpCode.GET_DATA, "/w" + i % WRITERS, false));
        }
        client.flush();
        for (int replies = 0; replies < BURST; ) {
            Frame frame = client.read();
            if (frame.isEvent()) {
                assertThat(frame.zxid())
                        .as("an event's zxid, after the event before it")
                        .isGreaterThan(seen.eventZxid);
                assertThat(frame.zxid())
                        .as("an event's zxid, after the replies before it")
                        .isGreaterThan(seen.headerZxid);
                seen.eventZxid = frame.zxid();
                seen.events++;
                continue;
            }
            replies++;
            assertThat(frame.err()).isZero();
            seen.headerZxid = Math.max(seen.headerZxid, frame.zxid());
            if (frame.body().length > 0) {
                JuteReader in = frame.reader();
                in.readBuffer();
                Stat stat = Stat.read(in);
                if (stat.version() > 0) {
                    assertThat(stat.mzxid())
                            .as("the mzxid of what was read, with its event seen")
                            .isLessThanOrEqualTo(seen.eventZxid);
                }
            }
        }
    }
}
