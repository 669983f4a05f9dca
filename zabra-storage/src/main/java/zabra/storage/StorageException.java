package zabra.storage;

/**
 * Files that cannot be used as they are: damaged, contradictory or unreadable. The message names the
 * file, the offset where there is one, what is wrong, and what to do.
 */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageException(String message) {
        super(message);
    }

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
