package zabra.server.net.quorum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import zabra.protocol.JuteWriter;
import zabra.protocol.quorum.QuorumCodec;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.Snap;
import zabra.protocol.snapshot.StateImage;

/**
 * Turns what was queued in one turn into buffers of many messages each. Followers mostly get the
 * very same messages: what was encoded for the link before is then used again. Loop only.
 */
final class LinkEncoder {
    private static final int PIECE_BYTES = 256 << 10;
    private static final int KEPT_BYTES_MAX = 1 << 20;

    private JuteWriter out = new JuteWriter(64 << 10);
    private List<Object> items = List.of();
    private List<Object> encoded = List.of();

    /**
     * What these items are on the wire: buffers, each to be released by the caller, and between
     * them, unchanged, the ranges of history and the images, whose SNAP stands before them.
     */
    List<Object> encode(List<Object> queued, ByteBufAllocator allocator) {
        if (!isSame(queued)) {
            release();
            items = queued;
            encoded = new ArrayList<>();
            for (Object item : queued) {
                if (item instanceof QuorumMessage message) {
                    QuorumCodec.write(out, message);
                    if (out.position() >= PIECE_BYTES) {
                        endPiece(allocator);
                    }
                } else {
                    if (item instanceof StateImage image) {
                        QuorumCodec.write(out, new Snap(image.lastZxid()));
                    }
                    endPiece(allocator);
                    encoded.add(item);
                }
            }
            endPiece(allocator);
        }
        List<Object> result = new ArrayList<>(encoded.size());
        for (Object piece : encoded) {
            result.add(piece instanceof ByteBuf bytes ? bytes.retainedDuplicate() : piece);
        }
        return result;
    }

    /** The very same, not equal ones: that costs no look inside. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isSame(List<Object> queued) {
        if (queued.size() != items.size()) {
            return false;
        }
        for (int i = 0; i < queued.size(); i++) {
            if (queued.get(i) != items.get(i)) {
                return false;
            }
        }
        return true;
    }

    private void endPiece(ByteBufAllocator allocator) {
        int length = out.position();
        if (length > 0) {
            encoded.add(allocator.directBuffer(length).writeBytes(out.array(), 0, length));
            out.clear();
        }
        if (length > KEPT_BYTES_MAX) {
            out = new JuteWriter(64 << 10);
        }
    }

    /** Forgets what was encoded last. */
    void release() {
        for (Object piece : encoded) {
            if (piece instanceof ByteBuf bytes) {
                bytes.release();
            }
        }
        items = List.of();
        encoded = List.of();
    }
}
