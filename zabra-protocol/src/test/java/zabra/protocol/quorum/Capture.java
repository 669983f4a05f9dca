package zabra.protocol.quorum;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One captured line.
 *
 * @param conversation who spoke to whom
 * @param name the packet's, as ZooKeeper calls it
 */
record Capture(String conversation, String name, byte[] bytes) {
    /** All lines of a resource beside this class, in their order. */
    static List<Capture> read(String resource) {
        try (InputStream in = Capture.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            List<Capture> captures = new ArrayList<>();
            String conversation = "";
            for (String line : text.lines().toList()) {
                if (line.startsWith("== ")) {
                    conversation = line.substring(3);
                } else if (!line.startsWith("#")) {
                    int blank = line.indexOf(' ');
                    captures.add(
                            new Capture(
                                    conversation,
                                    line.substring(0, blank),
                                    HexFormat.of().parseHex(line, blank + 1, line.length())));
                }
            }
            return captures;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
