package zabra.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Adler32;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.txn.TxnCodec;

/** Writes a state as the uncompressed bytes of a snapshot file to a stream. */
final class SnapshotWriter {
    private SnapshotWriter() {}

    /**
     * Writes all of {@code image}; the stream stays open and is not flushed.
     *
     * @param digests whether the image's digest counts; otherwise the digest block says none
     * @return the number of bytes written
     */
    static long write(StateImage image, boolean digests, OutputStream out) throws IOException {
        StateOutput output = new StateOutput(out, new Adler32());
        try {
            output.putInt(SnapshotFormat.MAGIC);
            output.putInt(SnapshotFormat.VERSION);
            output.putLong(SnapshotFormat.DBID);
            image.accept(output);
            seal(output);
            // A digest at zxid 0 means that there is none.
            boolean hasDigest = digests && image.lastZxid() > 0;
            output.putLong(hasDigest ? image.lastZxid() : 0);
            output.putInt(TxnCodec.DIGEST_VERSION);
            output.putLong(hasDigest ? image.digest() : 0);
            seal(output);
            output.putLong(image.lastZxid());
            seal(output);
            output.drain();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return output.written();
    }

    private static void seal(StateOutput output) {
        output.putLong(output.checksum());
        output.putInt(1);
        output.putByte(SnapshotFormat.END);
    }
}
