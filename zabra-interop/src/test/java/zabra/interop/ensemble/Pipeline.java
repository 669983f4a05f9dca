package zabra.interop.ensemble;

import java.io.IOException;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;

/** Many requests of one client, a few hundred under way at a time; all must succeed. */
final class Pipeline implements AutoCloseable {
    private static final int UNDER_WAY = 512;
    private static final int STEP = 128;

    private final RawClient client;
    private int queued;
    private int sent;
    private int first;
    private int last;

    /** The client's own requests must all be answered before and after. */
    Pipeline(RawClient client) {
        this.client = client;
    }

    void add(Request request) throws IOException {
        last = client.enqueue(request);
        if (first == 0) {
            first = last;
        }
        if (++queued == STEP) {
            send();
        }
    }

    private void send() throws IOException {
        client.flush();
        sent += queued;
        queued = 0;
        if (sent >= UNDER_WAY) {
            await(STEP);
        }
    }

    private void await(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            int err = client.awaitReply(first).err();
            if (err != 0) {
                throw new IOException("request " + first + " answered " + err);
            }
            first++;
            sent--;
        }
    }

    /** Waits for all replies; the client stays open. */
    @Override
    public void close() throws IOException {
        send();
        await(sent);
    }
}
