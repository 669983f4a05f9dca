package zabra.peer;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import zabra.protocol.JuteReader;

/** A socket in memory: keeps what was flushed, splits it into frames. */
final class FakeTransport implements Transport {
    private final ByteArrayOutputStream queued = new ByteArrayOutputStream();
    private final ByteArrayOutputStream flushed = new ByteArrayOutputStream();
    private int taken;
    long pendingBytes;
    boolean reading = true;
    boolean closed;
    boolean aborted;

    @Override
    public void send(byte[] bytes, int offset, int length) {
        queued.write(bytes, offset, length);
    }

    @Override
    public void flush() {
        flushed.writeBytes(queued.toByteArray());
        queued.reset();
    }

    @Override
    public long pendingBytes() {
        return pendingBytes + queued.size();
    }

    @Override
    public void closeAfterFlush() {
        flush();
        closed = true;
    }

    @Override
    public void abort() {
        queued.reset();
        closed = true;
        aborted = true;
    }

    @Override
    public void setReading(boolean wanted) {
        reading = wanted;
    }

    @Override
    public String remoteHost() {
        return "127.0.0.1";
    }

    @Override
    public String remoteAddress() {
        return "/127.0.0.1:40000";
    }

    /** The frames that arrived since the last call, without their lengths. */
    List<JuteReader> frames() {
        byte[] all = flushed.toByteArray();
        List<JuteReader> frames = new ArrayList<>();
        while (taken < all.length) {
            int length = new JuteReader().wrap(all, taken, 4).readInt();
            frames.add(new JuteReader().wrap(all, taken + 4, length));
            taken += 4 + length;
        }
        return frames;
    }
}
