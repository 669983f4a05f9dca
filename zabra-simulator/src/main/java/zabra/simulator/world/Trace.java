package zabra.simulator.world;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/**
 * What happened, line by line, and a hash of all of it: two runs of one seed have the same. The
 * last lines are kept for whoever must explain a failure.
 */
public final class Trace {
    private static final int TAIL = 400;
    private static final long PRIME = 0x0000_0100_0000_01b3L;

    private final VirtualTime time;
    private final Consumer<String> sink;
    private final ArrayDeque<String> tail = new ArrayDeque<>(TAIL);
    private long hash = 0xcbf2_9ce4_8422_2325L;
    private long lines;

    /**
     * @param sink gets every line; null for none
     */
    public Trace(VirtualTime time, Consumer<String> sink) {
        this.time = time;
        this.sink = sink;
    }

    public void line(String who, String what) {
        String line = seconds(time.nowMicros()) + " " + who + " " + what;
        for (int i = 0; i < line.length(); i++) {
            hash = (hash ^ line.charAt(i)) * PRIME;
        }
        lines++;
        if (tail.size() == TAIL) {
            tail.removeFirst();
        }
        tail.addLast(line);
        if (sink != null) {
            sink.accept(line);
        }
    }

    private static String seconds(long micros) {
        String digits = Long.toString(1_000_000 + micros % 1_000_000).substring(1);
        return micros / 1_000_000 + "." + digits;
    }

    public long hash() {
        return hash;
    }

    public long lines() {
        return lines;
    }

    /** The last lines, oldest first. */
    public List<String> tail() {
        return List.copyOf(tail);
    }
}
