package zabra.server.words;

import java.util.List;

/** One line per connection: {@code cons}, and the brief form in {@code stat}. */
final class ConnectionReport {
    private ConnectionReport() {}

    static String cons(ServerFacts facts) {
        StringBuilder out = new StringBuilder(1000);
        for (ConnectionFacts connection : facts.connections()) {
            countersTo(out, connection);
            if (connection.hasSession()) {
                sessionTo(out, connection);
            }
            out.append(")\n");
        }
        return out.append('\n').toString();
    }

    static void briefTo(StringBuilder out, List<ConnectionFacts> connections) {
        for (ConnectionFacts connection : connections) {
            countersTo(out, connection);
            out.append(")\n");
        }
    }

    private static void countersTo(StringBuilder out, ConnectionFacts connection) {
        out.append(' ').append(connection.remoteAddress());
        out.append('[').append(Integer.toHexString(connection.interestOps())).append(']');
        out.append("(queued=").append(connection.queued());
        out.append(",recved=").append(connection.received());
        out.append(",sent=").append(connection.sent());
    }

    private static void sessionTo(StringBuilder out, ConnectionFacts connection) {
        out.append(",sid=0x").append(Long.toHexString(connection.sessionId()));
        out.append(",lop=").append(connection.lastOperation());
        out.append(",est=").append(connection.establishedMillis());
        out.append(",to=").append(connection.timeoutMillis());
        if (connection.lastCxid() >= 0) {
            out.append(",lcxid=0x").append(Long.toHexString(connection.lastCxid()));
        }
        out.append(",lzxid=0x").append(Long.toHexString(connection.lastZxid()));
        out.append(",lresp=").append(connection.lastResponseMillis());
        out.append(",llat=").append(connection.lastLatencyMillis());
        out.append(",minlat=").append(connection.minLatencyMillis());
        out.append(",avglat=").append(connection.averageLatencyMillis());
        out.append(",maxlat=").append(connection.maxLatencyMillis());
    }
}
