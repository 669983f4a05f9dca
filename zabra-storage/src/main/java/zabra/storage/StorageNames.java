package zabra.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The names of log and snapshot files, and what they say. Zxids stand as hexadecimal digits, lower
 * case, without leading zeros.
 */
final class StorageNames {
    static final String TMP_SUFFIX = ".tmp";
    private static final String LOG_PREFIX = "log.";
    private static final String SNAPSHOT_PREFIX = "snapshot.";

    /** A state that is to replace all history; not a name that anybody takes for a snapshot. */
    private static final String RECEIVED_PREFIX = "received.";

    /** A file and the zxid in its name. */
    record Named(String name, long zxid) {}

    private StorageNames() {}

    static String log(long zxid) {
        return LOG_PREFIX + Long.toHexString(zxid);
    }

    static String snapshot(long zxid, Snapshots.Compression compression) {
        return SNAPSHOT_PREFIX
                + Long.toHexString(zxid)
                + switch (compression) {
                    case NONE -> "";
                    case GZ -> ".gz";
                    case SNAPPY -> ".snappy";
                };
    }

    /** What a received state is called until it is the snapshot of the zxid. */
    static String received(long zxid, Snapshots.Compression compression) {
        return RECEIVED_PREFIX + snapshot(zxid, compression).substring(SNAPSHOT_PREFIX.length());
    }

    static boolean isReceived(String name) {
        return name.startsWith(RECEIVED_PREFIX) && !name.endsWith(TMP_SUFFIX);
    }

    /** The snapshot that a received state becomes. */
    static String installed(String received) {
        return SNAPSHOT_PREFIX + received.substring(RECEIVED_PREFIX.length());
    }

    static boolean looksLikeLog(String name) {
        return name.startsWith(LOG_PREFIX);
    }

    static boolean looksLikeSnapshot(String name) {
        return name.startsWith(SNAPSHOT_PREFIX);
    }

    /** What a crash left of a file that was being written under a temporary name. */
    static boolean isLeftover(String name) {
        return name.endsWith(TMP_SUFFIX)
                && (looksLikeLog(name)
                        || looksLikeSnapshot(name)
                        || name.startsWith(RECEIVED_PREFIX));
    }

    /** How the snapshot of this name is packed: the last extension tells. */
    static Snapshots.Compression compression(String name) {
        if (name.endsWith(".gz")) {
            return Snapshots.Compression.GZ;
        }
        return name.endsWith(".snappy") ? Snapshots.Compression.SNAPPY : Snapshots.Compression.NONE;
    }

    /** The log files, oldest first. */
    static List<Named> logs(Disk disk) throws IOException {
        List<Named> found = new ArrayList<>();
        for (String name : disk.list()) {
            if (looksLikeLog(name)) {
                long zxid = parse(name.substring(LOG_PREFIX.length()));
                if (zxid >= 0) {
                    found.add(new Named(name, zxid));
                }
            }
        }
        found.sort(Comparator.comparingLong(Named::zxid).thenComparing(Named::name));
        return found;
    }

    /** The snapshot files, newest first. */
    static List<Named> snapshots(Disk disk) throws IOException {
        List<Named> found = new ArrayList<>();
        for (String name : disk.list()) {
            if (looksLikeSnapshot(name)) {
                String rest = name.substring(SNAPSHOT_PREFIX.length());
                int dot = rest.indexOf('.');
                boolean known = dot < 0 || rest.endsWith(".gz") || rest.endsWith(".snappy");
                if (dot >= 0 && rest.indexOf('.', dot + 1) >= 0) {
                    known = false;
                }
                long zxid = known ? parse(dot < 0 ? rest : rest.substring(0, dot)) : -1;
                if (zxid >= 0) {
                    found.add(new Named(name, zxid));
                }
            }
        }
        found.sort(Comparator.comparingLong(Named::zxid).reversed().thenComparing(Named::name));
        return found;
    }

    private static long parse(String hex) {
        if (hex.isEmpty() || hex.length() > 16) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < hex.length(); i++) {
            int digit = Character.digit(hex.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
