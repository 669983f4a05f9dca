package zabra.tree;

import java.util.Arrays;

/**
 * Gives znodes their places and takes them back: the writing side of {@link Chunks}.
 *
 * <p>Places are given one behind the other, and never again: what is freed counts as garbage of its
 * chunk until nothing there lives, and the whole array goes. So what an image shows stays, and who
 * still holds a slice of what is gone reads what it was. {@link Evacuation} moves what lives out of
 * chunks that are mostly garbage.
 *
 * <p>Invariants: {@code live} of a chunk is the sum of its places in use, in whole granules; a
 * chunk without any, but the current one, is dropped. What was placed before the last image is not
 * changed any more.
 */
final class ChunkSpace {
    private static final int FIRST_CHUNK = 16 << 10;

    /** Below so many chunks of garbage there is nothing to gain. */
    private static final int GARBAGE_CHUNKS_MIN = 4;

    /** One part in so many may be garbage. */
    private static final int GARBAGE_SHARE = 5;

    /**
     * One chunk in so many is emptied at a time: meanwhile what lives there takes twice the room.
     */
    private static final int EVACUATED_SHARE = 16;

    private static final int LEVELS = 64;

    private final ChunkLayout layout;
    private final int numbersMax;
    final Chunks chunks;

    // By chunk number.
    private int[] live = new int[4];
    private int[] generations = new int[4];
    private boolean[] evacuated = new boolean[4];

    private int numbers;
    private int[] freeNumbers = new int[4];
    private int freeCount;

    private int generation = 1;

    /** Where places are given, -1 before the first; and how far it is full. */
    private int current = -1;

    private int top;

    /** A full chunk's array that nobody needs any more, or null: it need not be cleared again. */
    private byte[] spare;

    private long capacity;
    private long liveBytes;

    ChunkSpace(ChunkLayout layout) {
        this(layout, 1 << (Integer.SIZE - layout.granuleBits()));
    }

    /**
     * @param numbersMax how many chunks there may be at a time
     */
    ChunkSpace(ChunkLayout layout, int numbersMax) {
        this.layout = layout;
        this.numbersMax = numbersMax;
        chunks = new Chunks(layout);
    }

    /** A place for so many bytes, which hold anything. */
    int allocate(int bytes) {
        int rounded = chunks.rounded(bytes);
        if (rounded > layout.sharedMax() && mayHaveItsOwn(rounded)) {
            int number = open(new byte[rounded]);
            return take(number, 0, rounded);
        }
        if (current < 0 || top + rounded > chunks.arrays[current].length) {
            leaveCurrent();
            byte[] array = nextArray(rounded);
            current = open(array);
            // Reference 0 is none.
            top = current == 0 ? chunks.rounded(1) : 0;
        }
        int at = top;
        top += rounded;
        return take(current, at, rounded);
    }

    private int take(int number, int at, int rounded) {
        live[number] += rounded;
        liveBytes += rounded;
        return chunks.ref(number, at);
    }

    /** Gives back the last {@code bytes} of a place, or all of them. */
    void free(int ref, int bytes) {
        int number = chunks.number(ref);
        int rounded = chunks.rounded(bytes);
        live[number] -= rounded;
        liveBytes -= rounded;
        if (live[number] == 0 && number != current) {
            drop(number);
        }
    }

    /** Whether no image shows the place, so that its bytes may change. */
    boolean mayChange(int ref) {
        return generations[chunks.number(ref)] == generation;
    }

    /** What is placed until now is not changed any more. */
    Chunks image() {
        leaveCurrent();
        generation++;
        return chunks.frozen();
    }

    private void leaveCurrent() {
        if (current >= 0) {
            int left = current;
            current = -1;
            if (live[left] == 0) {
                drop(left);
            }
        }
    }

    private void drop(int number) {
        byte[] array = chunks.arrays[number];
        capacity -= array.length;
        chunks.arrays[number] = null;
        evacuated[number] = false;
        if (generations[number] == generation && array.length == layout.chunkBytes()) {
            spare = array;
        }
        // The first place of number 0 would be no reference.
        if (number != 0) {
            if (freeCount == freeNumbers.length) {
                freeNumbers = Arrays.copyOf(freeNumbers, freeCount * 2);
            }
            freeNumbers[freeCount++] = number;
        }
    }

    /** While numbers are plenty, or where there is no other way. */
    private boolean mayHaveItsOwn(int rounded) {
        return rounded > layout.chunkBytes() - layout.granuleBytes()
                || numbers - freeCount < numbersMax >> 1;
    }

    /** An array with room for so much; a small one while all is small. */
    private byte[] nextArray(int rounded) {
        int full = layout.chunkBytes();
        long wanted = Math.max(FIRST_CHUNK, Long.highestOneBit(liveBytes));
        if (wanted < full && rounded < wanted >> 1) {
            return new byte[(int) wanted];
        }
        byte[] array = spare == null ? new byte[full] : spare;
        spare = null;
        return array;
    }

    private int open(byte[] array) {
        int number;
        if (freeCount > 0) {
            number = freeNumbers[--freeCount];
        } else {
            number = numbers;
            if (number == numbersMax) {
                throw new IllegalStateException(
                        "the tree is full: " + number + " chunks, " + liveBytes + " bytes");
            }
            numbers++;
        }
        if (number >= live.length) {
            int length = number * 2;
            live = Arrays.copyOf(live, length);
            generations = Arrays.copyOf(generations, length);
            evacuated = Arrays.copyOf(evacuated, length);
            chunks.arrays = Arrays.copyOf(chunks.arrays, length);
        }
        chunks.arrays[number] = array;
        live[number] = 0;
        generations[number] = generation;
        capacity += array.length;
        return number;
    }

    long liveBytes() {
        return liveBytes;
    }

    /** What the arrays hold that is neither alive nor room for what comes next. */
    long garbage() {
        int room = current < 0 ? 0 : chunks.arrays[current].length - top;
        return capacity - room - liveBytes;
    }

    /** Whether there is so much garbage that moving what lives is worth it. */
    boolean isSparse() {
        return garbage()
                > Math.max(
                        (long) GARBAGE_CHUNKS_MIN * layout.chunkBytes(), capacity / GARBAGE_SHARE);
    }

    boolean isEvacuated(int ref) {
        return evacuated[chunks.number(ref)];
    }

    /** Chooses the chunks that are emptiest, a few. */
    void beginEvacuation() {
        int[] levels = new int[LEVELS + 1];
        int chosen = 0;
        for (int number = 0; number < numbers; number++) {
            if (mayEvacuate(number)) {
                levels[level(number)]++;
                chosen++;
            }
        }
        int rest = Math.max(GARBAGE_CHUNKS_MIN, chosen / EVACUATED_SHARE);
        int level = 0;
        while (level < LEVELS && rest > levels[level]) {
            rest -= levels[level++];
        }
        for (int number = 0; number < numbers; number++) {
            if (mayEvacuate(number)) {
                int own = level(number);
                evacuated[number] = own < level || (own == level && own < LEVELS && rest-- > 0);
            }
        }
    }

    /** What still lives in the chosen chunks stays there. */
    void endEvacuation() {
        Arrays.fill(evacuated, false);
    }

    private boolean mayEvacuate(int number) {
        return chunks.arrays[number] != null && number != current;
    }

    /** How full a chunk is of what lives: 0 … {@link #LEVELS}. */
    private int level(int number) {
        return (int) ((long) live[number] * LEVELS / chunks.arrays[number].length);
    }
}
