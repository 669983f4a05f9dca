package zabra.consensus.model;

import java.util.List;
import java.util.function.Supplier;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.QuorumMessage;

/**
 * Something that always holds. Each method is called right after what its name says, with {@link
 * Ledger} up to date.
 */
abstract class Invariant {
    /** A breach of an invariant. */
    static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1;

        Violation(String message) {
            super(message);
        }
    }

    final Simulation simulation;

    Invariant(Simulation simulation) {
        this.simulation = simulation;
    }

    /** What always holds. */
    abstract String words();

    /**
     * @param last of the log so far
     */
    void appended(ModelServer server, long last, Txn txn) {}

    /** What would be found on the disk after a crash has changed, or may have. */
    void diskChanged(ModelServer server) {}

    /** The server has started with what is on its disk, or has got another history. */
    void historyReplaced(ModelServer server, List<Txn> history) {}

    /**
     * While serving, or because it begins to.
     *
     * @param from the index of the first one that is new in the server's tree
     */
    void delivered(ModelServer server, int from) {}

    void serves(ModelServer server, long leader, long epoch) {}

    /** Before it is on its way. */
    void sends(ModelServer server, ModelLink link, QuorumMessage message) {}

    /** Before it is on its way. */
    void sendsState(ModelServer server, ModelLink link, List<Txn> state) {}

    void votes(ModelServer server, Notification notification) {}

    void proposes(ModelServer server, Txn txn) {}

    final void check(boolean holds, Supplier<String> details) {
        if (!holds) {
            throw new Violation(
                    getClass().getSimpleName() + ": " + words() + " — " + details.get());
        }
    }
}
