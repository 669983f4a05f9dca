package zabra.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What a user is told where a command cannot go on: one line, no stack trace. */
final class Failure {
    private Failure() {}

    /**
     * What went wrong, in words.
     *
     * @throws Exception {@code failure} itself where it is a fault of ours, which only its stack
     *     trace explains
     */
    static String text(Exception failure) throws Exception {
        return switch (failure) {
            case UncheckedIOException e -> text(e.getCause());
            case FileSystemException e -> e.getFile() + ": " + reason(e);
            case UnknownHostException e -> "unknown host " + e.getMessage();
            case IOException e when e.getMessage() != null -> e.getMessage();
            default -> throw failure;
        };
    }

    /** Some exceptions of the file system say it by their class alone. */
    private static String reason(FileSystemException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException _ -> "no such file or directory";
            case NotDirectoryException _ -> "not a directory";
            case FileAlreadyExistsException _ -> "exists, and is no directory";
            default -> String.valueOf(failure.getReason());
        };
    }
}
