package zabra.client;

/** Paths that nobody has: two generators may run at once, on one machine or on two. Any thread. */
public final class FreshPath {
    private static final long BITS = 0xff_ffff_ffffL;
    private static final int RADIX = 36;

    private FreshPath() {}

    /** {@code /word-…}, with the nanoseconds of the clock in it. */
    public static String of(String word) {
        return "/" + word + "-" + Long.toString(System.nanoTime() & BITS, RADIX);
    }
}
