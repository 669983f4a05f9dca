package zabra.peer;

import zabra.protocol.snapshot.StateImage;

/** The way to snapshot files. Called by the replica thread, which does not wait. */
public interface SnapshotPort {
    /** True while an earlier snapshot is still being written. */
    boolean isBusy();

    /**
     * Writes the image in the background, and rests for half of the time that it takes, so that
     * others come to the cores in between. Only while not busy.
     */
    void save(StateImage image);
}
