package zabra.interop.crash;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntSupplier;
import zabra.interop.wire.Frame;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;
import zabra.protocol.OpCode;

/**
 * Creates sequential znodes in bursts and deletes the oldest: no acknowledged one may be missing,
 * no number may come twice, none may be lower than one seen before.
 */
final class Sequences extends Worker {
    private static final int BURST = 16;
    private static final int KEPT = 400;
    private static final int SEQUENTIAL = 2;

    private final String parent;
    private final Deque<String> present = new ArrayDeque<>();
    private final Set<String> unsure = new HashSet<>();
    private int highest = -1;

    Sequences(IntSupplier port, String parent) {
        super(port);
        this.parent = parent;
    }

    @Override
    void work(RawClient client) throws IOException {
        int first = 0;
        for (int i = 0; i < BURST; i++) {
            int xid = client.enqueue(Request.create(parent + "/n-", new byte[100], SEQUENTIAL));
            first = i == 0 ? xid : first;
        }
        client.flush();
        for (int i = 0; i < BURST; i++) {
            Frame reply = client.awaitReply(first + i);
            if (reply.err() != 0) {
                throw new AssertionError("create answered " + reply.err());
            }
            created(reply.reader().readString());
        }
        while (present.size() > KEPT) {
            String oldest = present.removeFirst();
            unsure.add(oldest);
            if (client.call(Request.delete(oldest, -1)).err() != 0) {
                throw new AssertionError("an acknowledged node was not there: " + oldest);
            }
            unsure.remove(oldest);
            acknowledge();
        }
    }

    private void created(String path) {
        int number = Integer.parseInt(path.substring(path.length() - 10));
        if (number <= highest) {
            throw new AssertionError(path + " after number " + highest);
        }
        highest = number;
        present.addLast(path);
        acknowledge();
    }

    @Override
    void check(RawClient client) throws IOException {
        Frame answer = client.call(Request.read(OpCode.GET_CHILDREN, parent, false));
        if (answer.err() != 0) {
            throw new AssertionError(parent + " answers " + answer.err());
        }
        Set<String> found = new HashSet<>();
        for (String name : answer.reader().readStrings()) {
            found.add(parent + "/" + name);
        }
        for (String path : present) {
            if (!found.contains(path)) {
                throw new AssertionError("an acknowledged node is lost: " + path);
            }
        }
        // What was under way when the server died may be there or not, but from now on it is.
        for (String path : found) {
            highest = Math.max(highest, Integer.parseInt(path.substring(path.length() - 10)));
            if (!present.contains(path)) {
                unsure.add(path);
            }
        }
        for (String path : unsure) {
            int err = client.call(Request.delete(path, -1)).err();
            if ((err == 0) != found.contains(path)) {
                throw new AssertionError(path + " was listed or not, and delete says " + err);
            }
        }
        unsure.clear();
    }
}
