package zabra.protocol;

import java.util.List;

/**
 * What a client that reconnected asks to be told of again: setWatches and setWatches2.
 *
 * @param relativeZxid the last transaction the client knows of
 * @param persistent empty in a setWatches
 * @param persistentRecursive empty in a setWatches
 */
public record SetWatches(
        long relativeZxid,
        List<String> data,
        List<String> exist,
        List<String> child,
        List<String> persistent,
        List<String> persistentRecursive) {

    /** As {@code op} has it: {@link OpCode#SET_WATCHES} or {@link OpCode#SET_WATCHES2}. */
    public void write(JuteWriter out, OpCode op) {
        out.writeLong(relativeZxid).writeStrings(data).writeStrings(exist).writeStrings(child);
        if (hasPersistent(op)) {
            out.writeStrings(persistent).writeStrings(persistentRecursive);
        }
    }

    /** As {@code op} has it; a list or a path that is null is refused. */
    public static SetWatches read(JuteReader in, OpCode op) {
        return new SetWatches(
                in.readLong(),
                readPaths(in),
                readPaths(in),
                readPaths(in),
                hasPersistent(op) ? readPaths(in) : List.of(),
                hasPersistent(op) ? readPaths(in) : List.of());
    }

    private static boolean hasPersistent(OpCode op) {
        return switch (op) {
            case SET_WATCHES -> false;
            case SET_WATCHES2 -> true;
            default -> throw new IllegalArgumentException(op + " sets no watches");
        };
    }

    private static List<String> readPaths(JuteReader in) {
        List<String> paths = in.readStrings();
        if (paths == null || paths.contains(null)) {
            throw new MarshallingException("null in setWatches");
        }
        return paths;
    }
}
