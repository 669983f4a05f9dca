package zabra.interop.differential;

import java.util.HexFormat;
import java.util.List;
import zabra.interop.wire.Request;

/** What is done next, on one of the slots; a slot has at most one session and one connection. */
sealed interface Step {
    /** The slot it is done on. */
    int slot();

    /** Requests sent at once, each with its xid. With {@code probe}, then asks: still open? */
    record Burst(int slot, List<Integer> xids, List<Request> requests, boolean probe)
            implements Step {
        @Override
        public String toString() {
            return "slot " + slot + " " + requests + " xids " + xids;
        }
    }

    /** Opens a connection and says hello. */
    record Connect(int slot, Hello hello, int timeoutMillis, Boolean readOnly) implements Step {}

    /** Closes the connection without a word; the session lives on. */
    record Drop(int slot) implements Step {}

    /** Sends bytes after which a server must close the connection. */
    record Garbage(int slot, byte[] bytes) implements Step {
        @Override
        public String toString() {
            return "slot " + slot + " garbage " + HexFormat.of().formatHex(bytes);
        }
    }

    /** How a connection starts. */
    enum Hello {
        /** A new session. */
        NEW,
        /** A new session, asked for with a password that is null. */
        NEW_WITHOUT_PASSWORD,
        /** The slot's session, whose connection is gone. */
        REATTACH,
        /** The slot's session while its old connection is still open. */
        STEAL,
        /** The slot's session with a wrong password. */
        WRONG_PASSWORD,
        /** A session id nobody was given. */
        UNKNOWN_SESSION,
        /** The session this slot closed last. */
        CLOSED_SESSION,
        /** A client that has seen a zxid from the future. */
        FUTURE_ZXID
    }
}
