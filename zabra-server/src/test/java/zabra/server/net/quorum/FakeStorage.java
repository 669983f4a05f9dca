package zabra.server.net.quorum;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import zabra.protocol.MarshallingException;
import zabra.protocol.snapshot.StateImage;
import zabra.tree.DataTree;
import zabra.tree.TreeOptions;

/**
 * A log in which every zxid stands, and states that are so many bytes of a pattern. Reading a state
 * reads ahead, as much as there is.
 */
final class FakeStorage implements SyncStorage {
    static final int TXN_BYTES = 1024;

    /** Longer than what any pipe takes at once. */
    private static final int READ_AHEAD_BYTES = 100_000;

    final AtomicLong handedOut = new AtomicLong();
    volatile long logEnd = Long.MAX_VALUE;
    volatile long stateBytes;
    volatile IOException failure;

    /** A transaction that knows its zxid. */
    static byte[] txn(long zxid, int length) {
        byte[] txn = new byte[length];
        Arrays.fill(txn, (byte) zxid);
        for (int i = 0; i < 8; i++) {
            txn[12 + i] = (byte) (zxid >>> (56 - 8 * i));
        }
        return txn;
    }

    @Override
    public History history(long after, long upTo) {
        return new History() {
            private long zxid = after;

            @Override
            public boolean next() {
                if (zxid == upTo || zxid == logEnd) {
                    return false;
                }
                zxid++;
                handedOut.addAndGet(TXN_BYTES);
                return true;
            }

            @Override
            public long zxid() {
                return zxid;
            }

            @Override
            public byte[] txn() {
                return FakeStorage.txn(zxid, TXN_BYTES);
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    @Override
    public long locate(long zxid) throws IOException {
        if (failure != null) {
            throw failure;
        }
        return zxid - 1;
    }

    private static byte pattern(long at) {
        return (byte) (at * 31 + (at >> 8));
    }

    @Override
    public void writeState(StateImage image, OutputStream out) throws IOException {
        byte[] piece = new byte[3000];
        long at = 0;
        while (at < stateBytes) {
            int length = (int) Math.min(piece.length, stateBytes - at);
            for (int i = 0; i < length; i++) {
                piece[i] = pattern(at + i);
            }
            out.write(piece, 0, length);
            handedOut.addAndGet(length);
            at += length;
        }
    }

    @Override
    public ReceivedState readState(long zxid, InputStream in) throws IOException {
        byte[] buffer = new byte[READ_AHEAD_BYTES];
        long at = 0;
        while (at < stateBytes) {
            int length = in.read(buffer, 0, buffer.length);
            if (length < 0) {
                throw new EOFException();
            }
            for (int i = 0; i < length && at + i < stateBytes; i++) {
                if (buffer[i] != pattern(at + i)) {
                    throw new MarshallingException("byte " + (at + i) + " of the state is wrong");
                }
            }
            at += length;
        }
        return new ReceivedState(new DataTree(TreeOptions.DEFAULT), stateBytes);
    }
}
