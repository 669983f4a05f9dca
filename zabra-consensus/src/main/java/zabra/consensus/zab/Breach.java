package zabra.consensus.zab;

/** The other side of a link did what the protocol does not allow: it loses the link. */
final class Breach extends Exception {
    private static final long serialVersionUID = 1;

    Breach(String message) {
        super(message, null, false, false);
    }
}
