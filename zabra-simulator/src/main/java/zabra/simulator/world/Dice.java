package zabra.simulator.world;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * All chance of a simulation comes from one seed. Each part has dice of its own, by name, so that a
 * part that throws once more does not change the luck of all others.
 */
public final class Dice implements RandomGenerator {
    private final long seed;
    private final SplittableRandom random;

    public Dice(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** The dice of this name: always the same from one seed, whatever was thrown here. */
    public Dice named(String name) {
        long mixed = seed;
        for (int i = 0; i < name.length(); i++) {
            mixed = (mixed ^ name.charAt(i)) * 0x9e37_79b9_7f4a_7c15L;
            mixed ^= mixed >>> 29;
        }
        return new Dice(mixed);
    }

    @Override
    public long nextLong() {
        return random.nextLong();
    }

    /** True once in {@code times} throws, on average. */
    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** From {@code least} to {@code most}, both included. */
    public long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    /** From {@code least} to {@code most}, both included. */
    public int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    public <T> T pick(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }
}
