package zabra.server.net.quorum;

import java.io.IOException;

/** A port for the other servers cannot be listened on; the message says which, and why. */
public final class QuorumBindException extends IOException {
    /** What the process ends with, as ZooKeeper does. */
    public static final int EXIT_CODE = 14;

    private static final long serialVersionUID = 1;

    QuorumBindException(String message, Throwable cause) {
        super(message, cause);
    }
}
