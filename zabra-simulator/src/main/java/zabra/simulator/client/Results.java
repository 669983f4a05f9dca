package zabra.simulator.client;

import java.util.List;
import zabra.protocol.ErrorCode;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.RequestHeader;
import zabra.protocol.SetWatches;
import zabra.protocol.Stat;
import zabra.simulator.check.Operation;
import zabra.simulator.check.Session;

/** What replies hold, and what they mean for a client's watches. */
final class Results {
    private Results() {}

    /** Reads what a reply without an error holds, for the checks. */
    static void read(Operation operation, JuteReader in) {
        switch (operation.op()) {
            case CREATE2 -> operation.result(in.readString(), null, Stat.read(in), null);
            case SET_DATA, EXISTS -> operation.result(null, null, Stat.read(in), null);
            case GET_DATA -> {
                byte[] data = in.readBuffer();
                operation.result(null, data, Stat.read(in), null);
            }
            case GET_CHILDREN2 -> {
                List<String> children = in.readStrings().stream().sorted().toList();
                operation.result(null, null, Stat.read(in), children);
            }
            default -> {}
        }
    }

    /** What the server now watches for this client; null where it refused. */
    static Session.WatchKind watch(Operation operation) {
        if (operation.isOk()) {
            return operation.op() == OpCode.GET_CHILDREN2
                    ? Session.WatchKind.CHILDREN
                    : Session.WatchKind.DATA;
        }
        boolean absent =
                operation.op() == OpCode.EXISTS && operation.error() == ErrorCode.NONODE.code();
        return absent ? Session.WatchKind.CREATE : null;
    }

    /** The request that sets a session's watches anew on another connection. */
    static JuteWriter rearming(Session session, long lastZxid) {
        JuteWriter out =
                new JuteWriter()
                        .writeInt(RequestHeader.SET_WATCHES_XID)
                        .writeInt(OpCode.SET_WATCHES.code());
        new SetWatches(
                        lastZxid,
                        paths(session, Session.WatchKind.DATA),
                        paths(session, Session.WatchKind.CREATE),
                        paths(session, Session.WatchKind.CHILDREN),
                        List.of(),
                        List.of())
                .write(out, OpCode.SET_WATCHES);
        return out;
    }

    private static List<String> paths(Session session, Session.WatchKind kind) {
        return session.watches().keySet().stream()
                .filter(watch -> watch.kind() == kind)
                .map(Session.Watch::path)
                .toList();
    }
}
