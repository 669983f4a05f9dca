package zabra.peer;

import zabra.protocol.ErrorCode;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.MarshallingException;
import zabra.protocol.MultiHeader;
import zabra.protocol.OpCode;
import zabra.protocol.ReplyHeader;
import zabra.protocol.txn.Txn;
import zabra.tree.Applied;

/** Encodes the replies to ordered requests. */
final class ReplyWriter {
    private ReplyWriter() {}

    /**
     * The reply to a write. A multi that failed in one of its parts is answered part by part; one
     * that failed as a whole is a {@code Txn.Failed}, and answered in the header.
     */
    static void write(JuteWriter out, int xid, long zxid, Applied applied) {
        int frame = out.beginFrame();
        boolean failed = applied.error() != ErrorCode.OK;
        boolean multi = applied.txn() instanceof Txn.Multi;
        ReplyHeader.write(out, xid, zxid, failed && !multi ? applied.error().code() : 0);
        if (multi) {
            writeParts(out, applied);
        } else if (!failed) {
            writeResult(out, applied);
        }
        out.endFrame(frame);
    }

    private static void writeParts(JuteWriter out, Applied multi) {
        Txn.Multi txn = (Txn.Multi) multi.txn();
        boolean failed = txn.isFailed();
        for (Applied part : multi.parts()) {
            if (failed) {
                new MultiHeader(-1, false, part.error().code()).write(out);
                out.writeInt(part.error().code());
            } else {
                new MultiHeader(resultType(part.txn()), false, 0).write(out);
                writeResult(out, part);
            }
        }
        MultiHeader.END.write(out);
    }

    /** Clients know only two kinds of create results: with a Stat (15) and without (1). */
    private static int resultType(Txn txn) {
        return switch (txn.op()) {
            case CREATE_CONTAINER, CREATE_TTL -> OpCode.CREATE2.code();
            default -> txn.op().code();
        };
    }

    private static void writeResult(JuteWriter out, Applied applied) {
        switch (applied.txn()) {
            case Txn.Create create -> {
                out.writeString(create.path());
                if (create.op() == OpCode.CREATE2) {
                    applied.stat().write(out);
                }
            }
            case Txn.CreateContainer create -> {
                out.writeString(create.path());
                applied.stat().write(out);
            }
            case Txn.CreateTtl create -> {
                out.writeString(create.path());
                applied.stat().write(out);
            }
            case Txn.SetData _, Txn.SetAcl _ -> applied.stat().write(out);
            case Txn.Delete _,
                    Txn.Check _,
                    Txn.CreateSession _,
                    Txn.CloseSession _,
                    Txn.Failed _,
                    Txn.Multi _ -> {}
        }
    }

    /** The path is echoed, whatever it is. */
    static void writeSync(JuteWriter out, int xid, long zxid, byte[] body) {
        String path;
        try {
            path = new JuteReader(body).readString();
        } catch (MarshallingException e) {
            Frames.writeReply(out, xid, zxid, ErrorCode.MARSHALLINGERROR);
            return;
        }
        int frame = out.beginFrame();
        ReplyHeader.write(out, xid, zxid, 0);
        out.writeString(path);
        out.endFrame(frame);
    }
}
