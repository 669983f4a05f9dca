package zabra.protocol;

/** Bytes that do not hold the record they should: the sender's fault, never an invariant. */
public final class MarshallingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MarshallingException(String message) {
        // No stack trace: hostile input must be cheap to refuse.
        super(message, null, false, false);
    }
}
