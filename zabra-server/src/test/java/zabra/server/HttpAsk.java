package zabra.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends bytes to a port for pages, and reads to the end. */
public final class HttpAsk {
    private HttpAsk() {}

    /**
     * GETs a page.
     *
     * @return status line, headers and body
     */
    public static String get(int port, String path) throws IOException {
        return send(port, "GET " + path + " HTTP/1.1\r\nHost: here\r\n\r\n");
    }

    /** The status that GET comes to. */
    public static int status(int port, String path) throws IOException {
        return Integer.parseInt(get(port, path).split(" ", 3)[1]);
    }

    /** Sends anything. */
    public static String send(int port, String text) throws IOException {
        try (Socket socket = connect(port)) {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            return readAll(socket);
        }
    }

    /** A connection whose reads end after a while. */
    public static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** Until the other side closes. */
    public static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
