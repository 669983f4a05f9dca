package zabra.storage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Adler32;
import zabra.protocol.Zxid;

/** The fixed numbers and little pieces of the log's format; see the package's documentation. */
final class LogFormat {
    static final int MAGIC = 0x5A4B4C47;
    static final int VERSION = 2;

    /** Readers look at no dbid; ours tells that batch marks follow the batches of this file. */
    static final long DBID = 0x5A61_6272_6100_0001L;

    static final int HEADER_LENGTH = 16;

    /** crc and length before a payload. */
    static final int PREFIX_LENGTH = 12;

    static final byte END_OF_RECORD = 0x42;

    /** What a record has beside its payload. */
    static final int FRAME_LENGTH = PREFIX_LENGTH + 1;

    /** A transaction header alone: no payload is shorter. */
    static final int PAYLOAD_MIN = 32;

    private static final int ZXID_IN_PAYLOAD = 12;

    /** The unit that a disk writes whole or not at all. */
    static final int SECTOR = 512;

    /** A batch mark: zeros that end the data, then magic, start, end, checksum. */
    static final int MARK_LENGTH = PREFIX_LENGTH + 32;

    private static final long MARK_MAGIC = 0x7A61_6272_6145_4E44L;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private LogFormat() {}

    static int getInt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static long getLong(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static void putInt(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }

    static void putLong(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }

    static byte[] header() {
        byte[] header = new byte[HEADER_LENGTH];
        putInt(header, 0, MAGIC);
        putInt(header, 4, VERSION);
        putLong(header, 8, DBID);
        return header;
    }

    /** Of a file as the reference writes it: no marks between the batches. */
    static byte[] headerWithoutMarks() {
        byte[] header = header();
        putLong(header, 8, 0);
        return header;
    }

    /** The zxid in a payload of at least {@link #PAYLOAD_MIN} bytes. */
    static long zxid(byte[] bytes, int payloadOffset) {
        return getLong(bytes, payloadOffset + ZXID_IN_PAYLOAD);
    }

    static long adler(Adler32 adler, byte[] bytes, int offset, int length) {
        adler.reset();
        adler.update(bytes, offset, length);
        return adler.getValue();
    }

    /**
     * Whether {@code zxid} may follow {@code previous} in one history: the next counter, or the
     * first transaction of a higher epoch.
     */
    static boolean follows(long previous, long zxid) {
        return zxid == previous + 1
                || (Zxid.epoch(zxid) > Zxid.epoch(previous) && Zxid.counter(zxid) == 1);
    }

    /** Writes the mark of a batch that fills the file from {@code start} to {@code end}. */
    static void putMark(byte[] bytes, int at, long start, long end) {
        Arrays.fill(bytes, at, at + PREFIX_LENGTH, (byte) 0);
        int body = at + PREFIX_LENGTH;
        putLong(bytes, body, MARK_MAGIC);
        putLong(bytes, body + 8, start);
        putLong(bytes, body + 16, end);
        putLong(bytes, body + 24, markChecksum(bytes, body));
    }

    /** Whether a whole mark stands at {@code at}, the place of a batch's end. */
    static boolean isMark(byte[] bytes, int at, int limit) {
        int body = at + PREFIX_LENGTH;
        return limit - at >= MARK_LENGTH
                && getLong(bytes, body) == MARK_MAGIC
                && isZero(bytes, at, body)
                && getLong(bytes, body + 24) == markChecksum(bytes, body);
    }

    /** Where the batch of the mark at {@code at} begins in the file. */
    static long markBatchStart(byte[] bytes, int at) {
        return getLong(bytes, at + PREFIX_LENGTH + 8);
    }

    static long markBatchEnd(byte[] bytes, int at) {
        return getLong(bytes, at + PREFIX_LENGTH + 16);
    }

    private static long markChecksum(byte[] bytes, int body) {
        return adler(new Adler32(), bytes, body, 24);
    }

    static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the bytes could be what stood at a batch's place before it: an older mark's begin.
     */
    static boolean isMarkBegin(byte[] bytes, int at, int to) {
        int zeros = Math.min(to, at + PREFIX_LENGTH);
        if (!isZero(bytes, at, zeros)) {
            return false;
        }
        for (int i = zeros; i < Math.min(to, zeros + 8); i++) {
            if (bytes[i] != (byte) (MARK_MAGIC >>> (8 * (7 - (i - zeros))))) {
                return false;
            }
        }
        return true;
    }
}
