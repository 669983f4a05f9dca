package zabra.tree;

import java.util.HashMap;
import java.util.Map;

/** The quotas in force: those whose limits znode exists, by the path they limit. */
final class QuotaTable implements Quotas {
    private static final String ROOT = "/zookeeper/quota";
    private static final String LIMITS = "/zookeeper_limits";
    private static final String STATS = "/zookeeper_stats";

    private final Map<String, Quota> quotas = new HashMap<>();

    /** One in force; limits null where unparsable. */
    private static final class Quota {
        Limits limits;
        Usage usage;
    }

    /** What a znode below {@code /zookeeper/quota} says of a quota. */
    enum Role {
        LIMITS,
        STATS,
        NONE
    }

    /** The role of the znode at {@code path}; NONE for nearly all. */
    static Role role(String path) {
        if (!path.startsWith(ROOT)) {
            return Role.NONE;
        }
        Role role =
                path.endsWith(LIMITS) ? Role.LIMITS : path.endsWith(STATS) ? Role.STATS : Role.NONE;
        return role != Role.NONE && mayHaveQuota(limited(path)) ? role : Role.NONE;
    }

    /** The path that the quota of a limits or stats znode is about. */
    static String limited(String quotaZnode) {
        return quotaZnode.substring(ROOT.length(), quotaZnode.lastIndexOf('/'));
    }

    static String statsPath(String quotaPath) {
        return ROOT + quotaPath + STATS;
    }

    // Not the root; and not the quotas' own znodes, which would count their own counting.
    private static boolean mayHaveQuota(String path) {
        return path.startsWith("/")
                && !path.equals("/zookeeper")
                && !path.startsWith("/zookeeper/");
    }

    boolean isEmpty() {
        return quotas.isEmpty();
    }

    boolean contains(String quotaPath) {
        return quotas.containsKey(quotaPath);
    }

    void put(String quotaPath, Limits limits, Usage usage) {
        Quota quota = quotas.computeIfAbsent(quotaPath, _ -> new Quota());
        quota.limits = limits;
        quota.usage = usage;
    }

    void setLimits(String quotaPath, Limits limits) {
        quotas.get(quotaPath).limits = limits;
    }

    /** Nothing where there is no such quota. */
    void setUsage(String quotaPath, Usage usage) {
        Quota quota = quotas.get(quotaPath);
        if (quota != null) {
            quota.usage = usage;
        }
    }

    void remove(String quotaPath) {
        quotas.remove(quotaPath);
    }

    @Override
    public String covering(String path) {
        if (quotas.isEmpty()) {
            return null;
        }
        for (String prefix = path; prefix.length() > 1; ) {
            if (quotas.containsKey(prefix)) {
                return prefix;
            }
            prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('/')));
        }
        return null;
    }

    @Override
    public Limits limits(String quotaPath) {
        Quota quota = quotas.get(quotaPath);
        return quota == null ? null : quota.limits;
    }

    @Override
    public Usage usage(String quotaPath) {
        Quota quota = quotas.get(quotaPath);
        return quota == null ? null : quota.usage;
    }
}
