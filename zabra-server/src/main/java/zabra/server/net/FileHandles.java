package zabra.server.net;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many clients the process has file handles for. Some are left for logs, snapshots and other
 * servers: where none is free for the next log file, the server would have to end.
 */
final class FileHandles {
    /** Far more than a server opens beside its clients' connections. */
    private static final int RESERVE_MAX = 256;

    private FileHandles() {}

    /** The most connections of clients, by this process's limit of open files. */
    static int forClients() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
                ? forClients(os.getMaxFileDescriptorCount())
                : Integer.MAX_VALUE;
    }

    /**
     * @param limit of open files; not positive where it is not known
     */
    static int forClients(long limit) {
        if (limit <= 0) {
            return Integer.MAX_VALUE;
        }
        return (int) Math.min(limit - Math.min(RESERVE_MAX, limit / 2), Integer.MAX_VALUE);
    }
}
