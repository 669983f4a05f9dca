package zabra.tree.prepare;

import java.util.ArrayList;
import java.util.List;
import zabra.protocol.JuteReader;
import zabra.protocol.MarshallingException;
import zabra.protocol.OpCode;

/** Reads a multi: a list of headers and records, ended by a header that says so. */
final class MultiRequest {
    private MultiRequest() {}

    /**
     * The parts in order.
     *
     * @throws MarshallingException where the bytes are none, or a part is one that spoils the
     *     whole: not a write, without path or ACL, or with flags that its op cannot have
     */
    static List<WriteOp> read(JuteReader in) {
        List<WriteOp> parts = new ArrayList<>();
        while (true) {
            int type = in.readInt();
            boolean done = in.readBoolean();
            in.readInt(); // The error: nothing in a request.
            if (done) {
                return parts;
            }
            OpCode op = OpCode.of(type);
            if (op == null) {
                throw new MarshallingException("multi with a part of type " + type);
            }
            switch (op) {
                case CREATE, CREATE2, CREATE_CONTAINER, CREATE_TTL, DELETE, SET_DATA, CHECK ->
                        parts.add(checked(WriteOp.read(op, in)));
                default -> throw new MarshallingException("multi with " + op);
            }
        }
    }

    private static WriteOp checked(WriteOp part) {
        String path =
                switch (part) {
                    case WriteOp.Create create -> {
                        checkCreate(create);
                        yield create.path();
                    }
                    case WriteOp.Delete delete -> delete.path();
                    case WriteOp.SetData setData -> setData.path();
                    case WriteOp.Check check -> check.path();
                    case WriteOp.SetAcl setAcl -> setAcl.path();
                    case WriteOp.DeleteContainer delete -> delete.path();
                };
        if (path == null) {
            throw new MarshallingException("multi with a part without path");
        }
        return part;
    }

    private static void checkCreate(WriteOp.Create create) {
        if (create.acl() == null) {
            throw new MarshallingException("multi with a create without ACL");
        }
        // The flags of a create with a time to live are looked at when its turn comes.
        if (create.op() != OpCode.CREATE_TTL
                && (!CreateMode.isKnown(create.flags()) || CreateMode.isTtl(create.flags()))) {
            throw new MarshallingException("multi with create flags " + create.flags());
        }
    }
}
