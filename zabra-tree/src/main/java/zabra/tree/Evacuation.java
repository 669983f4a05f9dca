package zabra.tree;

/**
 * Moves what lives in chunks that are mostly garbage, a little with every transaction, so that no
 * transaction waits for it. A znode does not know who refers to it: the tables of all directories
 * are looked through, for a few chunks at a time.
 *
 * <p>The tree changes in between. A reference that is missed for that, because its table split or
 * took another number meanwhile, keeps its chunk from being dropped, no more; the next round finds
 * it.
 */
final class Evacuation {
    /** How many slots a step looks at, about. */
    private static final int STEP_SLOTS = 256;

    /** To reach a directory takes as long as so many slots. */
    private static final int DIRECTORY_COST = 16;

    /** To move a znode takes as long as so many slots. */
    private static final int MOVE_COST = 32;

    private final ZnodeMemory memory;
    private final Directories directories;
    private final long[] rootSlot;
    private boolean running;
    private int next;

    /** Of a directory in segments: the first hash not looked at, 0 … 2^32. */
    private long nextHash;

    Evacuation(ZnodeMemory memory, Directories directories, long[] rootSlot) {
        this.memory = memory;
        this.directories = directories;
        this.rootSlot = rootSlot;
    }

    /** Goes on, or begins where there is enough to gain. */
    void step() {
        if (!running) {
            if (!memory.space.isSparse()) {
                return;
            }
            memory.space.beginEvacuation();
            running = true;
            next = 1;
            nextHash = 0;
            moveAll(rootSlot);
        }
        int rest = STEP_SLOTS;
        while (rest > 0 && running) {
            if (next >= directories.limit()) {
                memory.space.endEvacuation();
                running = false;
            } else {
                rest -= DIRECTORY_COST + visit(next);
            }
        }
    }

    /** Looks through one table; says what that cost. */
    private int visit(int number) {
        Directory directory = directories.get(number);
        long[] slots = directory == null ? null : directory.slotsAt(nextHash);
        if (slots == null) {
            next++;
            nextHash = 0;
            return 0;
        }
        int cost = slots.length;
        if (hasEvacuated(slots)) {
            Directory own = directories.own(number);
            cost += moveAll(own.ownSlots((int) nextHash));
        }
        nextHash = directory.hashAfter(nextHash);
        return cost;
    }

    private boolean hasEvacuated(long[] slots) {
        for (long slot : slots) {
            if (slot != 0 && memory.space.isEvacuated(Slots.ref(slot))) {
                return true;
            }
        }
        return false;
    }

    private int moveAll(long[] slots) {
        int cost = 0;
        for (int i = 0; i < slots.length; i++) {
            long slot = slots[i];
            if (slot != 0 && memory.space.isEvacuated(Slots.ref(slot))) {
                slots[i] = Slots.moved(slot, memory.move(Slots.ref(slot)));
                cost += MOVE_COST;
            }
        }
        return cost;
    }
}
