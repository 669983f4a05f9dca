package zabra.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Adler32;
import zabra.protocol.Acl;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * Writes the pieces of a state as their bytes, the part that snapshot files and the stream between
 * servers share: sessions, ACL table, znodes and their end. Through one buffer of fixed size, each
 * full one with one call. One thread; one state per output.
 *
 * <p>The visitor's signature knows no disk: a failing stream is thrown as an {@link
 * UncheckedIOException}.
 */
final class StateOutput implements StateVisitor {
    private static final int BUFFER = 128 << 10;

    private final OutputStream out;

    /** Of all bytes; null where nobody asks for it. */
    private final Adler32 adler;

    private final byte[] buffer = new byte[BUFFER];
    private int used;

    /** Up to where the buffer went into the checksum. */
    private int summed;

    private long written;

    private int sessionsToCome;
    private int aclsToCome;
    private int aclCount;

    StateOutput(OutputStream out, Adler32 adler) {
        this.out = out;
        this.adler = adler;
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
    }

    void putString(String value) {
        if (value == null) {
            putInt(-1);
            return;
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        putBytes(utf8, 0, utf8.length);
    }

    void putBytes(byte[] source, int offset, int length) {
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

    void putByte(byte value) {
        room(1);
        buffer[used++] = value;
    }

    void putInt(int value) {
        room(4);
        LogFormat.putInt(buffer, used, value);
        used += 4;
    }

    void putLong(long value) {
        room(8);
        LogFormat.putLong(buffer, used, value);
        used += 8;
    }

    private void room(int needed) {
        if (buffer.length - used < needed) {
            drain();
        }
    }

    /** The checksum of all bytes so far. */
    long checksum() {
        checksumBuffered();
        return adler.getValue();
    }

    /** The number of bytes handed to the stream. */
    long written() {
        return written;
    }

    private void checksumBuffered() {
        if (adler != null) {
            adler.update(buffer, summed, used - summed);
        }
        summed = used;
    }

    /** Hands what is buffered to the stream. */
    void drain() {
        checksumBuffered();
        try {
            out.write(buffer, 0, used);
        } catch (IOException e) {
            // The visitor's signature knows no disk; unwrapped by the writers.
            throw new UncheckedIOException(e);
        }
        written += used;
        used = 0;
        summed = 0;
    }
}
