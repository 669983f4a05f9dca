package zabra.interop.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;
import zabra.interop.wire.Frame;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;
import zabra.protocol.JuteReader;
import zabra.protocol.OpCode;
import zabra.protocol.Stat;

/** Counts a znode's value up with its version: it may never be behind what was acknowledged. */
final class Counter extends Worker {
    private final String path;
    private int value;
    private int attempted;

    Counter(IntSupplier port, String path) {
        super(port);
        this.path = path;
    }

    @Override
    void work(RawClient client) throws IOException {
        attempted = value + 1;
        Frame reply = client.call(Request.setData(path, bytes(attempted), value));
        if (reply.err() != 0) {
            throw new AssertionError("set to " + attempted + " answered " + reply.err());
        }
        value = attempted;
        acknowledge();
    }

    @Override
    void check(RawClient client) throws IOException {
        Frame answer = client.call(Request.read(OpCode.GET_DATA, path, false));
        if (answer.err() != 0) {
            throw new AssertionError(path + " answers " + answer.err());
        }
        JuteReader in = answer.reader();
        int found = ByteBuffer.wrap(in.readBuffer()).getInt();
        int version = Stat.read(in).version();
        if (found < value || found > Math.max(attempted, value) || version != found) {
            throw new AssertionError(
                    "%s is %d, version %d; acknowledged %d, attempted %d"
                            .formatted(path, found, version, value, attempted));
        }
        value = found;
    }

    static byte[] bytes(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }
}
