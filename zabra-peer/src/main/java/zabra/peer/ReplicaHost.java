package zabra.peer;

/** What a {@link Replica} needs of those who run it. */
public interface ReplicaHost {
    /** Of a replica that nobody runs yet. */
    ReplicaHost NONE = () -> {};

    /** Makes the replica thread return from its sleep, now or the next time. Any thread. */
    void wakeUp();

    /** Whether a thread that brought something may do the replica's work now. That thread. */
    default boolean mayHelp() {
        return false;
    }

    /** It did. That thread, while it still has the turn. */
    default void helped() {}

    /** It met a bug, and nobody works for the replica any more. That thread. */
    default void failed(Throwable bug) {}
}
