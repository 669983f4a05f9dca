package zabra.consensus.zab;

import java.util.ArrayDeque;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumMessage.Proposal;

/**
 * What this server has: the end of its log, how much of it is durable and how much delivered, its
 * two epochs, and the durable steps that were asked and not yet reported.
 *
 * <p>Invariants: {@code delivered, durable <= lastLogged}, but for what a truncation or a snapshot
 * is about to change; {@code currentEpoch <= acceptedEpoch}; epochs here are those on disk, so
 * nothing that is said of them can be undone by a crash.
 */
final class History {
    /** One durable step. */
    private sealed interface Step {
        record Accepted(long epoch) implements Step {}

        record Current(long epoch) implements Step {}

        record Truncated(long zxid) implements Step {}

        record Installed(long zxid) implements Step {}

        record Admitted() implements Step {}
    }

    private final EnsembleEffects effects;
    private final Window window;
    private final ArrayDeque<Step> steps = new ArrayDeque<>();
    private long lastLogged;
    private long durable;
    private long delivered;
    private long committed;
    private long acceptedEpoch;
    private long currentEpoch;
    private boolean voting;
    private final boolean mayBegin;

    /** The state that was installed may hold parts of what follows it. */
    private boolean blurred;

    History(ZabOptions options, ZabState recovered, EnsembleEffects effects) {
        this.effects = effects;
        lastLogged = recovered.lastLogged();
        durable = lastLogged;
        delivered = recovered.applied();
        acceptedEpoch = recovered.acceptedEpoch();
        currentEpoch = recovered.currentEpoch();
        voting = lastLogged >= 0;
        mayBegin = recovered.mayBegin();
        window = new Window(lastLogged, options.windowTxns(), options.windowBytes());
    }

    /** The last transaction appended; -1 where there is no history, not even an empty one. */
    long lastLogged() {
        return lastLogged;
    }

    /**
     * Whether this server may vote with what it has. One that began with nothing, and may once have
     * had something, may not before it has all that the others have.
     */
    boolean isVoting() {
        return voting;
    }

    /** Whether it may vote with nothing once nobody has anything. */
    boolean mayBegin() {
        return mayBegin && !voting;
    }

    /** All up to here survives a crash. */
    long durable() {
        return durable;
    }

    /** All up to here was delivered; what was not while serving may yet be undone. */
    long delivered() {
        return delivered;
    }

    long acceptedEpoch() {
        return acceptedEpoch;
    }

    long currentEpoch() {
        return currentEpoch;
    }

    Window window() {
        return window;
    }

    /** Whether nothing that was asked is left to be done. */
    boolean isSettled() {
        return isDurable() && steps.isEmpty();
    }

    /** Whether a durable step was asked and is not reported. */
    boolean hasSteps() {
        return !steps.isEmpty();
    }

    /** Whether all that was appended is durable. */
    boolean isDurable() {
        return durable == lastLogged;
    }

    void append(Proposal proposal) {
        window.add(proposal);
        lastLogged = proposal.zxid();
        effects.append(proposal.zxid(), proposal.txn());
    }

    void durable(long zxid) {
        if (zxid > lastLogged) {
            throw new IllegalStateException(
                    "durable " + Zxid.toString(zxid) + " after " + Zxid.toString(lastLogged));
        }
        if (zxid > durable) {
            durable = zxid;
            trim();
        }
    }

    private void trim() {
        window.trim(Math.min(durable, delivered));
    }

    /** Delivers what another server may yet make undone: this one does not serve. */
    void deliverEarly(long zxid) {
        if (advances(zxid)) {
            delivered = zxid;
            effects.deliverEarly(zxid);
            trim();
        }
    }

    /** Delivers what is committed, with all before. */
    void commit(long zxid) {
        if (advances(zxid)) {
            delivered = zxid;
            effects.deliver(zxid);
            trim();
        }
        committed = Math.max(committed, zxid);
    }

    private boolean advances(long zxid) {
        if (zxid > lastLogged) {
            throw new IllegalStateException(
                    "delivered " + Zxid.toString(zxid) + " after " + Zxid.toString(lastLogged));
        }
        return zxid > delivered;
    }

    /** What is known to be committed must never go. */
    private void checkNotCommitted(String what, long zxid) {
        if (zxid < committed) {
            throw new IllegalStateException(
                    what
                            + " "
                            + Zxid.toString(zxid)
                            + " would undo what is committed, up to "
                            + Zxid.toString(committed));
        }
    }

    // ---- durable steps

    void storeAcceptedEpoch(long epoch) {
        if (epoch <= acceptedEpoch) {
            throw new IllegalStateException("accept " + epoch + " after " + acceptedEpoch);
        }
        steps.add(new Step.Accepted(epoch));
        effects.storeAcceptedEpoch(epoch);
    }

    void acceptedEpochStored(long epoch) {
        report(new Step.Accepted(epoch));
        acceptedEpoch = epoch;
    }

    void storeCurrentEpoch(long epoch) {
        if (epoch < currentEpoch || epoch > acceptedEpoch) {
            throw new IllegalStateException(
                    "current epoch " + epoch + " outside " + currentEpoch + ".." + acceptedEpoch);
        }
        steps.add(new Step.Current(epoch));
        effects.storeCurrentEpoch(epoch);
    }

    void currentEpochStored(long epoch) {
        report(new Step.Current(epoch));
        currentEpoch = epoch;
    }

    void truncate(long zxid) {
        checkNotCommitted("truncation to", zxid);
        steps.add(new Step.Truncated(zxid));
        effects.truncate(zxid);
    }

    void truncated(boolean done) {
        if (!(steps.poll() instanceof Step.Truncated(long zxid))) {
            throw new IllegalStateException("a truncation that nobody asked for");
        }
        if (done) {
            lastLogged = zxid;
            durable = zxid;
            delivered = Math.min(delivered, zxid);
            window.truncate(zxid);
        }
    }

    /**
     * @param exact whether the state holds nothing of what follows it
     */
    void install(Link link, long zxid, boolean exact) {
        checkNotCommitted("a snapshot of", zxid);
        blurred = !exact;
        effects.comparableAfter(exact ? zxid : Long.MAX_VALUE);
        steps.add(new Step.Installed(zxid));
        effects.installSnapshot(link, zxid);
    }

    void installed(long zxid) {
        report(new Step.Installed(zxid));
        lastLogged = zxid;
        durable = zxid;
        delivered = zxid;
        window.reset(zxid);
    }

    /** A leader made this server serve: a state that it sent holds nothing after {@code zxid}. */
    void clearAfter(long zxid) {
        if (blurred) {
            blurred = false;
            effects.comparableAfter(zxid);
        }
    }

    /** This server may vote from now on, with what it has: nothing, perhaps. */
    void admit() {
        steps.add(new Step.Admitted());
        effects.admit();
    }

    void admitted() {
        report(new Step.Admitted());
        voting = true;
        if (lastLogged < 0) {
            lastLogged = 0;
            durable = 0;
            window.reset(0);
        }
    }

    private void report(Step step) {
        Step asked = steps.poll();
        if (!step.equals(asked)) {
            throw new IllegalStateException("done " + step + ", asked " + asked);
        }
    }
}
