package zabra.consensus.quorum;

/** A config that nobody may run with; the message says what is wrong with it, for its author. */
public final class InvalidMembershipException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidMembershipException(String message) {
        // No stack trace: other servers and clients send configs too.
        super(message, null, false, false);
    }
}
