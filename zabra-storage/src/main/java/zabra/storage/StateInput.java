package zabra.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.zip.Adler32;
import zabra.protocol.Acl;
import zabra.protocol.Id;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * Reads the pieces of a state from their bytes, the part that snapshot files and the stream between
 * servers share, checking every length. One thread; one state per input.
 *
 * <p>Memory is bounded by the largest piece that really arrives, whatever lengths are claimed.
 */
final class StateInput {
    /**
     * Where the bytes come from.
     *
     * @param in blocks until there is something
     * @param exact whether nothing may be read beyond what is asked for
     * @param sizeMax bytes that can come; only an upper bound
     * @param pieceMax a larger znode is refused
     * @param damaged makes the exception from what is wrong and where
     */
    record Source(
            InputStream in,
            boolean exact,
            long sizeMax,
            int pieceMax,
            Function<String, RuntimeException> damaged) {}

    private static final int BUFFER_START = 128 << 10;

    private final InputStream in;
    private final boolean exact;
    private final long sizeMax;
    private final int pieceMax;
    private final Function<String, RuntimeException> damaged;

    /** Of all bytes taken; null where nobody asks for it. */
    private final Adler32 adler;

    private byte[] buffer = new byte[BUFFER_START];
    private int position;
    private int limit;

    /** Up to where the buffer went into the checksum. */
    private int summed;

    /** The stream's offset of {@code buffer[0]}. */
    private long base;

    private int sessionCount;
    private long znodeCount;

    StateInput(Source source, Adler32 adler) {
        in = source.in();
        exact = source.exact();
        sizeMax = source.sizeMax();
        pieceMax = source.pieceMax();
        damaged = source.damaged();
        this.adler = adler;
    }

    /** Reads the whole state up to its znodes' end; does not tell the visitor of the end. */
    void readState(StateVisitor visitor) throws IOException {
        readSessionsAndAcls(visitor);
        readZnodes(visitor);
    }

    /** Takes a string that must be this one. */
    void expect(String signature) throws IOException {
        byte[] expected = signature.getBytes(StandardCharsets.UTF_8);
        if (getInt() != expected.length) {
            throw damaged("no " + signature + " after the znodes");
        }
        for (byte letter : expected) {
            if (getByte() != letter) {
                throw damaged("no " + signature + " after the znodes");
            }
        }
    }

    int sessionCount() {
        return sessionCount;
    }

    long znodeCount() {
        return znodeCount;
    }

    /** The number of bytes taken so far. */
    long offset() {
        return base + position;
    }

    /** The number of ACLs stands behind the sessions, the visitor wants it first. */
    private void readSessionsAndAcls(StateVisitor visitor) throws IOException {
        sessionCount = getCount(12);
        long[] ids = new long[Math.min(sessionCount, 1024)];
        int[] timeouts = new int[ids.length];
        for (int i = 0; i < sessionCount; i++) {
            if (i == ids.length) {
                ids = Arrays.copyOf(ids, (int) Math.min(sessionCount, 2L * i));
                timeouts = Arrays.copyOf(timeouts, ids.length);
            }
            ids[i] = getLong();
            timeouts[i] = getInt();
        }
        int aclCount = getCount(12);
        visitor.begin(sessionCount, aclCount);
        for (int i = 0; i < sessionCount; i++) {
            visitor.session(ids[i], timeouts[i]);
        }
        for (int i = 0; i < aclCount; i++) {
            long key = getLong();
            visitor.acl(key, getAcl());
        }
    }

