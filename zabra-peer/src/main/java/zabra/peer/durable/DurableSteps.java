package zabra.peer.durable;

import java.io.IOException;
import java.util.function.Supplier;
import zabra.protocol.Zxid;
import zabra.protocol.snapshot.StateImage;
import zabra.storage.EpochFiles;
import zabra.storage.Recovery;
import zabra.storage.Snapshots;
import zabra.storage.TxnLog;
import zabra.tree.DataTree;

/** Performs durable steps on the disks. Journal thread only. */
public final class DurableSteps {
    private final TxnLog log;
    private final Snapshots snapshots;
    private final EpochFiles epochs;
    private final Recovery recovery;
    private final boolean digests;
    private final Supplier<DataTree> emptyTree;

    /**
     * @param log the log that the journal writes
     * @param snapshots of the same server
     * @param epochs loaded before the first step
     * @param recovery of the same disks, for a tree that is to be made anew
     * @param digests whether such a tree's digests are compared
     * @param emptyTree makes trees with the options and the seed of the one that serves
     */
    public DurableSteps(
            TxnLog log,
            Snapshots snapshots,
            EpochFiles epochs,
            Recovery recovery,
            boolean digests,
            Supplier<DataTree> emptyTree) {
        this.log = log;
        this.snapshots = snapshots;
        this.epochs = epochs;
        this.recovery = recovery;
        this.digests = digests;
        this.emptyTree = emptyTree;
    }

    /**
     * Does the step; it is durable when this returns. All that was appended to the log before must
     * have been synced.
     *
     * @throws IOException where the disk fails: final, the process must end
     * @throws zabra.storage.StorageException where files turn out to be damaged: final, too
     */
    public Outcome perform(DurableStep step) throws IOException {
        return switch (step) {
            case DurableStep.AcceptedEpoch(long epoch) -> {
                epochs.writeAccepted(epoch);
                yield Outcome.DONE;
            }
            case DurableStep.CurrentEpoch(long epoch) -> {
                epochs.writeCurrent(epoch);
                yield Outcome.DONE;
            }
            case DurableStep.Truncate(long zxid, boolean reload) -> truncate(zxid, reload);
            case DurableStep.Install(long zxid, DataTree tree, boolean exact) -> {
                install(zxid, tree.image(), exact);
                yield Outcome.DONE;
            }
            case DurableStep.Admit _ -> {
                snapshots.admit(emptyTree.get().image());
                yield Outcome.DONE;
            }
        };
    }

    private Outcome truncate(long zxid, boolean reload) throws IOException {
        log.rest();
        if (!snapshots.truncate(zxid)) {
            return Outcome.REFUSED;
        }
        log.continueAfter(zxid);
        return reload ? new Outcome(true, reload(zxid)) : Outcome.DONE;
    }

    private DataTree reload(long zxid) throws IOException {
        DataTree tree = emptyTree.get();
        Recovery.Recovered recovered = recovery.reload(new RecoveredState(tree, digests));
        if (recovered.lastZxid() != zxid || tree.lastZxid() != zxid) {
            throw new IllegalStateException(
                    "truncated to "
                            + Zxid.toString(zxid)
                            + ", and then there was "
                            + recovered
                            + ", a tree of "
                            + Zxid.toString(tree.lastZxid()));
        }
        return tree;
    }

    private void install(long zxid, StateImage image, boolean exact) throws IOException {
        if (image.lastZxid() != zxid) {
            throw new IllegalStateException(
                    "a state of "
                            + Zxid.toString(image.lastZxid())
                            + " to be installed as "
                            + Zxid.toString(zxid));
        }
        log.rest();
        snapshots.install(image, exact);
        log.continueAfter(zxid);
    }
}
