package zabra.server.config;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Reads a configuration as a test gives it. */
final class ReadConfig {
    private final Path directory;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Properties properties = new Properties();
    private final List<String> overrides = new ArrayList<>();
    private String text = "";

    ReadConfig(Path directory) {
        this.directory = directory;
    }

    /** The least that starts a server, and then these lines, from line 3 on. */
    ReadConfig lines(String... lines) {
        return text("dataDir=/data\nclientPort=2181\n" + String.join("\n", lines));
    }

    ReadConfig text(String whole) {
        text = whole;
        return this;
    }

    ReadConfig env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    ReadConfig property(String name, String value) {
        properties.setProperty(name, value);
        return this;
    }

    ReadConfig set(String override) {
        overrides.add(override);
        return this;
    }

    private LoadedConfig read() throws ConfigException {
        Path file = directory.resolve("zoo.cfg");
        try {
            Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ConfigReader.of(environment, properties).read(file, overrides);
    }

    LoadedConfig loaded() {
        try {
            return read();
        } catch (ConfigException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    ServerConfig config() {
        return loaded().config();
    }

    /** The warnings, without the directory of the file. */
    List<String> warnings() {
        return loaded().warnings().stream().map(this::shorten).toList();
    }

    /** What is complained of, without the directory of the file. */
    List<String> problems() {
        return assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(this::read)
                .actual()
                .problems()
                .stream()
                .map(this::shorten)
                .toList();
    }

    private String shorten(String line) {
        return line.replace(directory + "/", "");
    }
}
