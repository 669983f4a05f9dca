package zabra.server.net.quorum;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.protocol.JuteWriter;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumCodec;
import zabra.protocol.quorum.QuorumMessage.Commit;
import zabra.protocol.quorum.QuorumMessage.Proposal;
import zabra.protocol.snapshot.StateImage;
import zabra.server.net.quorum.SyncStorage.History;
import zabra.server.run.Fatal;

/**
 * Writes histories and snapshots to links, each on a thread of its own that waits for the disk and
 * for the learner. So much is on its way to a learner, and no more, that memory does not depend on
 * the size of what is sent.
 */
final class Transfers {
    private static final Logger LOG = LoggerFactory.getLogger(Transfers.class);
    private static final int PIECE_BYTES = 64 << 10;
    private static final int PIECES_IN_FLIGHT_MAX = 16;

    /** How seldom progress is told, on either side: a fraction of the shortest tick. */
    static final long PROGRESS_NANOS = 100_000_000;

    /** What a transfer writes. */
    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private final SyncStorage storage;
    private final QuorumLoop loop;
    private final Fatal fatal;

    Transfers(SyncStorage storage, QuorumLoop loop, Fatal fatal) {
        this.storage = storage;
        this.loop = loop;
        this.fatal = fatal;
    }

    /** Who hears of one transfer. */
    interface Listener {
        /** More of it was written to the socket; now and then, on the transfer's thread. */
        void moved();

        /** All of it is on its way; on the loop. */
        void done();
    }

    /**
     * Writes the transactions in {@code (after, upTo]}, each with its commit. Where they cannot be
     * read the channel is closed, and the listener hears no more.
     */
    void history(Channel channel, long after, long upTo, Listener listener) {
        start(channel, listener, "history", out -> writeHistory(after, upTo, out));
    }

    /** Writes these transactions; as {@link #history}. */
    void transactions(Channel channel, List<Proposal> committed, Listener listener) {
        start(channel, listener, "recent history", out -> writeTransactions(committed, out));
    }

    private static void writeTransactions(List<Proposal> committed, OutputStream out)
            throws IOException {
        JuteWriter bytes = new JuteWriter(4096);
        for (Proposal proposal : committed) {
            write(proposal, bytes, out);
        }
    }

    private static void write(Proposal proposal, JuteWriter bytes, OutputStream out)
            throws IOException {
        QuorumCodec.write(bytes, proposal);
        QuorumCodec.write(bytes, new Commit(proposal.zxid()));
        out.write(bytes.array(), 0, bytes.position());
        bytes.clear();
    }

    /** Writes the raw stream of a state; as {@link #history}. */
    void state(Channel channel, StateImage image, Listener listener) {
        start(channel, listener, "snapshot", out -> storage.writeState(image, out));
    }

    /** Runs on a thread of its own; what goes wrong there is our own fault. */
    void run(String name, Runnable task) {
        Thread.ofPlatform()
                .daemon()
                .name("zabra-sync-" + name)
                .start(() -> {
                    try {
                        task.run();
                    } catch (RuntimeException | Error e) {
                        fatal.end(1, "A thread that synchronizes a server met a bug.", e);
                    }
                });
    }

    private void start(Channel channel, Listener listener, String what, Content content) {
        run(
                what,
                () -> {
                    long start = System.nanoTime();
                    try (LinkStream out = new LinkStream(channel, listener)) {
                        content.writeTo(out);
                        out.flush();
                        LOG.info(
                                "Sent {} of {} bytes to {} in {} ms",
                                what,
                                out.total,
                                channel.remoteAddress(),
                                (System.nanoTime() - start) / 1_000_000);
                        loop.execute(listener::done);
                    } catch (ClosedChannelException e) {
                        LOG.info("{} closed while its {} was sent", channel.remoteAddress(), what);
                        channel.close();
                    } catch (IOException e) {
                        LOG.error("No {} for {}", what, channel.remoteAddress(), e);
                        channel.close();
                    }
                });
    }

    private void writeHistory(long after, long upTo, OutputStream out) throws IOException {
        JuteWriter bytes = new JuteWriter(4096);
        long last = after;
        try (History history = storage.history(after, upTo)) {
            while (history.next()) {
                last = history.zxid();
                write(new Proposal(last, history.txn()), bytes, out);
            }
        }
        if (last != upTo) {
            throw new IOException(
                    "the history after "
                            + Zxid.toString(after)
                            + " ends at "
                            + Zxid.toString(last)
                            + ", before "
                            + Zxid.toString(upTo));
        }
    }

    /** The way into a channel, in pieces; waits while too many of them are not yet written. */
    private static final class LinkStream extends OutputStream {
        private final Channel channel;
        private final Semaphore credits = new Semaphore(PIECES_IN_FLIGHT_MAX);
        private final Listener listener;
        private ByteBuf piece;
        private long total;
        private long reportedAt = System.nanoTime();

        LinkStream(Channel channel, Listener listener) {
            this.channel = channel;
            this.listener = listener;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            int done = 0;
            while (done < length) {
                if (piece == null) {
                    waitForCredit();
                    reportProgress();
                    piece = channel.alloc().directBuffer(PIECE_BYTES, PIECE_BYTES);
                }
                int part = Math.min(length - done, piece.writableBytes());
                piece.writeBytes(bytes, offset + done, part);
                done += part;
                total += part;
                if (!piece.isWritable()) {
                    flush();
                }
            }
        }

        private void waitForCredit() throws IOException {
            try {
                do {
                    if (!channel.isActive()) {
                        throw new ClosedChannelException();
                    }
                } while (!credits.tryAcquire(1, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while sending");
            }
        }

        /** There is room for a piece because earlier ones have gone. */
        private void reportProgress() {
            long now = System.nanoTime();
            if (now - reportedAt >= PROGRESS_NANOS) {
                reportedAt = now;
                listener.moved();
            }
        }

        @Override
        public void flush() {
            if (piece != null) {
                ByteBuf full = piece;
                piece = null;
                channel.writeAndFlush(full).addListener(_ -> credits.release());
            }
        }

        /** Lets go of what was not written. */
        @Override
        public void close() {
            if (piece != null) {
                piece.release();
                piece = null;
            }
        }
    }
}
