package zabra.interop.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntSupplier;
import zabra.interop.wire.Frame;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;
import zabra.protocol.OpCode;

/** Sets two znodes to the same value in one multi: they are always equal, and never behind. */
final class Pairs extends Worker {
    private final String left;
    private final String right;
    private int value;
    private int attempted;

    Pairs(IntSupplier port, String path) {
        super(port);
        this.left = path + "/left";
        this.right = path + "/right";
    }

    @Override
    void work(RawClient client) throws IOException {
        attempted = value + 1;
        byte[] data = Counter.bytes(attempted);
        Frame reply =
                client.call(
                        Request.multi(
                                OpCode.MULTI,
                                List.of(
                                        Request.setData(left, data, value),
                                        Request.setData(right, data, value))));
        if (reply.err() != 0 || reply.reader().readInt() != OpCode.SET_DATA.code()) {
            throw new AssertionError("multi to " + attempted + " failed");
        }
        value = attempted;
        acknowledge();
    }

    @Override
    void check(RawClient client) throws IOException {
        int first = read(client, left);
        int second = read(client, right);
        if (first != second || first < value || first > Math.max(attempted, value)) {
            throw new AssertionError(
                    "left %d, right %d; acknowledged %d, attempted %d"
                            .formatted(first, second, value, attempted));
        }
        value = first;
    }

    private static int read(RawClient client, String path) throws IOException {
        Frame answer = client.call(Request.read(OpCode.GET_DATA, path, false));
        if (answer.err() != 0) {
            throw new AssertionError(path + " answers " + answer.err());
        }
        return ByteBuffer.wrap(answer.reader().readBuffer()).getInt();
    }
}
