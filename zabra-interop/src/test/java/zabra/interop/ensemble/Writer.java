package zabra.interop.ensemble;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import zabra.interop.wire.Frame;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;
import zabra.protocol.JuteReader;
import zabra.protocol.OpCode;
import zabra.protocol.Stat;

/**
 * Sets and reads registers that all writers share, under watches; creates znodes of its own and
 * numbered ones beside others'. Holds one ephemeral znode all the time.
 */
final class Writer extends Client {
    static final int REGISTERS = 8;

    private static final int SEQUENTIAL = 2;
    private static final int EPHEMERAL = 1;
    private static final int SET_WATCHES_XID = -8;

    private final History history;
    private final Map<String, Long> watched = new HashMap<>();
    private final Map<String, Long> lastRead = new HashMap<>();
    private int serial;

    Writer(String name, List<Integer> ports, History history) {
        super(name, ports);
        this.history = history;
    }

    /** Creates what writers need. */
    static void prepare(RawClient client, List<String> names) throws IOException {
        for (String path : List.of("/registers", "/sequence", "/ephemerals", "/own")) {
            client.succeed(Request.create(path, null, 0));
        }
        for (int register = 0; register < REGISTERS; register++) {
            client.succeed(Request.create(register(register), null, 0));
        }
        for (String name : names) {
            client.succeed(Request.create("/own/" + name, null, 0));
        }
    }

    private static String register(int number) {
        return "/registers/r" + number;
    }

    private String ephemeral() {
        return "/ephemerals/held-by-" + name();
    }

    @Override
    void begin(RawClient client, boolean fresh) throws IOException {
        if (!watched.isEmpty()) {
            Request again =
                    Request.setWatches(
                            OpCode.SET_WATCHES,
                            lastZxid(),
                            List.of(new ArrayList<>(watched.keySet()), List.of(), List.of()));
            client.enqueue(SET_WATCHES_XID, again);
            client.flush();
            seen(client.awaitReply(SET_WATCHES_XID), again);
            events(client);
        }
        Request create = Request.create(ephemeral(), null, EPHEMERAL);
        int err = call(client, create).err();
        // It may have been created by a request whose reply never came.
        if (err != 0 && err != NODE_EXISTS) {
            throw new AssertionError(create + " answered " + err);
        }
        if (call(client, Request.read(OpCode.EXISTS, ephemeral(), false)).err() != 0) {
            throw new AssertionError("its ephemeral znode is gone while its session lives");
        }
    }

    private static final int NODE_EXISTS = -110;

    @Override
    void work(RawClient client) throws IOException {
        int dice = random().nextInt(100);
        if (dice < 45) {
            set(client);
        } else if (dice < 75) {
            read(client);
        } else if (dice < 90) {
            create(client, History.Kind.CREATE, "/own/" + name() + "/n" + serial, 0);
        } else {
            create(client, History.Kind.SEQUENCE, "/sequence/s-", SEQUENTIAL);
        }
        count();
    }

    private void set(RawClient client) throws IOException {
        String path = register(random().nextInt(REGISTERS));
        Reply reply =
                write(client, History.Kind.SET, path, value -> Request.setData(path, value, -1));
        Stat stat = Stat.read(reply.frame().reader());
        if (stat.mzxid() != reply.frame().zxid()) {
            throw new AssertionError(
                    "set at 0x" + Long.toHexString(reply.frame().zxid()) + ": " + stat);
        }
        history.add(reply.write(path, stat.version()));
        shown(path, stat);
    }

    private void create(RawClient client, History.Kind kind, String path, int flags)
            throws IOException {
        Reply reply = write(client, kind, path, value -> Request.create(path, value, flags));
        String created = reply.frame().reader().readString();
        int number =
                kind == History.Kind.SEQUENCE
                        ? Integer.parseInt(created.substring(created.length() - 10))
                        : 0;
        history.add(reply.write(created, number));
    }

    /** A reply, and the write it belongs to. */
    private record Reply(History.Kind kind, String value, Frame frame, long began, long ended) {
        History.Write write(String path, int version) {
            return new History.Write(kind, path, value, frame.zxid(), version, began, ended);
        }
    }

    private interface Encoder {
        Request encode(byte[] value);
    }

    private Reply write(RawClient client, History.Kind kind, String path, Encoder encoder)
            throws IOException {
        String value = name() + "-" + serial++;
        Request request = encoder.encode(value.getBytes(StandardCharsets.UTF_8));
        long began = System.nanoTime();
        Frame frame;
        try {
            frame = call(client, request);
        } catch (IOException e) {
            history.add(new History.Write(kind, path, value, 0, 0, began, Long.MAX_VALUE));
            throw e;
        }
        long ended = System.nanoTime();
        events(client);
        if (frame.err() != 0) {
            throw new AssertionError(request + " answered " + frame.err());
        }
        return new Reply(kind, value, frame, began, ended);
    }

    private void read(RawClient client) throws IOException {
        String path = register(random().nextInt(REGISTERS));
        boolean watch = random().nextBoolean();
        Request request = Request.read(OpCode.GET_DATA, path, watch);
        long began = System.nanoTime();
        Frame frame = call(client, request);
        long ended = System.nanoTime();
        events(client);
        if (frame.err() != 0) {
            throw new AssertionError(request + " answered " + frame.err());
        }
        JuteReader body = frame.reader();
        byte[] data = body.readBuffer();
        Stat stat = Stat.read(body);
        shown(path, stat);
        if (watch) {
            watched.put(path, stat.mzxid());
        }
        String value = data == null ? "" : new String(data, StandardCharsets.UTF_8);
        history.add(new History.Read(path, value, stat.mzxid(), stat.version(), began, ended));
    }

    /** A state was seen: it is no older than before, and its watch has fired if it had one. */
    private void shown(String path, Stat stat) {
        Long before = lastRead.put(path, stat.mzxid());
        if (before != null && stat.mzxid() < before) {
            throw new AssertionError(
                    path + " is " + stat + " after mzxid 0x" + Long.toHexString(before));
        }
        Long since = watched.get(path);
        if (since != null && stat.mzxid() > since) {
            throw new AssertionError(
                    path
                            + " is "
                            + stat
                            + ", its watch of 0x"
                            + Long.toHexString(since)
                            + " has not fired");
        }
    }

    private void events(RawClient client) {
        for (Frame event : client.events()) {
            JuteReader body = event.reader();
            body.readInt();
            body.readInt();
            watched.remove(body.readString());
        }
    }
}
