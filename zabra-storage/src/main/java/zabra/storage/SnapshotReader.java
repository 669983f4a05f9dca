package zabra.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Adler32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import zabra.protocol.MarshallingException;
import zabra.protocol.snapshot.StateVisitor;

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

    private static final int BLOCKS_MAX =
            SnapshotFormat.DIGEST_LENGTH + SnapshotFormat.LAST_ZXID_LENGTH;

    private final String file;
    private final StateInput input;

    private SnapshotReader(InputStream in, String file, long plainSizeMax) {
        this.file = file;
        input =
                new StateInput(
                        new StateInput.Source(
                                in,
                                false,
                                plainSizeMax,
                                Integer.MAX_VALUE - 16,
                                what -> new StorageException(file + ": " + what)),
                        new Adler32());
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
        try {
            if (input.getInt() != SnapshotFormat.MAGIC) {
                throw input.damaged("it is no snapshot (wrong magic)");
            }
            if (input.getInt() != SnapshotFormat.VERSION) {
                throw input.damaged("unknown version");
            }
            input.getLong();
            input.readState(visitor);
            checkSeal();
            Summary summary = readBlocks();
            visitor.end();
            return summary;
        } catch (MarshallingException e) {
            throw new StorageException(
                    file + ": offset " + input.offset() + ": " + e.getMessage(), e);
        } catch (ZipException e) {
            throw unreadable(file, e);
        } catch (EOFException e) {
            throw new StorageException(file + ": " + e.getMessage(), e);
        }
    }

    /** Which blocks follow, only their common length tells: a writer may have left out any. */
    private Summary readBlocks() throws IOException {
        int rest = input.available(BLOCKS_MAX + 1);
        boolean hasDigest = rest == SnapshotFormat.DIGEST_LENGTH || rest == BLOCKS_MAX;
        boolean hasLast = rest == SnapshotFormat.LAST_ZXID_LENGTH || rest == BLOCKS_MAX;
        if (rest != 0 && !hasDigest && !hasLast) {
            throw input.damaged("the blocks after the znodes are cut or damaged");
        }
        long digestZxid = 0;
        int digestVersion = 0;
        long digest = 0;
        if (hasDigest) {
            digestZxid = input.getLong();
            digestVersion = input.getInt();
            digest = input.getLong();
            checkSeal();
        }
        long lastZxid = 0;
        if (hasLast) {
            lastZxid = input.getLong();
            checkSeal();
        }
        return new Summary(
                input.sessionCount(),
                input.znodeCount(),
                hasDigest,
                digestZxid,
                digestVersion,
                digest,
                hasLast,
                lastZxid);
    }

    private void checkSeal() throws IOException {
        long expected = input.checksum();
        if (input.getLong() != expected) {
            throw input.damaged("the checksum is wrong");
        }
        if (input.getInt() != 1 || input.getByte() != SnapshotFormat.END) {
            throw input.damaged("a seal has a wrong end");
        }
    }
}
