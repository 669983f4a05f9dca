package zabra.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Appends big-endian jute bytes to a growing array. Not thread-safe; reusable by {@link #clear}.
 * Frames are written by {@link #beginFrame} … {@link #endFrame}.
 */
public final class JuteWriter {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** The largest array that every JVM makes. */
    private static final int ARRAY_MAX = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int position;

    public JuteWriter() {
        this(256);
    }

    public JuteWriter(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    /** The array written so far, valid from 0 to {@link #position}, until the next write. */
    public byte[] array() {
        return bytes;
    }

    public int position() {
        return position;
    }

    /** Forgets what was written; keeps the array. */
    public void clear() {
        position = 0;
    }

    /** Takes back all that was written after {@code mark}, an earlier {@link #position}. */
    public void truncate(int mark) {
        if (mark < 0 || mark > position) {
            throw new IllegalArgumentException("mark " + mark + " outside 0.." + position);
        }
        position = mark;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, position);
    }

    private void room(int count) {
        if (bytes.length - position < count) {
            grow((long) position + count);
        }
    }

    private void grow(long needed) {
        if (needed > ARRAY_MAX) {
            throw new MarshallingException("record larger than an array can be");
        }
        long wanted = Math.max(bytes.length * 2L, needed);
        bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, ARRAY_MAX));
    }

    public JuteWriter writeByte(int value) {
        room(1);
        bytes[position++] = (byte) value;
        return this;
    }

    public JuteWriter writeBoolean(boolean value) {
        return writeByte(value ? 1 : 0);
    }

    public JuteWriter writeInt(int value) {
        room(4);
        INT.set(bytes, position, value);
        position += 4;
        return this;
    }

    public JuteWriter writeLong(long value) {
        room(8);
        LONG.set(bytes, position, value);
        position += 8;
        return this;
    }

    /** Raw bytes without a length. */
    public JuteWriter writeBytes(byte[] source, int offset, int length) {
        room(length);
        System.arraycopy(source, offset, bytes, position, length);
        position += length;
        return this;
    }

    /** Length and bytes; null as -1. */
    public JuteWriter writeBuffer(byte[] value) {
        return value == null ? writeInt(-1) : writeBuffer(value, 0, value.length);
    }

    /** Length and bytes of a slice. */
    public JuteWriter writeBuffer(byte[] value, int offset, int length) {
        writeInt(length);
        return writeBytes(value, offset, length);
    }

    /**
     * Length and UTF-8; null as -1. Each UTF-16 unit is encoded for itself, so a supplementary
     * character goes out as two three-byte surrogates, as ZooKeeper sends it (it can only stand in
     * ACL ids and user names).
     */
    public JuteWriter writeString(String value) {
        if (value == null) {
            return writeInt(-1);
        }
        int length = utf8Length(value);
        writeInt(length);
        room(length);
        int at = position;
        if (length == value.length()) {
            for (int i = 0; i < length; i++) {
                bytes[at++] = (byte) value.charAt(i);
            }
        } else {
            for (int i = 0; i < value.length(); i++) {
                at = encode(value.charAt(i), at);
            }
        }
        position = at;
        return this;
    }

    private static int utf8Length(String value) {
        long length = value.length();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                length += c < 0x800 ? 1 : 2;
            }
        }
        if (length > ARRAY_MAX) {
            throw new MarshallingException("string larger than an array can be");
        }
        return (int) length;
    }

    /** Puts one UTF-16 unit at {@code at}, where there is room; returns the end. */
    private int encode(char c, int at) {
        if (c < 0x80) {
            bytes[at] = (byte) c;
            return at + 1;
        }
        if (c < 0x800) {
            bytes[at] = (byte) (0xc0 | (c >> 6));
            bytes[at + 1] = (byte) (0x80 | (c & 0x3f));
            return at + 2;
        }
        bytes[at] = (byte) (0xe0 | (c >> 12));
        bytes[at + 1] = (byte) (0x80 | ((c >> 6) & 0x3f));
        bytes[at + 2] = (byte) (0x80 | (c & 0x3f));
        return at + 3;
    }

    /** A vector of strings; null as -1. */
    public JuteWriter writeStrings(List<String> values) {
        if (values == null) {
            return writeInt(-1);
        }
        writeInt(values.size());
        for (String value : values) {
            writeString(value);
        }
        return this;
    }

    /** Overwrites four bytes already written. */
    public void patchInt(int at, int value) {
        if (at < 0 || at + 4 > position) {
            throw new IllegalArgumentException("patch at " + at + " outside 0.." + position);
        }
        INT.set(bytes, at, value);
    }

    /** Starts a length-prefixed frame; hand the result to {@link #endFrame}. */
    public int beginFrame() {
        int mark = position;
        writeInt(0);
        return mark;
    }

    /** Ends the frame that {@link #beginFrame} started: its length is what was written since. */
    public void endFrame(int mark) {
        patchInt(mark, position - mark - 4);
    }
}
