package zabra.simulator.check;

import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.txn.LoggedTxn;
import zabra.tree.DataTree;

/**
 * One property, looked at whenever something happens that could break it. What a check does not
 * care for it need not hear of. Throws {@link Violation}.
 */
public interface Check {
    /**
     * The state of {@code server} is that of {@code zxid}, and what it shows clients is history.
     */
    default void applied(String server, long zxid, DataTree tree) {}

    /** {@code txn} has become history: each once, in zxid order, before any client hears of it. */
    default void delivered(long zxid, LoggedTxn txn) {}

    /** A member is about to append to its log, which is as the ledger says. */
    default void appending(Ledger ledger, long zxid, byte[] txn) {}

    /**
     * A member has stored its epochs, or found them at its start; the ledger has the ones before.
     */
    default void epochs(Ledger ledger, long accepted, long current) {}

    /** A member takes back all after {@code zxid}, or puts a state of it in its history's place. */
    default void cutting(Ledger ledger, long zxid) {}

    /** A member's ledger has changed. */
    default void changed(Ledger ledger) {}

    /** A message between members leaves. */
    default void sent(Ledger from, String to, String connection, QuorumMessage message) {}

    /**
     * A member has become part of an established epoch and is about to serve.
     *
     * @param leads whether it is the leader
     */
    default void serving(Ledger ledger, boolean leads, long epoch) {}

    /** A digest in a transaction is not that of the tree after it. */
    default void digestDiffers(String server, long zxid, long expected, long actual) {}

    /** A client sends a request. */
    default void invoked(Operation operation) {}

    /** A client got a reply, to whatever: the server that sent it had applied {@code zxid}. */
    default void heard(Session session, long zxid) {}

    /** A client got the answer to a request; {@link #heard} came before. */
    default void completed(Operation operation) {}

    /**
     * A client that came back has set its watches anew, on the state of {@code zxid}; what it
     * missed it was told before.
     */
    default void rearmed(Session session, long zxid) {}

    /** A client got a watch event. */
    default void event(Session session, String path, int type, long zxid) {}

    /** All is at rest: no fault is left, clients are silent, all servers have caught up. */
    default void settled(String server, DataTree tree) {}
}
