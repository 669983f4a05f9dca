package zabra.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/**
 * Unpacks the framing of snappy-java: a 16-byte header, then chunks of a length and a raw block. A
 * length is checked against the file's size before anything is allocated.
 */
final class SnappyFrames extends InputStream {
    private static final long MAGIC = 0x82534e4150505900L;
    private static final int HEADER_LENGTH = 16;

    /** Snappy never packs better than about 1 to 22; a length beyond is not true. */
    private static final long EXPANSION_MAX = 64;

    private final InputStream in;
    private final long fileSize;
    private byte[] packed = new byte[0];
    private byte[] plain = new byte[0];
    private int position;
    private int limit;

    SnappyFrames(InputStream in, long fileSize) throws IOException {
        this.in = in;
        this.fileSize = fileSize;
        byte[] header = new byte[HEADER_LENGTH];
        if (in.readNBytes(header, 0, HEADER_LENGTH) < HEADER_LENGTH
                || LogFormat.getLong(header, 0) != MAGIC) {
            throw new ZipException("no snappy stream");
        }
    }

    @Override
    public int read() throws IOException {
        return position < limit || fill() ? plain[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == limit && !fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(plain, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = 0;
        while (limit == 0) {
            byte[] prefix = new byte[4];
            int have = in.readNBytes(prefix, 0, 4);
            if (have == 0) {
                return false;
            }
            int length = have < 4 ? -1 : LogFormat.getInt(prefix, 0);
            if (length < 0 || length > fileSize) {
                throw new ZipException("a snappy chunk of impossible length " + length);
            }
            if (packed.length < length) {
                packed = new byte[length];
            }
            if (in.readNBytes(packed, 0, length) < length) {
                throw new EOFException("a snappy chunk ends early");
            }
            unpack(length);
        }
        return true;
    }

    private void unpack(int length) throws IOException {
        int room = sizeOf(length);
        if (room < 0 || room > length * EXPANSION_MAX) {
            throw new ZipException("a snappy chunk of impossible size " + room);
        }
        if (plain.length < room) {
            plain = new byte[room];
        }
        try {
            limit = Snappy.uncompress(packed, 0, length, plain, 0);
        } catch (IOException | SnappyError e) {
            throw damaged(e);
        }
    }

    private int sizeOf(int length) throws IOException {
        try {
            return Snappy.uncompressedLength(packed, 0, length);
        } catch (IOException | SnappyError e) {
            throw damaged(e);
        }
    }

    private static ZipException damaged(Throwable cause) {
        ZipException e = new ZipException("a damaged snappy chunk");
        e.initCause(cause);
        return e;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
