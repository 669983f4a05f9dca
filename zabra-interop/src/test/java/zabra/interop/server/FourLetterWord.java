package zabra.interop.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Asks a server by four-letter words on its client port. */
public final class FourLetterWord {
    private static final int PATIENCE_MILLIS = 10_000;

    private FourLetterWord() {}

    /** The whole answer to {@code word}. */
    public static String ask(int port, String word) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The lines of {@code mntr}, by their keys without the leading {@code zk_}. */
    public static Map<String, String> monitor(int port) throws IOException {
        Map<String, String> values = new TreeMap<>();
        for (String line : ask(port, "mntr").lines().toList()) {
            int tab = line.indexOf('\t');
            if (tab > 3 && line.startsWith("zk_")) {
                values.put(line.substring(3, tab), line.substring(tab + 1).strip());
            }
        }
        return values;
    }

    /** The last zxid that {@code srvr} reports, as text. */
    public static String zxid(int port) throws IOException {
        for (String line : ask(port, "srvr").lines().toList()) {
            if (line.startsWith("Zxid: ")) {
                return line.substring(6).strip();
            }
        }
        throw new IOException("srvr says no zxid");
    }
}
