package zabra.simulator.machine;

import java.util.function.LongConsumer;
import zabra.peer.Journal;
import zabra.peer.Transport;
import zabra.peer.ensemble.EnsembleInbox;
import zabra.peer.ensemble.EnsemblePort;
import zabra.storage.Disk;
import zabra.tree.DataTree;

/**
 * What may stand between a server and its world. A simulation that is to show that bugs are found
 * plants them here: the server itself is always the one that ships.
 */
public interface Tampering {
    /** Nothing is tampered with. */
    Tampering NONE = new Tampering() {};

    /** The disk that the server gets. */
    default Disk disk(Disk disk) {
        return disk;
    }

    /**
     * The journal that one incarnation of a server gets.
     *
     * @param durable tells that server that all up to a zxid is safe
     */
    default Journal journal(Journal journal, LongConsumer durable) {
        return journal;
    }

    /** The port to the other servers that server {@code sid} gets. */
    default EnsemblePort port(long sid, EnsemblePort port) {
        return port;
    }

    /** Where what comes from the other servers goes in server {@code sid}. */
    default EnsembleInbox inbox(long sid, EnsembleInbox inbox) {
        return inbox;
    }

    /** Whether a server saves what it found at its start, committed or not, before it serves. */
    default boolean savesWhatItFinds() {
        return false;
    }

    /** A server has applied something to its state, which is about to be looked at. */
    default void applied(DataTree tree) {}

    /** A client's connection as one server gets it. */
    default Transport transport(Transport transport) {
        return transport;
    }

    /** What the real journal tells when all up to a zxid is safe. */
    default LongConsumer durable(LongConsumer durable) {
        return durable;
    }
}
