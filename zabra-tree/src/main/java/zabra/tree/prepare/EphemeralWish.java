package zabra.tree.prepare;

import java.util.List;
import zabra.protocol.JuteReader;
import zabra.protocol.MarshallingException;
import zabra.protocol.OpCode;

/** Whether a request would make an ephemeral, as a server with local sessions must know. */
public final class EphemeralWish {
    private EphemeralWish() {}

    /**
     * Looks at the request only; a malformed one wishes for nothing, it will be refused.
     *
     * @param body the request record's bytes, after the header
     */
    public static boolean isIn(OpCode op, byte[] body) {
        try {
            return switch (op) {
                case CREATE, CREATE2 -> isEphemeral(WriteOp.read(op, new JuteReader(body)));
                case MULTI -> isAnyEphemeral(MultiRequest.read(new JuteReader(body)));
                default -> false;
            };
        } catch (MarshallingException e) {
            return false;
        }
    }

    private static boolean isAnyEphemeral(List<WriteOp> parts) {
        for (WriteOp part : parts) {
            if (isEphemeral(part)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEphemeral(WriteOp part) {
        return part instanceof WriteOp.Create create
                && (create.op() == OpCode.CREATE || create.op() == OpCode.CREATE2)
                && CreateMode.isEphemeral(create.flags());
    }
}
