package zabra.peer;

/**
 * Decides when a connection's socket is read: not while its session is being opened, while too much
 * of it is in the replica's hands, or while it does not read its own replies. Lane thread only, but
 * for the two questions that operators ask.
 */
public final class Flow {
    private final Lane lane;
    private final Transport transport;
    private final PeerOptions options;
    private boolean opening;
    private boolean paused;
    private boolean finishing;
    private int inFlight;

    Flow(Lane lane, Transport transport, PeerOptions options) {
        this.lane = lane;
        this.transport = transport;
        this.options = options;
    }

    /** Requests in the replica's hands; any thread may ask, roughly. */
    public int inFlight() {
        return inFlight;
    }

    /** Whether the socket is not read now; any thread may ask, roughly. */
    public boolean isPaused() {
        return paused;
    }

    /** The replica opens the session: nothing is read until it has. */
    void setOpening(boolean now) {
        opening = now;
        if (now) {
            pause();
        }
    }

    /** As soon as nothing is under way, the connection is to end. */
    void finish() {
        finishing = true;
    }

    /** Whether that is so. */
    boolean isFinished() {
        return finishing && !opening && inFlight == 0;
    }

    /** A request goes to the replica. */
    void submitted(int bytes) {
        inFlight++;
        lane.submitted(bytes);
        pauseIfOverLimit();
    }

    /**
     * The replica is done with a request.
     *
     * @return whether reading may go on soon
     */
    boolean completed(int bytes) {
        inFlight--;
        lane.completed(bytes);
        // Half of the limit, so that sockets are not switched on and off for every request.
        return paused && inFlight <= options.outstandingPerConnectionMax() / 2;
    }

    void pauseIfOverLimit() {
        if (!paused && isOverLimit()) {
            pause();
        }
    }

    /** Ends the pause unless something still speaks for it. */
    boolean tryResume() {
        if (!paused || isOverLimit()) {
            return false;
        }
        paused = false;
        return true;
    }

    private void pause() {
        paused = true;
        transport.setReading(false);
    }

    private boolean isOverLimit() {
        return opening
                || inFlight >= options.outstandingPerConnectionMax()
                || (inFlight > 0 && lane.isOverLimit())
                || transport.pendingBytes() > options.pendingOutputHighBytes();
    }
}
