package zabra.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Adler32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import zabra.protocol.Acl;
import zabra.protocol.Id;
import zabra.protocol.MarshallingException;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * Reads one snapshot file into a visitor, checking all of it: every length, every seal, the end.
 * One thread, one use.
 *
 * <p>What was visited counts only when {@link #read} returns: a seal at the very end may turn out
 * wrong. Memory is bounded by the largest znode that is really in the file, whatever lengths it
 * claims.
 */
public final class SnapshotReader {
    /**
     * What stands in a snapshot beside the state.
     *
     * @param sessionCount sessions in it
     * @param znodeCount znodes in it
     * @param hasDigest whether there is a digest block
     * @param digestZxid the transaction of the digest; 0 where none was known
     * @param digestVersion how the digest is computed
     * @param digest of the tree at {@code digestZxid}
     * @param hasLastZxid whether there is a block with the last zxid
     * @param lastZxid the last transaction inside, maybe beyond the name's (fuzzy snapshots)
     */
    public record Summary(
            int sessionCount,
            long znodeCount,
            boolean hasDigest,
            long digestZxid,
            int digestVersion,
            long digest,
            boolean hasLastZxid,
            long lastZxid) {}

    private static final int BUFFER_START = 128 << 10;
    private static final int BLOCKS_MAX =
            SnapshotFormat.DIGEST_LENGTH + SnapshotFormat.LAST_ZXID_LENGTH;

    private final InputStream in;
    private final String file;

    /** Bytes that can still come; only an upper bound where the file is packed. */
    private final long plainSizeMax;

    private final Adler32 adler = new Adler32();
    private byte[] buffer = new byte[BUFFER_START];
    private int position;
    private int limit;

    /** Up to where the buffer went into the checksum. */
    private int summed;

    /** The stream's offset of {@code buffer[0]}. */
    private long base;

    private int sessionCount;
    private long znodeCount;

    private SnapshotReader(InputStream in, String file, long plainSizeMax) {
        this.in = in;
        this.file = file;
        this.plainSizeMax = plainSizeMax;
    }

    /**
     * Reads the file whole.
     *
     * @param visitor may refuse an impossible state with a {@link MarshallingException}
     * @throws StorageException where it is damaged in any way
     */
    public static Summary read(Disk disk, String name, StateVisitor visitor) throws IOException {
        String described = disk.describe(name);
        try (DiskFile opened = disk.openForRead(name)) {
            long size = opened.size();
            InputStream raw = DiskFileStreams.input(opened);
            return switch (StorageNames.compression(name)) {
                case NONE -> new SnapshotReader(raw, described, size).read(visitor);
                case GZ -> {
                    try (GZIPInputStream plain = unzip(raw, described)) {
                        yield new SnapshotReader(plain, described, Long.MAX_VALUE).read(visitor);
                    }
                }
                case SNAPPY -> {
                    try (SnappyFrames plain = unsnap(raw, size, described)) {
                        yield new SnapshotReader(plain, described, Long.MAX_VALUE).read(visitor);
                    }
                }
            };
        }
    }

    private static GZIPInputStream unzip(InputStream raw, String described) throws IOException {
        try {
            return new GZIPInputStream(raw, 64 << 10);
        } catch (ZipException | EOFException e) {
            throw unreadable(described, e);
        }
    }

    private static SnappyFrames unsnap(InputStream raw, long size, String described)
            throws IOException {
        try {
            return new SnappyFrames(raw, size);
        } catch (ZipException | EOFException e) {
            throw unreadable(described, e);
        }
    }

    private static StorageException unreadable(String described, IOException e) {
        return new StorageException(
                described + ": the packed data is damaged: " + e.getMessage(), e);
    }

    private Summary read(StateVisitor visitor) throws IOException {
        if (getInt() != SnapshotFormat.MAGIC) {
            throw damaged("it is no snapshot (wrong magic)");
        }
        if (getInt() != SnapshotFormat.VERSION) {
            throw damaged("unknown version");
        }
        getLong();
        try {
            readSessionsAndAcls(visitor);
            readZnodes(visitor);
            checkSeal();
            Summary summary = readBlocks();
            visitor.end();
            return summary;
        } catch (MarshallingException e) {
            throw new StorageException(
                    file + ": offset " + (base + position) + ": " + e.getMessage(), e);
        }
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

    /** Which blocks follow, only their common length tells: a writer may have left out any. */
    private Summary readBlocks() throws IOException {
        int rest = available(BLOCKS_MAX + 1);
        boolean hasDigest = rest == SnapshotFormat.DIGEST_LENGTH || rest == BLOCKS_MAX;
        boolean hasLast = rest == SnapshotFormat.LAST_ZXID_LENGTH || rest == BLOCKS_MAX;
        if (rest != 0 && !hasDigest && !hasLast) {
            throw damaged("the blocks after the znodes are cut or damaged");
        }
        long digestZxid = 0;
        int digestVersion = 0;
        long digest = 0;
        if (hasDigest) {
            digestZxid = getLong();
            digestVersion = getInt();
            digest = getLong();
            checkSeal();
        }
        long lastZxid = 0;
        if (hasLast) {
            lastZxid = getLong();
            checkSeal();
        }
        return new Summary(
                sessionCount,
                znodeCount,
                hasDigest,
                digestZxid,
                digestVersion,
                digest,
                hasLast,
                lastZxid);
    }

    private void checkSeal() throws IOException {
        adler.update(buffer, summed, position - summed);
        summed = position;
        long expected = adler.getValue();
        if (getLong() != expected) {
            throw damaged("the checksum is wrong");
        }
        if (getInt() != 1 || getByte() != SnapshotFormat.END) {
            throw damaged("a seal has a wrong end");
        }
    }

    private StorageException damaged(String what) {
        return new StorageException(file + ": offset " + (base + position) + ": " + what);
    }

    /** The length of a field at an offset from the position: -1, or what the file can hold. */
    private int lengthAt(int offset) {
        int length = LogFormat.getInt(buffer, position + offset);
        if (length < -1 || length > plainSizeMax - base - position) {
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
        if (count < 0 || (long) count * elementMin > plainSizeMax - base - position) {
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

    private byte getByte() throws IOException {
        need(1);
        return buffer[position++];
    }

    private int getInt() throws IOException {
        need(4);
        position += 4;
        return LogFormat.getInt(buffer, position - 4);
    }

    private long getLong() throws IOException {
        need(8);
        position += 8;
        return LogFormat.getLong(buffer, position - 8);
    }

    private void needed(long count) throws IOException {
        if (count > Integer.MAX_VALUE - 16) {
            throw damaged("a znode of impossible size " + count);
        }
        need((int) count);
    }

    /** Makes sure that {@code count} bytes stand at the position. */
    private void need(int count) throws IOException {
        if (limit - position < count && available(count) < count) {
            throw damaged("the file ends early");
        }
    }

    /** Reads on until {@code count} bytes stand at the position, or the end; says how many do. */
    private int available(int count) throws IOException {
        while (limit - position < count) {
            if (position > 0) {
                makeRoom();
            }
            if (limit == buffer.length) {
                // Doubled at most: what a length claims must first really arrive.
                long room = Math.min(2L * buffer.length, Integer.MAX_VALUE - 8L);
                buffer = Arrays.copyOf(buffer, (int) room);
            }
            int read = readMore();
            if (read < 0) {
                break;
            }
            limit += read;
        }
        return Math.min(count, limit - position);
    }

    private void makeRoom() {
        adler.update(buffer, summed, position - summed);
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        base += position;
        limit -= position;
        position = 0;
        summed = 0;
    }

    private int readMore() throws IOException {
        try {
            return in.read(buffer, limit, buffer.length - limit);
        } catch (ZipException | EOFException e) {
            throw unreadable(file, e);
        }
    }
}
