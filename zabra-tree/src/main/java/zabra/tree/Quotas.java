package zabra.tree;

/**
 * The quota index: limits and usage of the subtrees that have one (docs/semantics: quotas). Read by
 * the preparer before a create or setData; kept by {@link DataTree}.
 */
public interface Quotas {
    /** The deepest path with a quota that covers {@code path}, or null. "/" is never one. */
    String covering(String path);

    /** The limits of a path that {@link #covering} named; null where unparsable or gone. */
    Limits limits(String quotaPath);

    /** The usage of a path that {@link #covering} named. */
    Usage usage(String quotaPath);

    /** Soft and hard limits; -1 means unset. */
    record Limits(long count, long bytes, long countHard, long bytesHard) {}

    /** Znodes including the quota's own, and the sum of their data lengths. */
    record Usage(long count, long bytes) {}
}
