package zabra.client;

import java.io.IOException;
import zabra.protocol.ErrorCode;

/** The server answered a request with an error. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int error;

    RefusedException(int error) {
        super(word(error));
        this.error = error;
    }

    /** The error's number, see {@link ErrorCode}. */
    public int error() {
        return error;
    }

    private static String word(int error) {
        ErrorCode known = ErrorCode.of(error);
        if (known == null) {
            return "error " + error;
        }
        return switch (known) {
            case NONODE -> "no such znode";
            case NODEEXISTS -> "exists already";
            case NOTEMPTY -> "has children";
            case NOAUTH -> "not allowed";
            case BADARGUMENTS -> "no valid path";
            case NOCHILDRENFOREPHEMERALS -> "an ephemeral znode has no children";
            case QUOTAEXCEEDED -> "quota exceeded";
            default -> known.toString();
        };
    }
}
