package zabra.storage;

import java.io.IOException;
import java.util.List;

/**
 * The files of one directory, as little of a file system as the log and snapshots need: the port
 * that the real and the simulated disk implement. Names are plain file names.
 *
 * <p>What a crash leaves: bytes are safe after {@link DiskFile#sync}; a created, renamed or deleted
 * name is safe after {@link #syncDirectory}. Anything else may be there in full, in part, or not at
 * all. Not thread-safe per file; different files may be used by different threads.
 */
public interface Disk {
    /** The names of the files in the directory, sorted. */
    List<String> list() throws IOException;

    /** Whether a file of this name exists. */
    boolean exists(String name) throws IOException;

    /** The length in bytes. */
    long size(String name) throws IOException;

    /** Last change, milliseconds since the Unix epoch. */
    long modifiedMillis(String name) throws IOException;

    /** Opens an existing file for reading and writing, or creates an empty one. */
    DiskFile open(String name) throws IOException;

    /** Opens for reading; fails where it does not exist. */
    DiskFile openForRead(String name) throws IOException;

    /** Renames over an existing file, atomically. */
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /** Makes created, renamed and deleted names durable. */
    void syncDirectory() throws IOException;

    /** Bytes that can still be written here. */
    long freeBytes() throws IOException;

    /** How people find the file, for messages; the directory for the empty name. */
    String describe(String name);
}
