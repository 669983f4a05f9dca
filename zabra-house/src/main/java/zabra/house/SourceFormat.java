package zabra.house;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.StringWrapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How Java looks here: google-java-format with four spaces and 100 columns, imports in one sorted
 * block without the unused. Stateless, thread-safe.
 */
public final class SourceFormat {
    private static final JavaFormatterOptions OPTIONS =
            JavaFormatterOptions.builder().style(Style.AOSP).build();

    private static final int PASSES_MAX = 4;

    private SourceFormat() {}

    /**
     * The source as it should be.
     *
     * @throws FormatterException where it does not parse
     */
    public static String format(String source) throws FormatterException {
        Formatter formatter = new Formatter(OPTIONS);
        String current = source;
        // A string that was wrapped can make room for another layout around it: until all is quiet.
        for (int pass = 0; pass < PASSES_MAX; pass++) {
            String next = pass(current, formatter);
            if (next.equals(current)) {
                break;
            }
            current = next;
        }
        return current;
    }

    private static String pass(String source, Formatter formatter) throws FormatterException {
        // The style with four spaces would group imports by vendor; one sorted block is plainer.
        String imports = Formatter.fixImports(source, Style.GOOGLE, true, true);
        return StringWrapper.wrap(formatter.formatSource(imports), formatter);
    }

    /**
     * The files, by name, that are not as they should be, or do not parse.
     *
     * @param fix whether they are rewritten, where they parse
     */
    public static List<String> check(Repository repository, boolean fix) throws IOException {
        return repository.files(".java").parallelStream()
                .map(file -> check(repository, file, fix))
                .filter(complaint -> !complaint.isEmpty())
                .sorted()
                .toList();
    }

    private static String check(Repository repository, Path file, boolean fix) {
        String name = repository.name(file);
        try {
            String source = Files.readString(file);
            String formatted = format(source);
            if (formatted.equals(source)) {
                return "";
            }
            if (fix) {
                Files.writeString(file, formatted);
            }
            return name;
        } catch (FormatterException e) {
            return name + ": " + e.getMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /**
     * {@code [--fix] [ROOT]}: lists the files that are (or were) not formatted.
     *
     * @throws IOException where a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        boolean fix = args.length > 0 && args[0].equals("--fix");
        Path root = Path.of(args.length > (fix ? 1 : 0) ? args[args.length - 1] : ".");
        Repository repository = new Repository(root.toAbsolutePath().normalize());
        List<String> complaints = check(repository, fix);
        for (String complaint : complaints) {
            System.out.println(fix ? "formatted " + complaint : complaint);
        }
        if (!fix && !complaints.isEmpty()) {
            System.exit(1);
        }
    }
}
