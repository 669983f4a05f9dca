package zabra.server.words;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is.
 *
 * @param compatible the reference's version this server behaves as, {@code 3.9.5}
 * @param version our own
 * @param commit the revision it was built from
 * @param built that revision's date, so that a build can be repeated byte for byte
 */
public record ServerVersion(String compatible, String version, String commit, String built) {
    /** The running build. */
    public static final ServerVersion CURRENT = load();

    private static ServerVersion load() {
        Properties properties = new Properties();
        try (InputStream in = ServerVersion.class.getResourceAsStream("build.properties")) {
            if (in == null) {
                throw new IllegalStateException("build.properties is not in the server's jar");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ServerVersion(
                properties.getProperty("compatible"),
                properties.getProperty("version"),
                properties.getProperty("commit"),
                properties.getProperty("built"));
    }

    /**
     * What {@code srvr} and {@code mntr} tell. Tools take the part before the first dash for the
     * version, and look for the comma and "built on".
     */
    public String asReference() {
        return compatible + "-zabra-" + commit + ", built on " + built;
    }
}
