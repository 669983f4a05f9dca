package zabra.tree;

/** What {@link Namespace} was at one instant, for any thread and as long as somebody looks. */
record NamespaceImage(Znodes znodes, int root) {}
