package zabra.house;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The files of this repository as a checkout shows them: what builds and editors leave behind is
 * not among them.
 *
 * @param root the directory that holds the modules
 */
public record Repository(Path root) {
    /** The repository that the build runs in: the nearest directory upwards with a README.md. */
    public static Repository ofWorkingDirectory() {
        Path start = Path.of("").toAbsolutePath();
        for (Path at = start; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("README.md")) && Files.exists(at.resolve("pom.xml"))) {
                return new Repository(at);
            }
        }
        throw new IllegalStateException("no README.md beside a pom.xml in or above " + start);
    }

    /** All files whose name ends with {@code suffix}, sorted. */
    public List<Path> files(String suffix) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) {
                        return isOurs(directory)
                                ? FileVisitResult.CONTINUE
                                : FileVisitResult.SKIP_SUBTREE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile()
                                && file.getFileName().toString().endsWith(suffix)
                                && !file.getFileName().toString().equals(".git")) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        Collections.sort(found);
        return found;
    }

    /** How people name the file: its path from the root, with slashes. */
    public String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private boolean isOurs(Path directory) {
        if (directory.equals(root)) {
            return true;
        }
        String name = directory.getFileName().toString();
        boolean hidden = name.startsWith(".") && !name.equals(".ci") && !name.equals(".mvn");
        return !hidden && !name.equals("target");
    }
}
