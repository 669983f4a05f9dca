package zabra.client.bench;

import java.io.IOException;
import java.time.Duration;
import zabra.protocol.ErrorCode;
import zabra.protocol.MarshallingException;

/** What a server did to end a measurement, said so that its operator knows where to look. */
final class Complaint {
    private Complaint() {}

    static BenchException noSession(LoadConnection connection, Duration patience) {
        return of(
                connection,
                " gave no session within " + patience.toSeconds() + " s: is it serving?");
    }

    static BenchException sessionRefused(LoadConnection connection) {
        return of(connection, " refused a session");
    }

    static BenchException lost(LoadConnection connection, IOException e) {
        return new BenchException(
                "lost a connection to " + nameOf(connection) + ": " + e.getMessage(), e);
    }

    static BenchException closed(LoadConnection connection) {
        return of(
                connection,
                connection.isReady()
                        ? " closed a connection with "
                                + connection.inFlight()
                                + " requests unanswered"
                        : " closed a connection before it gave a session: is it serving, and"
                                + " are so many connections allowed (maxClientCnxns)?");
    }

    static BenchException notTheProtocol(LoadConnection connection, MarshallingException e) {
        return new BenchException(
                nameOf(connection) + " does not speak the protocol: " + e.getMessage(), e);
    }

    static BenchException frameLength(LoadConnection connection, int length) {
        return of(connection, " sent a frame of " + length + " bytes");
    }

    static BenchException replyTooShort(LoadConnection connection, int length) {
        return of(connection, " sent a reply of only " + length + " bytes");
    }

    static BenchException replyLength(LoadConnection connection, int length, int expected) {
        return of(
                connection,
                " sent a reply of " + length + " bytes where " + expected + " are right");
    }

    static BenchException outOfOrder(LoadConnection connection, int xid) {
        return of(
                connection,
                " answered request "
                        + xid
                        + " where "
                        + connection.awaitedXid()
                        + " was next: replies out of order");
    }

    static BenchException refused(LoadConnection connection, int error) {
        return of(connection, " refused a request: " + errorName(error));
    }

    /** A code as people know it. */
    static String errorName(int code) {
        ErrorCode known = ErrorCode.of(code);
        return known == null ? "error " + code : known + " (" + code + ")";
    }

    private static BenchException of(LoadConnection connection, String what) {
        return new BenchException(nameOf(connection) + what);
    }

    private static String nameOf(LoadConnection connection) {
        return connection.server().getHostString() + ":" + connection.server().getPort();
    }
}
