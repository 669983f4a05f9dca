package zabra.storage;

/**
 * Files that cannot be used as they are: damaged, contradictory or unreadable. The message names
 * the file, the offset where there is one, what is wrong, and what to do. Nothing was changed on
 * disk.
 */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What sort of trouble, for who must choose an exit code. */
    public enum Kind {
        /** A file's content is damaged, or files contradict each other. */
        DAMAGED,
        /** Snapshots among the logs or logs among the snapshots: the configuration is wrong. */
        MISPLACED,
        /** Needed files are not there. */
        MISSING
    }

    private final Kind kind;

    public StorageException(String message) {
        this(Kind.DAMAGED, message, null);
    }

    public StorageException(String message, Throwable cause) {
        this(Kind.DAMAGED, message, cause);
    }

    public StorageException(Kind kind, String message) {
        this(kind, message, null);
    }

    public StorageException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
