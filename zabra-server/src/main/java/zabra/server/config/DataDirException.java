package zabra.server.config;

import java.io.IOException;

/** A data directory that is absent and may not be made, or cannot be used. */
public final class DataDirException extends IOException {
    private static final long serialVersionUID = 1;

    public DataDirException(String message) {
        super(message);
    }

    public DataDirException(String message, Throwable cause) {
        super(message, cause);
    }
}
