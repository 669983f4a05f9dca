package zabra.tree.watch;

/** How long a watch lives and how deep it looks. */
public enum WatchMode {
    STANDARD,
    PERSISTENT,
    PERSISTENT_RECURSIVE
}
