package zabra.client.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The cheapest durable log there can be: bytes are gathered, and one {@link #commit} writes and
 * syncs them all. The file has its full length from the start and is overwritten in circles, so
 * that no sync has to write metadata. It cannot be recovered from; it is a yardstick. Not
 * thread-safe.
 */
final class GroupCommit implements AutoCloseable {
    private static final int FILE_LENGTH = 64 << 20;

    private final FileChannel channel;
    private final ByteBuffer batch = ByteBuffer.allocateDirect(8 << 20);
    private long position;

    GroupCommit(Path file) throws IOException {
        channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
        ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
        for (long at = 0; at < FILE_LENGTH; at += zeros.capacity()) {
            channel.write(zeros.clear(), at);
        }
        channel.force(true);
    }

    /** Adds a request to the batch. */
    void append(ByteBuffer source, int start, int length) throws IOException {
        if (batch.remaining() < length) {
            write();
        }
        int room = Math.min(length, batch.remaining());
        batch.put(batch.position(), source, start, room);
        batch.position(batch.position() + room);
    }

    private void write() throws IOException {
        batch.flip();
        if (position + batch.remaining() > FILE_LENGTH) {
            position = 0;
        }
        while (batch.hasRemaining()) {
            position += channel.write(batch, position);
        }
        batch.clear();
    }

    /** Makes the batch durable, if there is one. */
    void commit() throws IOException {
        if (batch.position() > 0) {
            write();
            channel.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
