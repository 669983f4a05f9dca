package zabra.interop.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import zabra.interop.wire.Frame;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;
import zabra.protocol.OpCode;

/** Reads counters while others write: what it has seen never goes back, also over a crash. */
final class Onlooker extends Worker {
    private final List<String> paths;
    private final Map<String, Integer> seen = new HashMap<>();

    Onlooker(IntSupplier port, List<String> paths) {
        super(port);
        this.paths = paths;
    }

    @Override
    void work(RawClient client) throws IOException {
        check(client);
    }

    @Override
    void check(RawClient client) throws IOException {
        for (String path : paths) {
            Frame answer = client.call(Request.read(OpCode.GET_DATA, path, false));
            if (answer.err() != 0) {
                throw new AssertionError(path + " answers " + answer.err());
            }
            int value = ByteBuffer.wrap(answer.reader().readBuffer()).getInt();
            int before = seen.getOrDefault(path, 0);
            if (value < before) {
                throw new AssertionError(path + " went back from " + before + " to " + value);
            }
            seen.put(path, value);
            acknowledge();
        }
    }
}
