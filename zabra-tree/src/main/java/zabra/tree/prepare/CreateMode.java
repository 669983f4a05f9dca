package zabra.tree.prepare;

/** The flags of a create: what kind of znode, and whether its name gets a number. */
final class CreateMode {
    private static final int EPHEMERAL = 1;
    private static final int PERSISTENT_SEQUENTIAL = 2;
    private static final int EPHEMERAL_SEQUENTIAL = 3;
    private static final int CONTAINER = 4;
    private static final int PERSISTENT_WITH_TTL = 5;
    private static final int PERSISTENT_SEQUENTIAL_WITH_TTL = 6;

    private CreateMode() {}

    static boolean isKnown(int flags) {
        return flags >= 0 && flags <= PERSISTENT_SEQUENTIAL_WITH_TTL;
    }

    static boolean isEphemeral(int flags) {
        return flags == EPHEMERAL || flags == EPHEMERAL_SEQUENTIAL;
    }

    static boolean isSequential(int flags) {
        return flags == PERSISTENT_SEQUENTIAL
                || flags == EPHEMERAL_SEQUENTIAL
                || flags == PERSISTENT_SEQUENTIAL_WITH_TTL;
    }

    static boolean isContainer(int flags) {
        return flags == CONTAINER;
    }

    static boolean isTtl(int flags) {
        return flags == PERSISTENT_WITH_TTL || flags == PERSISTENT_SEQUENTIAL_WITH_TTL;
    }
}
