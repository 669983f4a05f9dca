package zabra.tree.prepare;

import zabra.tree.DataTree;
import zabra.tree.Quotas;

/**
 * Whether a hard quota lets a write pass. It compares with the applied usage, so writes prepared
 * together, or in one multi, can overshoot; limits that cannot be read refuse nothing.
 */
final class QuotaCheck {
    private final DataTree tree;
    private final boolean enforced;
    private boolean full;

    QuotaCheck(DataTree tree, boolean enforced) {
        this.tree = tree;
        this.enforced = enforced;
    }

    /** Whether the server has no memory for more, whatever the quotas say. */
    void setFull(boolean isFull) {
        full = isFull;
    }

    boolean allowsCreate(String path, int dataLength) {
        return !full && (!enforced || allows(path, 1, dataLength));
    }

    /** Also a write that shrinks the data is refused where it leaves too much. */
    boolean allowsSetData(String path, int lengthChange) {
        if (full && lengthChange > 0) {
            return false;
        }
        return !enforced || lengthChange == 0 || allows(path, 0, lengthChange);
    }

    private boolean allows(String path, int countChange, int lengthChange) {
        Quotas quotas = tree.quotas();
        String covering = quotas.covering(path);
        if (covering == null) {
            return true;
        }
        Quotas.Limits limits = quotas.limits(covering);
        Quotas.Usage usage = quotas.usage(covering);
        if (limits == null || usage == null) {
            return true;
        }
        return (countChange == 0 || isWithin(usage.count() + countChange, limits.countHard()))
                && (lengthChange == 0
                        || isWithin(usage.bytes() + lengthChange, limits.bytesHard()));
    }

    private static boolean isWithin(long value, long limit) {
        return limit < 0 || value <= limit;
    }
}
