package zabra.tree.prepare;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import zabra.protocol.ErrorCode;

/** Sessions that a test opens and attaches as it likes. */
final class FakeSessions implements SessionCheck {
    private final Map<Long, Object> attachments = new HashMap<>();
    private final Set<Long> closing = new HashSet<>();
    private final Set<Long> local = new HashSet<>();

    void attach(long sessionId, Object attachment) {
        attachments.put(sessionId, attachment);
    }

    void makeLocal(long sessionId) {
        local.add(sessionId);
    }

    @Override
    public ErrorCode check(long sessionId, Object attachment) {
        if (attachment == null) {
            return ErrorCode.OK;
        }
        if (!attachments.containsKey(sessionId) || closing.contains(sessionId)) {
            return ErrorCode.SESSIONEXPIRED;
        }
        return attachments.get(sessionId).equals(attachment)
                ? ErrorCode.OK
                : ErrorCode.SESSIONMOVED;
    }

    @Override
    public ErrorCode checkOwner(long sessionId, Object attachment) {
        return local.contains(sessionId)
                ? ErrorCode.EPHEMERALONLOCALSESSION
                : check(sessionId, attachment);
    }

    @Override
    public void setClosing(long sessionId) {
        closing.add(sessionId);
    }
}
