package zabra.server.http;

import java.io.IOException;

/** A port for pages cannot be listened on; the message says which, and why. */
public final class HttpBindException extends IOException {
    /** What the process ends with, as ZooKeeper where its port for pages is taken. */
    public static final int EXIT_CODE = 4;

    private static final long serialVersionUID = 1;

    HttpBindException(String message, Throwable cause) {
        super(message, cause);
    }
}
