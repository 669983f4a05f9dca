package zabra.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.server.config.DataDirs;
import zabra.server.config.IdentityConfig;
import zabra.storage.DiskFile;
import zabra.storage.FileSystemDisk;
import zabra.storage.StorageException;

/**
 * Sees that a data directory is that of the server that is to use it: {@code myid} says which
 * member's it is, {@code cluster} which ensemble's. An empty directory is taken possession of. A
 * member with another's data would break the promises of both.
 */
final class VolumeOwner {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeOwner.class);
    private static final String MYID = "myid";
    private static final String CLUSTER = "cluster";

    private final DataDirs dirs;

    private VolumeOwner(DataDirs dirs) {
        this.dirs = dirs;
    }

    /**
     * Compares, and writes what is not yet written. With the directories locked.
     *
     * @throws StorageException where the directory is another's; nothing was changed
     */
    static void check(DataDirs dirs, IdentityConfig identity) throws IOException {
        VolumeOwner owner = new VolumeOwner(dirs);
        boolean cluster = !identity.cluster().isEmpty();
        String known = owner.read(CLUSTER);
        if (cluster && known != null && !known.equals(identity.cluster())) {
            throw refused(
                    dirs.data()
                            + " belongs to cluster "
                            + known
                            + ", and this server to cluster "
                            + identity.cluster()
                            + ": mount the right volume, or correct cluster.name; only to give this"
                            + " data to the other cluster for good, delete "
                            + dirs.data().resolve(CLUSTER));
        }
        boolean newMember = owner.isNewMember(identity);
        if (cluster && known == null) {
            owner.write(CLUSTER, identity.cluster());
        }
        if (newMember) {
            owner.write(MYID, Long.toString(identity.member().getAsLong()));
        }
    }

    /** Whether there is a number to be written. */
    private boolean isNewMember(IdentityConfig identity) throws IOException {
        OptionalLong member = identity.member();
        if (member.isEmpty()) {
            return false;
        }
        String known = read(MYID);
        String name = "by its name " + identity.memberName();
        if (known == null && hasHistory()) {
            throw refused(
                    dirs.data()
                            + " holds data but no myid, so it cannot be known whose it is; this"
                            + " server is member "
                            + member.getAsLong()
                            + " "
                            + name
                            + ": where the data is its own, write that number into "
                            + dirs.data().resolve(MYID));
        }
        if (known != null && !known.equals(Long.toString(member.getAsLong()))) {
            throw refused(
                    dirs.data()
                            + " belongs to member "
                            + known
                            + " ("
                            + dirs.data().resolve(MYID)
                            + "), and this server is member "
                            + member.getAsLong()
                            + " "
                            + name
                            + ": mount the volume of this member, or, where its data is not needed,"
                            + " an empty one; it will copy the state of the others");
        }
        return known == null;
    }

    private boolean hasHistory() throws IOException {
        return hasFiles(dirs.snapshotFiles()) || hasFiles(dirs.logFiles());
    }

    /** Locks and the like are no history. */
    private static boolean hasFiles(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory, "{snapshot.*,log.*,*Epoch}")) {
            return files.iterator().hasNext();
        }
    }

    /** The first line; null where there is no such file. */
    private String read(String name) throws IOException {
        Path file = dirs.data().resolve(name);
        if (!Files.exists(file)) {
            return null;
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        return text.lines().findFirst().orElse("").strip();
    }

    private void write(String name, String line) throws IOException {
        FileSystemDisk disk = new FileSystemDisk(dirs.data(), dirs.autocreate());
        byte[] text = (line + "\n").getBytes(StandardCharsets.US_ASCII);
        String temporary = name + ".tmp";
        try (DiskFile file = disk.open(temporary)) {
            file.truncate(0);
            file.write(0, text, 0, text.length);
            file.sync();
        }
        disk.rename(temporary, name);
        disk.syncDirectory();
        LOG.info("{} is {} from now on", dirs.data().resolve(name), line);
    }

    private static StorageException refused(String message) {
        return new StorageException(StorageException.Kind.MISPLACED, message);
    }
}
