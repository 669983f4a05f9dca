package zabra.simulator.machine;

import java.io.IOException;
import java.util.function.LongSupplier;
import zabra.peer.SnapshotPort;
import zabra.protocol.snapshot.StateImage;
import zabra.simulator.world.Incarnation;
import zabra.storage.Snapshots;

/** The snapshot thread of a simulated server: writes one image at a time, and purges old files. */
final class SimulatedSnapshots implements SnapshotPort {
    private static final int RETAIN = 3;

    private final Incarnation process;
    private final Snapshots snapshots;
    private final LongSupplier writeMicros;
    private final DiskFailure failure;
    private boolean busy;

    /**
     * @param writeMicros how long after it was asked for the next one is written
     */
    SimulatedSnapshots(
            Incarnation process,
            Snapshots snapshots,
            LongSupplier writeMicros,
            DiskFailure failure) {
        this.process = process;
        this.snapshots = snapshots;
        this.writeMicros = writeMicros;
        this.failure = failure;
    }

    @Override
    public boolean isBusy() {
        return busy;
    }

    @Override
    public void save(StateImage image) {
        busy = true;
        process.after(writeMicros.getAsLong(), () -> write(image));
    }

    private void write(StateImage image) {
        try {
            snapshots.write(image);
            snapshots.purge(RETAIN);
            busy = false;
        } catch (IOException e) {
            failure.failed("a snapshot cannot be written", e);
        }
    }
}
