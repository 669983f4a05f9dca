package zabra.server;

import zabra.protocol.OpCode;

/** The four letters that operators know an operation by. */
final class OperationName {
    private OperationName() {}

    static String of(OpCode op) {
        return switch (op) {
            case NOTIFICATION -> "NOTI";
            case CREATE -> "CREA";
            case CREATE2 -> "CRE2";
            case CREATE_CONTAINER -> "CREC";
            case CREATE_TTL -> "CRET";
            case DELETE -> "DELE";
            case DELETE_CONTAINER -> "DELC";
            case EXISTS -> "EXIS";
            case GET_DATA -> "GETD";
            case SET_DATA -> "SETD";
            case GET_ACL -> "GETA";
            case SET_ACL -> "SETA";
            case GET_CHILDREN -> "GETC";
            case GET_CHILDREN2 -> "GETC";
            case GET_ALL_CHILDREN_NUMBER -> "GACN";
            case GET_EPHEMERALS -> "GETE";
            case SYNC -> "SYNC";
            case PING -> "PING";
            case CHECK -> "CHEC";
            case MULTI -> "MULT";
            case MULTI_READ -> "MULR";
            case RECONFIG -> "RECO";
            case CHECK_WATCHES -> "CHKW";
            case REMOVE_WATCHES -> "REMW";
            case AUTH -> "AUTH";
            case SET_WATCHES -> "SETW";
            case SET_WATCHES2 -> "STW2";
            case SASL -> "SASL";
            case ADD_WATCH -> "ADDW";
            case WHO_AM_I -> "WHOA";
            case CREATE_SESSION -> "SESS";
            case CLOSE_SESSION -> "CLOS";
            case ERROR -> "ERRO";
        };
    }
}
