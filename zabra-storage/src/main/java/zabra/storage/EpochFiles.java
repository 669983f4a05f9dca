package zabra.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import zabra.protocol.Zxid;

/**
 * The files {@code acceptedEpoch} and {@code currentEpoch} beside the snapshots: an epoch's number
 * in decimal. Only a member of an ensemble uses them. One thread.
 *
 * <p>Invariant, durable at every moment: {@code current <= accepted}, neither ever decreases. A
 * value is in the file before this object, or anybody who asks it, knows it.
 */
public final class EpochFiles {
    /**
     * What the server has promised and joined.
     *
     * @param accepted the newest epoch whose leader it acknowledged
     * @param current the newest epoch whose leader it synchronized with
     */
    public record Epochs(long accepted, long current) {}

    private static final String ACCEPTED = "acceptedEpoch";
    private static final String CURRENT = "currentEpoch";

    /** Epochs from here on would make zxids negative. */
    private static final long EPOCH_LIMIT = 1L << 31;

    private static final int TEXT_MAX = 32;

    private final Disk disk;
    private Epochs epochs;

    public EpochFiles(Disk snapshots) {
        disk = snapshots;
    }

    /**
     * Reads both, makes missing ones from the history's last zxid, and completes what a crash
     * interrupted: a history that holds a transaction of an epoch without a gap holds all that the
     * epoch began with, so {@code current} follows it up to {@code accepted}.
     *
     * @param lastZxid the last transaction recovered
     * @throws StorageException where the files contradict the history or each other
     */
    public Epochs load(long lastZxid) throws IOException {
        long historyEpoch = Math.max(0, Zxid.epoch(lastZxid));
        OptionalLong foundCurrent = read(CURRENT);
        OptionalLong foundAccepted = read(ACCEPTED);
        long current = foundCurrent.orElse(historyEpoch);
        long accepted = foundAccepted.orElse(Math.max(current, historyEpoch));
        if (current > accepted) {
            throw contradiction(ACCEPTED, accepted, CURRENT + " is " + current);
        }
        if (historyEpoch > accepted) {
            throw contradiction(
                    ACCEPTED, accepted, "the last transaction is " + Zxid.toString(lastZxid));
        }
        removeLeftover(ACCEPTED);
        removeLeftover(CURRENT);
        if (foundAccepted.isEmpty()) {
            write(ACCEPTED, accepted);
        }
        if (foundCurrent.isEmpty() || historyEpoch > current) {
            current = Math.max(current, historyEpoch);
            write(CURRENT, current);
        }
        epochs = new Epochs(accepted, current);
        return epochs;
    }

    /** What the files of a server that may be running say; 0 where there is none. */
    static Epochs peek(Disk snapshots) throws IOException {
        EpochFiles files = new EpochFiles(snapshots);
        return new Epochs(files.read(ACCEPTED).orElse(0), files.read(CURRENT).orElse(0));
    }

    /** What is durable; {@link #load} comes first. */
    public Epochs epochs() {
        if (epochs == null) {
            throw new IllegalStateException("the epoch files were not loaded");
        }
        return epochs;
    }

    /** Promises not to follow an older epoch; durable when this returns. */
    public void writeAccepted(long epoch) throws IOException {
        Epochs now = epochs();
        if (epoch < now.accepted() || epoch >= EPOCH_LIMIT) {
            throw new IllegalStateException("acceptedEpoch " + epoch + " after " + now);
        }
        if (epoch > now.accepted()) {
            write(ACCEPTED, epoch);
            epochs = new Epochs(epoch, now.current());
        }
    }

    /** Has joined the epoch; durable when this returns. */
    public void writeCurrent(long epoch) throws IOException {
        Epochs now = epochs();
        if (epoch < now.current() || epoch > now.accepted()) {
            throw new IllegalStateException("currentEpoch " + epoch + " after " + now);
        }
        if (epoch > now.current()) {
            write(CURRENT, epoch);
            epochs = new Epochs(now.accepted(), epoch);
        }
    }

    private StorageException contradiction(String name, long value, String other) {
        return new StorageException(
                disk.describe(name)
                        + ": "
                        + value
                        + " is too low: "
                        + other
                        + ". Files of different servers or times may have been mixed: move this"
                        + " server's data directory aside (keep myid) and let it copy the data of a"
                        + " healthy ensemble");
    }

    private OptionalLong read(String name) throws IOException {
        if (!disk.exists(name)) {
            return OptionalLong.empty();
        }
        byte[] bytes = new byte[TEXT_MAX];
        int length = 0;
        try (DiskFile file = disk.openForRead(name)) {
            int count = 0;
            while (count >= 0 && length < TEXT_MAX) {
                length += count;
                count = file.read(length, bytes, length, TEXT_MAX - length);
            }
        }
        String text = new String(bytes, 0, length, StandardCharsets.US_ASCII);
        String first = text.lines().findFirst().orElse("").strip();
        try {
            long value = Long.parseLong(first);
            if (value >= 0 && value < EPOCH_LIMIT) {
                return OptionalLong.of(value);
            }
        } catch (NumberFormatException e) {
            // Told below, with the file's name.
        }
        throw new StorageException(
                disk.describe(name)
                        + ": \""
                        + first
                        + "\" is no epoch (0 to 2147483647 in decimal digits). Restore the file, or"
                        + " move this server's data directory aside (keep myid) and let it copy the"
                        + " data of a healthy ensemble");
    }

    private void removeLeftover(String name) throws IOException {
        String temporary = name + StorageNames.TMP_SUFFIX;
        if (disk.exists(temporary)) {
            disk.delete(temporary);
            disk.syncDirectory();
        }
    }

    private void write(String name, long value) throws IOException {
        byte[] text = Long.toString(value).getBytes(StandardCharsets.US_ASCII);
        String temporary = name + StorageNames.TMP_SUFFIX;
        try (DiskFile file = disk.open(temporary)) {
            file.truncate(0);
            file.write(0, text, 0, text.length);
            file.sync();
        }
        disk.rename(temporary, name);
        disk.syncDirectory();
    }
}
