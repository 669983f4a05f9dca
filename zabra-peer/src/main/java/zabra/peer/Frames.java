package zabra.peer;

import zabra.protocol.ErrorCode;
import zabra.protocol.JuteWriter;
import zabra.protocol.ReplyHeader;
import zabra.protocol.WatcherEvent;
import zabra.tree.watch.EventType;

/** Encodes whole frames that need nothing but their values. */
final class Frames {
    private Frames() {}

    /** A reply of a header alone. */
    static void writeReply(JuteWriter out, int xid, long zxid, ErrorCode error) {
        int frame = out.beginFrame();
        ReplyHeader.write(out, xid, zxid, error.code());
        out.endFrame(frame);
    }

    /** The answer to a SASL token where SASL is not configured: a null token. */
    static void writeNoSasl(JuteWriter out, int xid) {
        int frame = out.beginFrame();
        ReplyHeader.write(out, xid, 0, 0);
        out.writeInt(-1).endFrame(frame);
    }

    static void writeEvent(JuteWriter out, EventType type, String path, long zxid) {
        int frame = out.beginFrame();
        ReplyHeader.write(out, ReplyHeader.NOTIFICATION_XID, zxid, 0);
        WatcherEvent.write(out, type.code(), WatcherEvent.SYNC_CONNECTED, path);
        out.endFrame(frame);
    }
}
