package zabra.tree;

import java.util.Arrays;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * Keeps the quotas' usage in step with the znodes, and the text in their usage znodes with it. Told
 * after each change; may move the place of the {@link Namespace}.
 *
 * <p>Usage counts on from the text in the usage znode where there is one, which clients may have
 * set; it is counted anew when that znode is created and when a snapshot is loaded. A change counts
 * for the deepest quota above it only.
 */
final class QuotaUsage {
    private final TreeState state;
    private final ZnodeRecord znode = new ZnodeRecord();

    QuotaUsage(TreeState state) {
        this.state = state;
    }

    void created(String path, int dataLength) {
        switch (QuotaTable.role(path)) {
            case NONE -> count(path, 1, dataLength);
            case LIMITS -> enforce(path);
            case STATS -> recount(QuotaTable.limited(path));
        }
    }

    void deleted(String path, int dataLength) {
        switch (QuotaTable.role(path)) {
            case NONE -> count(path, -1, -(long) dataLength);
            case LIMITS -> state.quotas.remove(QuotaTable.limited(path));
            case STATS -> {}
        }
    }

    void dataChanged(String path, int moreData) {
        switch (QuotaTable.role(path)) {
            case NONE -> count(path, 0, moreData);
            case LIMITS -> enforce(path);
            case STATS -> {
                String quotaPath = QuotaTable.limited(path);
                Quotas.Usage usage = writtenUsage(quotaPath);
                if (usage == null) {
                    recount(quotaPath);
                } else {
                    state.quotas.setUsage(quotaPath, usage);
                }
            }
        }
    }

    /** A snapshot was loaded that has this limits or usage znode. */
    void loaded(String path) {
        switch (QuotaTable.role(path)) {
            case NONE -> {}
            case LIMITS -> {
                enforce(path);
                recount(QuotaTable.limited(path));
            }
            case STATS -> recount(QuotaTable.limited(path));
        }
    }

    /** The limits znode at {@code path} was created or changed. */
    private void enforce(String path) {
        state.read(path, znode);
        Quotas.Limits limits =
                QuotaText.limits(znode.dataBytes, znode.dataOffset, znode.dataLength);
        String quotaPath = QuotaTable.limited(path);
        if (state.quotas.contains(quotaPath)) {
            state.quotas.setLimits(quotaPath, limits);
        } else {
            Quotas.Usage usage = writtenUsage(quotaPath);
            state.quotas.put(quotaPath, limits, usage == null ? measured(quotaPath) : usage);
        }
    }

    private void recount(String quotaPath) {
        Quotas.Usage usage = measured(quotaPath);
        state.quotas.setUsage(quotaPath, usage);
        write(quotaPath, usage);
    }

    private void count(String path, int znodes, long bytes) {
        if (znodes == 0 && bytes == 0) {
            return;
        }
        String quotaPath = state.quotas.covering(path);
        if (quotaPath != null) {
            Quotas.Usage before = state.quotas.usage(quotaPath);
            Quotas.Usage usage = new Quotas.Usage(before.count() + znodes, before.bytes() + bytes);
            state.quotas.setUsage(quotaPath, usage);
            write(quotaPath, usage);
        }
    }

    private void write(String quotaPath, Quotas.Usage usage) {
        String path = QuotaTable.statsPath(quotaPath);
        byte[] text = QuotaText.of(usage);
        if (state.read(path, znode) != Chunks.NONE && !isData(text)) {
            state.overwrite(path, text);
        }
    }

    private boolean isData(byte[] text) {
        int from = znode.dataOffset;
        return znode.dataLength == text.length
                && Arrays.equals(znode.dataBytes, from, from + text.length, text, 0, text.length);
    }

    private Quotas.Usage writtenUsage(String quotaPath) {
        return state.read(QuotaTable.statsPath(quotaPath), znode) == Chunks.NONE
                ? null
                : QuotaText.usage(znode.dataBytes, znode.dataOffset, znode.dataLength);
    }

    /** The whole subtree: free, because directories keep sums. */
    private Quotas.Usage measured(String quotaPath) {
        int node = state.read(quotaPath, znode);
        return node == Chunks.NONE
                ? new Quotas.Usage(0, 0)
                : new Quotas.Usage(
                        1L + state.store.znodes.descendants(node),
                        Math.max(0, znode.dataLength) + state.store.znodes.bytesBelow(node));
    }
}
