package zabra.server.http;

/**
 * What a connection may cost.
 *
 * @param connectionsMax at a time on one port; the oldest gives way to a newer one, so that nobody
 *     can keep a supervisor out
 * @param lifeMillis from connecting to the last byte of the answer
 * @param lineBytesMax of the request's first line
 * @param headerBytesMax of all its headers
 */
public record HttpLimits(int connectionsMax, int lifeMillis, int lineBytesMax, int headerBytesMax) {
    public static final HttpLimits DEFAULT = new HttpLimits(64, 30_000, 4096, 8192);
}
