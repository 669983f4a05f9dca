package zabra.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Adler32;
import zabra.protocol.Acl;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.snapshot.ZnodeRecord;
import zabra.protocol.txn.TxnCodec;

/**
 * Writes a state as the uncompressed bytes of a snapshot to a stream, through one buffer of fixed
 * size. One thread; one state per writer.
 */
public final class SnapshotWriter implements StateVisitor {
    private static final int BUFFER = 128 << 10;

    private final OutputStream out;
    private final Adler32 adler = new Adler32();
    private final byte[] buffer = new byte[BUFFER];
    private int used;

    /** Up to where the buffer went into the checksum. */
    private int summed;

    private long written;

    private int sessionsToCome;
    private int aclsToCome;
    private int aclCount;

    private SnapshotWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes all of {@code image}; the stream stays open and is not flushed.
     *
     * @param digests whether the image's digest counts; otherwise the digest block says none
     * @return the number of bytes written
     */
    public static long write(StateImage image, boolean digests, OutputStream out)
            throws IOException {
        SnapshotWriter writer = new SnapshotWriter(out);
        try {
            writer.putInt(SnapshotFormat.MAGIC);
            writer.putInt(SnapshotFormat.VERSION);
            writer.putLong(SnapshotFormat.DBID);
            image.accept(writer);
            writer.finish(image, digests);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return writer.written;
    }

    private void finish(StateImage image, boolean digests) throws IOException {
        // A digest at zxid 0 means that there is none.
        boolean hasDigest = digests && image.lastZxid() > 0;
        putLong(hasDigest ? image.lastZxid() : 0);
        putInt(TxnCodec.DIGEST_VERSION);
        putLong(hasDigest ? image.digest() : 0);
        seal();
        putLong(image.lastZxid());
        seal();
        drain();
    }

    private void seal() {
        checksumBuffered();
        long sum = adler.getValue();
        putLong(sum);
        putInt(1);
        putByte(SnapshotFormat.END);
    }

    @Override
    public void begin(int sessionCount, int aclCount) {
        sessionsToCome = sessionCount;
        aclsToCome = aclCount;
        this.aclCount = aclCount;
        putInt(sessionCount);
        if (sessionCount == 0) {
            putInt(aclCount);
        }
    }

    @Override
    public void session(long sessionId, int timeoutMillis) {
        putLong(sessionId);
        putInt(timeoutMillis);
        sessionsToCome--;
        if (sessionsToCome == 0) {
            putInt(aclCount);
        }
    }

    @Override
    public void acl(long key, List<Acl> acl) {
        if (sessionsToCome != 0 || key < 1) {
            throw new IllegalStateException(
                    "ACL " + key + " with " + sessionsToCome + " sessions to come");
        }
        aclsToCome--;
        putLong(key);
        if (acl == null) {
            putInt(-1);
            return;
        }
        putInt(acl.size());
        for (Acl entry : acl) {
            putInt(entry.perms());
            putString(entry.id().scheme());
            putString(entry.id().id());
        }
    }

    @Override
    public void znode(ZnodeRecord record) {
        if (sessionsToCome != 0 || aclsToCome != 0) {
            throw new IllegalStateException(
                    sessionsToCome + " sessions, " + aclsToCome + " ACLs announced, not given");
        }
        putBytes(record.pathBytes, record.pathOffset, record.pathLength);
        if (record.dataLength < 0) {
            putInt(-1);
        } else {
            putBytes(record.dataBytes, record.dataOffset, record.dataLength);
        }
        room(8 + SnapshotFormat.STAT_LENGTH);
        putLong(record.aclKey);
        putLong(record.czxid);
        putLong(record.mzxid);
        putLong(record.ctime);
        putLong(record.mtime);
        putInt(record.version);
        putInt(record.cversion);
        putInt(record.aversion);
        putLong(record.ephemeralOwner);
        putLong(record.pzxid);
    }

    @Override
    public void end() {
        if (sessionsToCome != 0 || aclsToCome != 0) {
            throw new IllegalStateException(
                    sessionsToCome + " sessions, " + aclsToCome + " ACLs announced, not given");
        }
        putInt(1);
        putByte(SnapshotFormat.END);
        seal();
    }

    private void putString(String value) {
        if (value == null) {
            putInt(-1);
            return;
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        putBytes(utf8, 0, utf8.length);
    }

    private void putBytes(byte[] source, int offset, int length) {
        putInt(length);
        int done = 0;
        while (done < length) {
            if (used == buffer.length) {
                drain();
            }
            int piece = Math.min(length - done, buffer.length - used);
            System.arraycopy(source, offset + done, buffer, used, piece);
            used += piece;
            done += piece;
        }
    }

    private void putByte(byte value) {
        room(1);
        buffer[used++] = value;
    }

    private void putInt(int value) {
        room(4);
        LogFormat.putInt(buffer, used, value);
        used += 4;
    }

    private void putLong(long value) {
        room(8);
        LogFormat.putLong(buffer, used, value);
        used += 8;
    }

    private void room(int needed) {
        if (buffer.length - used < needed) {
            drain();
        }
    }

    private void checksumBuffered() {
        adler.update(buffer, summed, used - summed);
        summed = used;
    }

    private void drain() {
        checksumBuffered();
        try {
            out.write(buffer, 0, used);
        } catch (IOException e) {
            // The visitor's signature knows no disk; unwrapped in write.
            throw new UncheckedIOException(e);
        }
        written += used;
        used = 0;
        summed = 0;
    }
}
