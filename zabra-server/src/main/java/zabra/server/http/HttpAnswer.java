package zabra.server.http;

/**
 * What is sent back.
 *
 * @param status of HTTP
 * @param contentType as in the header
 * @param text the body, sent as UTF-8
 */
public record HttpAnswer(int status, String contentType, String text) {
    private static final String PLAIN = "text/plain; charset=utf-8";

    /** All is well. */
    public static HttpAnswer ok(String text) {
        return new HttpAnswer(200, PLAIN, text);
    }

    /** Not now; the text says why. */
    public static HttpAnswer unavailable(String text) {
        return new HttpAnswer(503, PLAIN, text);
    }

    static HttpAnswer of(int status, String text) {
        return new HttpAnswer(status, PLAIN, text);
    }
}
