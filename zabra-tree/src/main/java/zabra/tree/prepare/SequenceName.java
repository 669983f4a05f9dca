package zabra.tree.prepare;

/** The numbers that sequential creates append to their paths. */
final class SequenceName {
    private static final int WIDTH = 10;

    private SequenceName() {}

    /** {@code path} and {@code number}, padded with zeros to ten characters, sign included. */
    static String of(String path, int number) {
        StringBuilder name = new StringBuilder(path.length() + WIDTH + 1).append(path);
        long magnitude = Math.abs((long) number);
        int digits = WIDTH;
        if (number < 0) {
            name.append('-');
            digits--;
        }
        long power = 1;
        for (int i = 1; i < digits; i++) {
            power *= 10;
        }
        // Ten digits hold every int; the sign of the smallest leaves nine, too few for it.
        while (magnitude / power >= 10) {
            power *= 10;
        }
        for (long rest = magnitude; power > 0; rest %= power, power /= 10) {
            name.append((char) ('0' + rest / power));
        }
        return name.toString();
    }
}
