package zabra.tree;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hash of a child's name: eight bytes at a time, each folded by a 128-bit product, so that
 * counters at the end of a name reach the high bits (which choose a segment) as well as the low
 * ones (which choose a slot).
 */
final class NameHash {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long K0 = 0xa0761d6478bd642fL;
    private static final long K1 = 0xe7037ed1a0b428dbL;

    private NameHash() {}

    static int of(long seed, byte[] bytes, int from, int to) {
        int length = to - from;
        long hash = seed ^ K0;
        int at = from;
        for (; to - at > 8; at += 8) {
            hash = fold(hash ^ (long) LONG.get(bytes, at), K1);
        }
        long tail;
        if (length >= 8) {
            // Overlaps what is already folded: cheaper than assembling the rest.
            tail = (long) LONG.get(bytes, to - 8);
        } else {
            tail = 0;
            for (; at < to; at++) {
                tail = tail << 8 | (bytes[at] & 0xff);
            }
        }
        hash = fold(hash ^ tail, K1 ^ length);
        return (int) (hash ^ hash >>> 32);
    }

    private static long fold(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b) ^ a * b;
    }
}
