package zabra.client.crowd;

/** The occasion could not come to its end; the message is for the person who wanted it. */
public final class CrowdException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CrowdException(String message) {
        super(message);
    }

    public CrowdException(String message, Throwable cause) {
        super(message, cause);
    }
}
