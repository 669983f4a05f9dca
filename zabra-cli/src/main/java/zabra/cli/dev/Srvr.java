package zabra.cli.dev;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a server what it is doing. */
final class Srvr {
    private static final int PATIENCE_MILLIS = 2000;
    private static final String MODE = "Mode: ";

    private Srvr() {}

    /**
     * What the server is.
     *
     * @return {@code leader}, {@code follower}, {@code standalone}; empty where it does not serve
     */
    static String mode(String host, int port) {
        String name = host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(name, port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines()
                    .filter(line -> line.startsWith(MODE))
                    .map(line -> line.substring(MODE.length()))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
