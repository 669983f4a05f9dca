package zabra.peer;

/** One client's socket, as a port. Only the connection's lane thread calls it. */
public interface Transport {
    /** Queues bytes for the client; they are copied before this returns. */
    void send(byte[] bytes, int offset, int length);

    /** Starts writing what was queued. */
    void flush();

    /** Bytes queued and not yet taken by the operating system. */
    long pendingBytes();

    /** Closes once all that was sent is written. */
    void closeAfterFlush();

    /** Closes at once. */
    void abort();

    /** Whether more input is wanted; with false no {@link ClientConnection#onBytes} comes. */
    void setReading(boolean reading);

    /** The client's address without port, as identities show it. */
    String remoteHost();

    /** The client's address and port, as operators see it: {@code 127.0.0.1:38908}. */
    String remoteAddress();
}
