package zabra.server.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Reads Java property syntax and remembers the lines. {@link Properties} alone forgets where a key
 * stood and that it stood twice.
 */
final class ConfigFile {
    private ConfigFile() {}

    /** The entries in order, repeated ones included. */
    static List<Given> read(Path file) throws IOException {
        // Property files are Latin-1 unless read through a Reader; the reference reads them so.
        return parse(Files.readString(file, StandardCharsets.ISO_8859_1), file.toString());
    }

    /**
     * @throws IllegalArgumentException for a malformed unicode escape, with its line
     */
    static List<Given> parse(String text, String fileName) throws IOException {
        List<Given> entries = new ArrayList<>();
        String[] lines = text.split("\r\n|\r|\n", -1);
        int next = 0;
        while (next < lines.length) {
            int first = next;
            StringBuilder logical = new StringBuilder(lines[next++]);
            while (!isComment(lines[first]) && continues(logical) && next < lines.length) {
                logical.append('\n').append(lines[next++]);
            }
            entryTo(entries, logical.toString(), fileName + ":" + (first + 1));
        }
        return entries;
    }

    private static void entryTo(List<Given> entries, String logical, String origin)
            throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(logical));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(origin + ": " + e.getMessage(), e);
        }
        for (String name : properties.stringPropertyNames()) {
            entries.add(new Given(name.trim(), properties.getProperty(name).trim(), origin));
        }
    }

    private static boolean isComment(String line) {
        String text = line.stripLeading();
        return text.startsWith("#") || text.startsWith("!");
    }

    /** Whether the line ends in an odd number of backslashes. */
    private static boolean continues(StringBuilder line) {
        int backslashes = 0;
        for (int i = line.length() - 1; i >= 0 && line.charAt(i) == '\\'; i--) {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
