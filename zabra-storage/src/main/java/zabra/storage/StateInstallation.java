package zabra.storage;

import java.io.IOException;
import java.util.List;

/**
 * Puts a received state in the place of the whole history: all snapshots and logs go, and the state
 * is the one snapshot.
 *
 * <p>The state stands whole and synced in a file of a name that nobody takes for a snapshot, {@code
 * received.<zxid>}, before anything is deleted. From when that name is durable the old history
 * counts for nothing: recovery finishes what a crash interrupts. So a crash leaves the old history,
 * untouched, or the new state, and never logs of the one beside a snapshot of the other.
 */
final class StateInstallation {
    private StateInstallation() {}

    /** Finishes an installation whose state is there; nothing to do where there is none. */
    static void complete(Disk snapshots, Disk logs) throws IOException {
        String received = received(snapshots);
        if (received == null) {
            return;
        }
        // Its name may only be in the memory of the operating system: nothing goes before it stays.
        snapshots.syncDirectory();
        for (StorageNames.Named snapshot : StorageNames.snapshots(snapshots)) {
            snapshots.delete(snapshot.name());
        }
        snapshots.syncDirectory();
        for (StorageNames.Named log : StorageNames.logs(logs).reversed()) {
            logs.delete(log.name());
        }
        logs.syncDirectory();
        snapshots.rename(received, StorageNames.installed(received));
        snapshots.syncDirectory();
    }

    private static String received(Disk snapshots) throws IOException {
        List<String> names = snapshots.list().stream().filter(StorageNames::isReceived).toList();
        if (names.size() > 1) {
            throw new StorageException(
                    snapshots.describe("")
                            + " holds several received states, "
                            + names
                            + ": files of different servers or times may have been mixed; keep"
                            + " the one that belongs here");
        }
        return names.isEmpty() ? null : names.getFirst();
    }
}
