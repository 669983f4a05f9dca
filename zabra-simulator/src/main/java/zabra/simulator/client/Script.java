package zabra.simulator.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.JuteWriter;
import zabra.protocol.MultiHeader;
import zabra.protocol.OpCode;
import zabra.simulator.world.Dice;

/**
 * What clients ask for: changes and reads of few znodes, so that they meet, with values that no two
 * writes have in common.
 */
final class Script {
    /** Parents that every client makes sure of and nobody deletes. */
    static final List<String> PARENTS = List.of("/data", "/queue", "/members");

    private static final int PERSISTENT = 0;
    private static final int EPHEMERAL = 1;
    private static final int SEQUENTIAL = 2;
    private static final int EPHEMERAL_SEQUENTIAL = 3;
    private static final int ZNODES = 6;
    private static final int ANY_VERSION = -1;

    private final String client;
    private final Dice dice;
    private long writes;

    /**
     * @param watch whether it leaves a watch
     * @param data what it writes; null where it writes nothing
     * @param body the request's record
     */
    record Request(OpCode op, String path, boolean watch, byte[] data, byte[] body) {}

    Script(String client, Dice dice) {
        this.client = client;
        this.dice = dice;
    }

    private byte[] value() {
        byte[] text = (client + "-" + writes++).getBytes(StandardCharsets.UTF_8);
        // Some fill more than a sector of a disk.
        return dice.oneIn(8) ? java.util.Arrays.copyOf(text, dice.between(100, 1500)) : text;
    }

    private String znode() {
        return "/data/" + dice.between(0, ZNODES - 1);
    }

    Request next() {
        return switch (dice.between(0, 19)) {
            case 0, 1, 2, 3, 4 -> setData(znode());
            case 5, 6 -> create(znode(), PERSISTENT);
            case 7 -> delete(znode());
            case 8, 9 -> create("/queue/n-", SEQUENTIAL);
            case 10 -> create("/members/" + client, EPHEMERAL);
            case 11 -> create("/members/m-", EPHEMERAL_SEQUENTIAL);
            case 12 -> multi();
            case 13, 14, 15 -> read(OpCode.GET_DATA, znode());
            case 16 -> read(OpCode.EXISTS, znode());
            case 17 -> read(OpCode.GET_CHILDREN2, dice.oneIn(2) ? "/members" : "/data");
            case 18 -> sync(znode());
            default -> read(OpCode.EXISTS, "/members/" + client);
        };
    }

    Request createParent(String path) {
        return create(path, PERSISTENT);
    }

    Request setData(String path) {
        byte[] data = value();
        return new Request(
                OpCode.SET_DATA,
                path,
                false,
                data,
                new JuteWriter()
                        .writeString(path)
                        .writeBuffer(data)
                        .writeInt(ANY_VERSION)
                        .toByteArray());
    }

    private Request create(String path, int mode) {
        byte[] data = value();
        return new Request(OpCode.CREATE2, path, false, data, createBody(path, data, mode));
    }

    private static byte[] createBody(String path, byte[] data, int mode) {
        JuteWriter out = new JuteWriter().writeString(path).writeBuffer(data);
        Acl.writeList(out, Acl.OPEN);
        return out.writeInt(mode).toByteArray();
    }

    private static Request delete(String path) {
        return new Request(
                OpCode.DELETE,
                path,
                false,
                null,
                new JuteWriter().writeString(path).writeInt(ANY_VERSION).toByteArray());
    }

    private Request multi() {
        String path = znode();
        JuteWriter out = new JuteWriter();
        byte[] data = value();
        new MultiHeader(OpCode.SET_DATA.code(), false, -1).write(out);
        out.writeString(path).writeBuffer(data).writeInt(ANY_VERSION);
        new MultiHeader(OpCode.CREATE2.code(), false, -1).write(out);
        byte[] create = createBody("/queue/n-", data, SEQUENTIAL);
        out.writeBytes(create, 0, create.length);
        if (dice.oneIn(3)) {
            new MultiHeader(OpCode.CHECK.code(), false, -1).write(out);
            out.writeString(path).writeInt(dice.between(0, 20));
        }
        MultiHeader.END.write(out);
        return new Request(OpCode.MULTI, path, false, data, out.toByteArray());
    }

    private Request read(OpCode op, String path) {
        boolean watch = dice.oneIn(2);
        return new Request(
                op,
                path,
                watch,
                null,
                new JuteWriter().writeString(path).writeBoolean(watch).toByteArray());
    }

    private static Request sync(String path) {
        return new Request(
                OpCode.SYNC, path, false, null, new JuteWriter().writeString(path).toByteArray());
    }
}
