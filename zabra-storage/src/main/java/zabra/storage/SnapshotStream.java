package zabra.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import zabra.protocol.MarshallingException;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.snapshot.StateVisitor;

/**
 * A whole state as it follows a SNAP message on a connection between servers: the body of a
 * snapshot file, without its header and seals, then a signature.
 */
public final class SnapshotStream {
    private static final String SIGNATURE = "BenWasHere";

    private SnapshotStream() {}

    /**
     * Writes all of {@code image} in pieces of at most 128 KiB, each with one call; {@code out} may
     * block, and ends the writing by an exception. It is neither flushed nor closed.
     *
     * @return the number of bytes written
     */
    public static long write(StateImage image, OutputStream out) throws IOException {
        StateOutput output = new StateOutput(out, null);
        try {
            image.accept(output);
            output.putString(SIGNATURE);
            output.drain();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return output.written();
    }

    /**
     * Reads one state. Never reads further than its last byte; {@code in} is asked for small pieces
     * and should be buffered.
     *
     * @param in blocks until there is something
     * @param visitor gets the state; its {@code end} is called only once the signature was right
     * @param znodeBytesMax a larger znode is refused; what arrives is held in memory up to this
     * @return the number of bytes read
     * @throws MarshallingException where the bytes mean nothing
     * @throws java.io.EOFException where they end early
     */
    public static long read(InputStream in, StateVisitor visitor, int znodeBytesMax)
            throws IOException {
        StateInput input =
                new StateInput(
                        new StateInput.Source(
                                in,
                                true,
                                Long.MAX_VALUE,
                                znodeBytesMax,
                                what -> new MarshallingException("snapshot stream: " + what)),
                        null);
        input.readState(visitor);
        input.expect(SIGNATURE);
        visitor.end();
        return input.offset();
    }
}