    private List<Acl> getAcl() throws IOException {
        int count = getInt();
        if (count == -1) {
            return null;
        }
        checkCount(count, 12);
        List<Acl> list = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            int perms = getInt();
            String scheme = getString();
            list.add(new Acl(perms, new Id(scheme, getString())));
        }
        return list;
    }

    private void readZnodes(StateVisitor visitor) throws IOException {
        ZnodeRecord record = new ZnodeRecord();
        while (true) {
            // Everything of one znode must lie in the buffer at once: slices point into it.
            need(4);
            int pathLength = lengthAt(0);
            needed(4L + pathLength);
            if (pathLength == 1 && buffer[position + 4] == SnapshotFormat.END) {
                position += 5;
                return;
            }
            if (pathLength < 0) {
                throw damaged("a znode without a path");
            }
            needed(8L + pathLength);
            int dataLength = lengthAt(4 + pathLength);
            int present = Math.max(dataLength, 0);
            needed(16L + pathLength + present + SnapshotFormat.STAT_LENGTH);
            record.pathBytes = buffer;
            record.pathOffset = position + 4;
            record.pathLength = pathLength;
            record.dataBytes = buffer;
            record.dataOffset = position + 8 + pathLength;
            record.dataLength = dataLength;
            position = record.dataOffset + present;
            takeStat(record);
            znodeCount++;
            visitor.znode(record);
        }
    }

    private void takeStat(ZnodeRecord record) {
        int at = position;
        record.aclKey = LogFormat.getLong(buffer, at);
        record.czxid = LogFormat.getLong(buffer, at + 8);
        record.mzxid = LogFormat.getLong(buffer, at + 16);
        record.ctime = LogFormat.getLong(buffer, at + 24);
        record.mtime = LogFormat.getLong(buffer, at + 32);
        record.version = LogFormat.getInt(buffer, at + 40);
        record.cversion = LogFormat.getInt(buffer, at + 44);
        record.aversion = LogFormat.getInt(buffer, at + 48);
        record.ephemeralOwner = LogFormat.getLong(buffer, at + 52);
        record.pzxid = LogFormat.getLong(buffer, at + 60);
        position = at + 8 + SnapshotFormat.STAT_LENGTH;
    }

    /** The checksum of all bytes taken so far. */
    long checksum() {
        adler.update(buffer, summed, position - summed);
        summed = position;
        return adler.getValue();
    }

    RuntimeException damaged(String what) {
        return damaged.apply("offset " + offset() + ": " + what);
    }

    /** The length of a field at an offset from the position: -1, or what the file can hold. */
    private int lengthAt(int offset) {
        int length = LogFormat.getInt(buffer, position + offset);
        if (length < -1 || length > sizeMax - base - position) {
            throw damaged("a field of impossible length " + length);
        }
        return length;
    }

    private int getCount(int elementMin) throws IOException {
        int count = getInt();
        checkCount(count, elementMin);
        return count;
    }

    private void checkCount(int count, int elementMin) {
        if (count < 0 || (long) count * elementMin > sizeMax - base - position) {
            throw damaged("an impossible count " + count);
        }
    }

    private String getString() throws IOException {
        need(4);
        int length = lengthAt(0);
        if (length < 0) {
            position += 4;
            return null;
        }
        needed(4L + length);
        String value = new String(buffer, position + 4, length, StandardCharsets.UTF_8);
        position += 4 + length;
        return value;
    }

    byte getByte() throws IOException {
        need(1);
        return buffer[position++];
    }

    int getInt() throws IOException {
        need(4);
        position += 4;
        return LogFormat.getInt(buffer, position - 4);
    }

    long getLong() throws IOException {
        need(8);
        position += 8;
        return LogFormat.getLong(buffer, position - 8);
    }

    private void needed(long count) throws IOException {
        if (count > pieceMax) {
            throw damaged("a piece of " + count + " bytes, more than " + pieceMax);
        }
        need((int) count);
    }

    /** Makes sure that {@code count} bytes stand at the position. */
    private void need(int count) throws IOException {
        if (limit - position < count && available(count) < count) {
            throw new EOFException("offset " + (base + limit) + ": the data ends early");
        }
    }

    /** Reads on until {@code count} bytes stand at the position, or the end; says how many do. */
    int available(int count) throws IOException {
        while (limit - position < count) {
            if (position > 0) {
                makeRoom();
            }
            if (limit == buffer.length) {
                // Doubled at most: what a length claims must first really arrive.
                long room = Math.min(2L * buffer.length, Integer.MAX_VALUE - 8L);
                buffer = Arrays.copyOf(buffer, (int) room);
            }
            int wanted = buffer.length - limit;
            int read = in.read(buffer, limit, exact ? Math.min(wanted, count - limit) : wanted);
            if (read < 0) {
                break;
            }
            limit += read;
        }
        return Math.min(count, limit - position);
    }

    private void makeRoom() {
        if (adler != null) {
            checksum();
        }
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        base += position;
        limit -= position;
        position = 0;
        summed = 0;
    }
}
