package zabra.server.health;

/** How far a process has come. */
public enum Stage {
    /** It reads its data directory. */
    STARTING,
    /** It serves, or looks for a leader. */
    RUNNING,
    /** It was told to stop, and hands over what it has. */
    STOPPING
}
