package zabra.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A cursor over big-endian jute bytes in an array. Every read is checked against the limit and
 * throws {@link MarshallingException}; nothing is allocated before its length was checked. Not
 * thread-safe; reusable by {@link #wrap}.
 */
public final class JuteReader {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] EMPTY = new byte[0];

    /** The least any element of a vector takes: a string's length. */
    private static final int ELEMENT_MIN = 4;

    private byte[] bytes = EMPTY;
    private int position;
    private int limit;

    /** A reader of nothing; {@link #wrap} it. */
    public JuteReader() {}

    public JuteReader(byte[] bytes) {
        wrap(bytes, 0, bytes.length);
    }

    /**
     * Now reads {@code length} bytes of {@code bytes} from {@code offset}.
     *
     * @throws IndexOutOfBoundsException where they are not all inside the array
     */
    public JuteReader wrap(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        this.bytes = bytes;
        this.position = offset;
        this.limit = offset + length;
        return this;
    }

    /** The array under the cursor, to be read only between {@link #position} and the limit. */
    public byte[] array() {
        return bytes;
    }

    public int position() {
        return position;
    }

    public int remaining() {
        return limit - position;
    }

    private void need(int count) {
        if (limit - position < count) {
            throw new MarshallingException(
                    "record ends early: needs " + count + " bytes, has " + (limit - position));
        }
    }

    /** Passes over {@code count} bytes, {@code count >= 0}. */
    public void skip(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("skip of " + count + " bytes");
        }
        need(count);
        position += count;
    }

    public byte readByte() {
        need(1);
        return bytes[position++];
    }

    /** Any non-zero byte is true. */
    public boolean readBoolean() {
        return readByte() != 0;
    }

    public int readInt() {
        need(4);
        int value = (int) INT.get(bytes, position);
        position += 4;
        return value;
    }

    /** The next int, left unread. */
    public int peekInt() {
        need(4);
        return (int) INT.get(bytes, position);
    }

    public long readLong() {
        need(8);
        long value = (long) LONG.get(bytes, position);
        position += 8;
        return value;
    }

    /**
     * Reads the length of a string or buffer: -1 (null) or 0 … remaining. The bytes themselves
     * follow at {@link #position}; read or {@link #skip} them.
     */
    public int readLength() {
        int length = readInt();
        if (length < -1 || length > limit - position) {
            throw new MarshallingException(
                    "length " + length + " of a field, with " + (limit - position) + " bytes left");
        }
        return length;
    }

    /** Null for length -1. */
    public byte[] readBuffer() {
        int length = readLength();
        if (length < 0) {
            return null;
        }
        byte[] value = new byte[length];
        System.arraycopy(bytes, position, value, 0, length);
        position += length;
        return value;
    }

    /** UTF-8, malformed input replaced by U+FFFD; null for length -1. */
    public String readString() {
        int length = readLength();
        if (length < 0) {
            return null;
        }
        if (length == 0) {
            return ""; // One object for all: a vector of empty strings stays as small as its bytes.
        }
        String value = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return value;
    }

    /**
     * The element count of a vector: -1 (null), or at least 0; other negative counts read as 0. No
     * element takes less than 4 bytes, so a count that more bytes than remain would be needed for
     * is refused before anything is made of it.
     */
    public int readCount() {
        int count = readInt();
        if (count > (limit - position) / ELEMENT_MIN) {
            throw new MarshallingException(
                    "vector of " + count + " with " + (limit - position) + " bytes left");
        }
        return count == -1 ? -1 : Math.max(count, 0);
    }

    /** A vector, each element read by {@code element}; null for count -1. */
    public <T> List<T> readVector(Function<JuteReader, T> element) {
        int count = readCount();
        if (count < 0) {
            return null;
        }
        // Not the count itself: it may promise many elements more than there are.
        List<T> values = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            values.add(element.apply(this));
        }
        return values;
    }

    /** A vector of strings; null for count -1; elements may be null. */
    public List<String> readStrings() {
        return readVector(JuteReader::readString);
    }
}
