package zabra.house.bad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Does what the deterministic modules may not. */
public final class Nondeterministic {
    private final HashMap<String, String> table = new HashMap<>();

    /** Reads a clock. */
    public long clock() {
        return System.nanoTime();
    }

    /** Draws without a seed. */
    public String random() {
        return UUID.randomUUID() + "-" + new Random().nextInt();
    }

    /** Draws from a seed, which is allowed. */
    public int seeded(long seed) {
        return new Random(seed).nextInt();
    }

    /** Starts a thread. */
    public void thread() {
        new Thread(table::clear).start();
    }

    /** Lets the hashes decide an order. */
    public List<String> order() {
        return new ArrayList<>(table.keySet());
    }

    /** Waits for others. */
    public synchronized int locked() {
        return table.size();
    }
}
