package zabra.protocol.txn;

import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.ErrorCode;
import zabra.protocol.OpCode;

/**
 * One change of the replicated state, checked and final: applying it cannot fail. Arrays and lists
 * in it are never changed after construction.
 */
public sealed interface Txn {
    /** The operation; its number is the header's type. */
    OpCode op();

    /**
     * A persistent or ephemeral znode.
     *
     * @param op {@link OpCode#CREATE} or {@link OpCode#CREATE2}
     * @param path final, with the sequence suffix
     * @param data null is kept distinct from empty
     * @param parentCversion the parent's stored cversion after the create, -1 when unknown
     */
    record Create(
            OpCode op,
            String path,
            byte[] data,
            List<Acl> acl,
            boolean ephemeral,
            int parentCversion)
            implements Txn {}

    /** A container znode: reaped when its last child is gone. */
    record CreateContainer(String path, byte[] data, List<Acl> acl, int parentCversion)
            implements Txn {
        @Override
        public OpCode op() {
            return OpCode.CREATE_CONTAINER;
        }
    }

    /** A znode with a time to live, in milliseconds. */
    record CreateTtl(String path, byte[] data, List<Acl> acl, int parentCversion, long ttlMillis)
            implements Txn {
        @Override
        public OpCode op() {
            return OpCode.CREATE_TTL;
        }
    }

    /**
     * The end of a znode.
     *
     * @param op {@link OpCode#DELETE} or {@link OpCode#DELETE_CONTAINER}
     */
    record Delete(OpCode op, String path) implements Txn {}

    /**
     * New data.
     *
     * @param op {@link OpCode#SET_DATA}, or {@link OpCode#RECONFIG} for the configuration node
     * @param version the new version
     */
    record SetData(OpCode op, String path, byte[] data, int version) implements Txn {}

    /**
     * A new access control list.
     *
     * @param version the new aversion
     */
    record SetAcl(String path, List<Acl> acl, int version) implements Txn {
        @Override
        public OpCode op() {
            return OpCode.SET_ACL;
        }
    }

    /** A check inside a multi: changes nothing. */
    record Check(String path, int version) implements Txn {
        @Override
        public OpCode op() {
            return OpCode.CHECK;
        }
    }

    /** A session's begin; the timeout in milliseconds. */
    record CreateSession(int timeoutMillis) implements Txn {
        @Override
        public OpCode op() {
            return OpCode.CREATE_SESSION;
        }
    }

    /**
     * A session's end.
     *
     * @param paths its ephemerals; null where the writer did not list them
     */
    record CloseSession(List<String> paths) implements Txn {
        @Override
        public OpCode op() {
            return OpCode.CLOSE_SESSION;
        }
    }

    /** A refused request, or a refused part of a multi: changes nothing. */
    record Failed(int error) implements Txn {
        public static Failed of(ErrorCode error) {
            return new Failed(error.code());
        }

        @Override
        public OpCode op() {
            return OpCode.ERROR;
        }
    }

    /** Several changes as one; with a {@link Failed} among them nothing is applied. */
    record Multi(List<Txn> parts) implements Txn {
        @Override
        public OpCode op() {
            return OpCode.MULTI;
        }

        /** True where a part failed, so that none is applied. */
        public boolean isFailed() {
            for (Txn part : parts) {
                if (part instanceof Failed) {
                    return true;
                }
            }
            return false;
        }
    }
}
