package zabra.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file that {@code dynamicConfigFile} names: {@code server.N}, {@code group.N} and {@code
 * weight.N}, nothing else. Its version is the last part of its name, in hexadecimal: {@code
 * zoo.cfg.dynamic.100000000}.
 *
 * @param lines in order
 * @param version 0 where the name has none
 */
record DynamicFile(List<Given> lines, long version) {
    private static final int HEX = 16;

    static DynamicFile read(Path file, Settings settings) {
        List<Given> lines = new ArrayList<>();
        for (Given given : entries(file, settings)) {
            if (Families.isOfMembership(given.name())) {
                lines.add(given);
            } else if (given.name().equals("version")) {
                settings.problem(
                        given.origin()
                                + ": dynamic file shouldn't have version inside; it is the last"
                                + " part of the file's name; remove the line");
            } else {
                settings.problem(
                        given.origin()
                                + ": Unrecognised parameter: "
                                + given.name()
                                + "; a dynamic file has server.N, group.N and weight.N only");
            }
        }
        return new DynamicFile(lines, version(file));
    }

    private static List<Given> entries(Path file, Settings settings) {
        if (!Files.isRegularFile(file)) {
            settings.problem(
                    settings.say(
                            EnsembleKeys.DYNAMIC_FILE,
                            file.toAbsolutePath()
                                    + " is missing; correct the path, or put the server lines here"
                                    + " and remove the key"));
            return List.of();
        }
        try {
            return ConfigFile.read(file);
        } catch (IOException e) {
            settings.problem(
                    settings.say(EnsembleKeys.DYNAMIC_FILE, file + " cannot be read: " + e));
            return List.of();
        } catch (IllegalArgumentException e) {
            settings.problem(e.getMessage());
            return List.of();
        }
    }

    private static long version(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            return Math.max(0, Long.parseLong(name.substring(name.lastIndexOf('.') + 1), HEX));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
