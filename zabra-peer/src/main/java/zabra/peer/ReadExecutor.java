package zabra.peer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.ErrorCode;
import zabra.protocol.Id;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.MarshallingException;
import zabra.protocol.MultiHeader;
import zabra.protocol.OpCode;
import zabra.protocol.ReplyHeader;
import zabra.protocol.SetWatches;
import zabra.tree.DataTree;
import zabra.tree.ZnodeView;
import zabra.tree.acl.Acls;
import zabra.tree.watch.WatchMode;
import zabra.tree.watch.WatchReplay;
import zabra.tree.watch.Watches;

/**
 * Answers the requests that change no replicated state: reads, and the operations on watches.
 *
 * <p>Any thread that holds the tree lock (either side), each with its own scratch and writer. A
 * request's whole answer, watch replay before the reply included, is appended to the writer.
 */
final class ReadExecutor {
    private final DataTree tree;
    private final Watches watches;
    private final Acls acls;

    ReadExecutor(DataTree tree, Watches watches, Acls acls) {
        this.tree = tree;
        this.watches = watches;
        this.acls = acls;
    }

    /**
     * Appends the answer's frames.
     *
     * @param in at the request record
     * @param identities the connection's when the request was read
     */
    void execute(
            ClientConnection connection,
            int xid,
            OpCode op,
            JuteReader in,
            List<Id> identities,
            ReadScratch scratch,
            JuteWriter out) {
        int mark = out.position();
        try {
            if (op == OpCode.SET_WATCHES || op == OpCode.SET_WATCHES2) {
                setWatches(connection, op, in, scratch, out);
                endReply(out, beginReply(out, xid), ErrorCode.OK);
            } else {
                int frame = beginReply(out, xid);
                endReply(out, frame, body(connection, op, in, identities, scratch, out));
            }
        } catch (MarshallingException e) {
            out.truncate(mark);
            endReply(out, beginReply(out, xid), ErrorCode.MARSHALLINGERROR);
        }
    }

    private int beginReply(JuteWriter out, int xid) {
        int frame = out.beginFrame();
        ReplyHeader.write(out, xid, tree.lastZxid(), 0);
        return frame;
    }

    /** Ends a reply; with an error, what the body had written is taken back. */
    private static void endReply(JuteWriter out, int frame, ErrorCode error) {
        if (error != ErrorCode.OK) {
            out.truncate(frame + 4 + ReplyHeader.LENGTH);
            out.patchInt(frame + 16, error.code());
        }
        out.endFrame(frame);
    }

    private ErrorCode body(
            ClientConnection connection,
            OpCode op,
            JuteReader in,
            List<Id> identities,
            ReadScratch scratch,
            JuteWriter out) {
        return switch (op) {
            case GET_DATA -> getData(connection, in, identities, scratch.view, out);
            case EXISTS -> exists(connection, in, identities, scratch.view, out);
            case GET_CHILDREN -> getChildren(connection, in, identities, scratch, out, false);
            case GET_CHILDREN2 -> getChildren(connection, in, identities, scratch, out, true);
            case GET_ACL -> getAcl(in, identities, scratch.view, out);
            case MULTI_READ -> multiRead(in, identities, scratch, out);
            case ADD_WATCH -> addWatch(connection, in, out);
            case CHECK_WATCHES -> matchWatches(connection, in, false);
            case REMOVE_WATCHES -> matchWatches(connection, in, true);
            case GET_EPHEMERALS -> getEphemerals(connection, in, out);
            case GET_ALL_CHILDREN_NUMBER -> getAllChildrenNumber(in, identities, scratch.view, out);
            case WHO_AM_I -> whoAmI(identities, out);
            default -> throw new IllegalArgumentException("not a read: " + op);
        };
    }

    /** A path slice: its offset; the length is what remains of {@code readLength}. */
    private static int pathLength(JuteReader in) {
        int length = in.readLength();
        if (length < 0) {
            throw new MarshallingException("null path");
        }
        return length;
    }

    private static String string(JuteReader in, int offset, int length) {
        return new String(in.array(), offset, length, StandardCharsets.UTF_8);
    }

    private ErrorCode getData(
            ClientConnection watcher,
            JuteReader in,
            List<Id> identities,
            ZnodeView view,
            JuteWriter out) {
        int length = pathLength(in);
        int offset = in.position();
        in.skip(length);
        boolean watch = in.readBoolean();
        if (!tree.find(in.array(), offset, length, view)) {
            return ErrorCode.NONODE;
        }
        if (!acls.allows(view.acl(), Acl.READ, identities)) {
            return ErrorCode.NOAUTH;
        }
        if (watch && watcher != null) {
            watches.addData(string(in, offset, length), watcher, WatchMode.STANDARD);
        }
        writeData(view, out);
        return ErrorCode.OK;
    }

    private static void writeData(ZnodeView view, JuteWriter out) {
        if (view.dataLength() < 0) {
            out.writeInt(-1);
        } else {
            out.writeBuffer(view.dataArray(), view.dataOffset(), view.dataLength());
        }
        view.writeStat(out);
    }

    private ErrorCode exists(
            ClientConnection watcher,
            JuteReader in,
            List<Id> identities,
            ZnodeView view,
            JuteWriter out) {
        int length = pathLength(in);
        int offset = in.position();
        in.skip(length);
        boolean watch = in.readBoolean();
        for (int i = offset; i < offset + length; i++) {
            if (in.array()[i] == 0) {
                return ErrorCode.BADARGUMENTS;
            }
        }
        boolean found = tree.find(in.array(), offset, length, view);
        if (found && !acls.allows(view.acl(), Acl.READ, identities)) {
            return ErrorCode.NOAUTH;
        }
        if (watch) {
            // On an absent znode too: the watch waits for its creation.
            watches.addData(string(in, offset, length), watcher, WatchMode.STANDARD);
        }
        if (!found) {
            return ErrorCode.NONODE;
        }
        view.writeStat(out);
        return ErrorCode.OK;
    }

