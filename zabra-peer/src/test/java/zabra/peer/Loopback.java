package zabra.peer;

import java.util.ArrayList;
import java.util.List;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;

/** A socket whose other end is read at once. */
class Loopback implements Transport {
    private final JuteWriter queued = new JuteWriter();

    @Override
    public void send(byte[] bytes, int offset, int length) {
        queued.writeBytes(bytes, offset, length);
    }

    boolean hasFrames() {
        return queued.position() > 0;
    }

    /** The frames that came since the last call, without their lengths. */
    List<JuteReader> frames() {
        byte[] all = queued.toByteArray();
        queued.clear();
        List<JuteReader> frames = new ArrayList<>();
        for (int at = 0; at < all.length; ) {
            int length = new JuteReader().wrap(all, at, 4).readInt();
            frames.add(new JuteReader().wrap(all, at + 4, length));
            at += 4 + length;
        }
        return frames;
    }

    @Override
    public void flush() {}

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public void closeAfterFlush() {
        throw new AssertionError("closed");
    }

    @Override
    public void abort() {
        throw new AssertionError("aborted");
    }

    @Override
    public void setReading(boolean reading) {}

    @Override
    public String remoteHost() {
        return "127.0.0.1";
    }

    @Override
    public String remoteAddress() {
        return "/127.0.0.1:40000";
    }
}
