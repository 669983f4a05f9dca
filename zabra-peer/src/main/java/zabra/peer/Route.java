package zabra.peer;

import zabra.protocol.OpCode;

/** Which way a client's request goes. */
enum Route {
    /** Answered at once: it may overtake. */
    PING,
    AUTH,
    SASL,
    /**
     * Changes no replicated state: answered by the lane, unless a write of the session is ahead.
     */
    READ,
    /** To the replica, in order. */
    ORDERED,
    /** Nothing that a client may ask. */
    UNKNOWN;

    /** The route of an operation; null is none that is known. */
    static Route of(OpCode op) {
        return switch (op) {
            case OpCode.PING -> PING;
            case OpCode.AUTH -> AUTH;
            case OpCode.SASL -> SASL;
            case CREATE,
                    CREATE2,
                    CREATE_CONTAINER,
                    CREATE_TTL,
                    DELETE,
                    SET_DATA,
                    SET_ACL,
                    MULTI,
                    RECONFIG,
                    SYNC,
                    CLOSE_SESSION ->
                    ORDERED;
            case EXISTS,
                    GET_DATA,
                    GET_ACL,
                    GET_CHILDREN,
                    GET_CHILDREN2,
                    MULTI_READ,
                    CHECK_WATCHES,
                    REMOVE_WATCHES,
                    ADD_WATCH,
                    SET_WATCHES,
                    SET_WATCHES2,
                    GET_EPHEMERALS,
                    GET_ALL_CHILDREN_NUMBER,
                    WHO_AM_I ->
                    READ;
            case NOTIFICATION, CHECK, DELETE_CONTAINER, CREATE_SESSION, ERROR -> UNKNOWN;
            case null -> UNKNOWN;
        };
    }
}