    private ErrorCode getChildren(
            ClientConnection watcher,
            JuteReader in,
            List<Id> identities,
            ReadScratch scratch,
            JuteWriter out,
            boolean withStat) {
        ZnodeView view = scratch.view;
        int length = pathLength(in);
        int offset = in.position();
        in.skip(length);
        boolean watch = in.readBoolean();
        if (!tree.find(in.array(), offset, length, view)) {
            return ErrorCode.NONODE;
        }
        if (!acls.allows(view.acl(), Acl.READ, identities)) {
            return ErrorCode.NOAUTH;
        }
        if (watch && watcher != null) {
            watches.addChild(string(in, offset, length), watcher, WatchMode.STANDARD);
        }
        if (scratch.names != null) {
            scratch.names.write(tree, view, in.array(), offset, length, out);
        } else {
            ListedNames.collect(tree, view, out);
        }
        if (withStat) {
            view.writeStat(out);
        }
        return ErrorCode.OK;
    }

    private ErrorCode getAcl(JuteReader in, List<Id> identities, ZnodeView view, JuteWriter out) {
        int length = pathLength(in);
        if (!tree.find(in.array(), in.position(), length, view)) {
            return ErrorCode.NONODE;
        }
        List<Acl> acl = view.acl();
        if (!acls.allows(acl, Acl.READ | Acl.ADMIN, identities)) {
            return ErrorCode.NOAUTH;
        }
        Acl.writeList(out, acls.allows(acl, Acl.ADMIN, identities) ? acl : acls.masked(acl));
        view.writeStat(out);
        return ErrorCode.OK;
    }

    private ErrorCode multiRead(
            JuteReader in, List<Id> identities, ReadScratch scratch, JuteWriter out) {
        MultiHeader header = MultiHeader.read(in);
        while (!header.done()) {
            int mark = out.position();
            out.writeInt(header.type()).writeBoolean(false).writeInt(0);
            // No watcher: the watch flag of a part is ignored.
            ErrorCode error =
                    switch (OpCode.of(header.type())) {
                        case GET_DATA -> getData(null, in, identities, scratch.view, out);
                        case GET_CHILDREN -> getChildren(null, in, identities, scratch, out, false);
                        case null, default ->
                                throw new MarshallingException(
                                        "multiRead of type " + header.type());
                    };
            if (error != ErrorCode.OK) {
                out.truncate(mark);
                new MultiHeader(-1, false, error.code()).write(out);
                out.writeInt(error.code());
            }
            header = MultiHeader.read(in);
        }
        MultiHeader.END.write(out);
        return ErrorCode.OK;
    }

    private ErrorCode addWatch(ClientConnection watcher, JuteReader in, JuteWriter out) {
        String path = in.readString();
        WatchMode mode =
                switch (in.readInt()) {
                    case 0 -> WatchMode.PERSISTENT;
                    case 1 -> WatchMode.PERSISTENT_RECURSIVE;
                    default -> throw new MarshallingException("unknown watch mode");
                };
        if (path != null) {
            watches.addPersistent(path, watcher, mode);
        }
        out.writeInt(0);
        return ErrorCode.OK;
    }

    /** The events that the client missed go out before the reply. */
    private void setWatches(
            ClientConnection watcher,
            OpCode op,
            JuteReader in,
            ReadScratch scratch,
            JuteWriter out) {
        SetWatches request = SetWatches.read(in, op);
        new WatchReplay(
                        WatchReplay.Znodes.of(tree, scratch.view),
                        watches,
                        watcher,
                        (type, path) -> Frames.writeEvent(out, type, path, WatchReplay.REPLAY_ZXID),
                        request.relativeZxid())
                .replay(
                        request.data(),
                        request.exist(),
                        request.child(),
                        request.persistent(),
                        request.persistentRecursive());
    }

    private ErrorCode matchWatches(ClientConnection watcher, JuteReader in, boolean remove) {
        String path = in.readString();
        int type = in.readInt();
        if (type < 1 || type > 5) {
            throw new MarshallingException("unknown watcher type " + type);
        }
        return path != null && watches.match(path, watcher, type, remove)
                ? ErrorCode.OK
                : ErrorCode.NOWATCHER;
    }

    private ErrorCode getEphemerals(ClientConnection connection, JuteReader in, JuteWriter out) {
        String prefix = in.readString();
        List<String> paths = tree.ephemerals(connection.sessionId());
        if (prefix != null && !prefix.isBlank() && !prefix.equals("/")) {
            paths = paths.stream().filter(path -> path.startsWith(prefix)).toList();
        }
        out.writeStrings(paths);
        return ErrorCode.OK;
    }

    private ErrorCode getAllChildrenNumber(
            JuteReader in, List<Id> identities, ZnodeView view, JuteWriter out) {
        String path = in.readString();
        if (path == null) {
            throw new MarshallingException("null path");
        }
        if (!tree.find(path, view)) {
            return ErrorCode.NONODE;
        }
        if (!acls.allows(view.acl(), Acl.READ, identities)) {
            return ErrorCode.NOAUTH;
        }
        out.writeInt(tree.countDescendants(path));
        return ErrorCode.OK;
    }

    private ErrorCode whoAmI(List<Id> identities, JuteWriter out) {
        List<Id> shown = acls.whoAmI(identities);
        out.writeInt(shown.size());
        for (Id id : shown) {
            id.write(out);
        }
        return ErrorCode.OK;
    }
}
