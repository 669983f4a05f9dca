package zabra.simulator.check;

import java.util.Map;
import java.util.TreeMap;
import zabra.protocol.Zxid;
import zabra.tree.DataTree;

/**
 * The state of one zxid is the same on all servers, before and after restarts; and it is the one
 * that whoever made the transaction saw coming.
 */
final class DigestsAgree implements Check {
    private static final String RULE = "equal zxids, equal digests";

    private final Map<Long, Long> digests = new TreeMap<>();

    @Override
    public void applied(String server, long zxid, DataTree tree) {
        Long before = digests.putIfAbsent(zxid, tree.digest());
        if (before != null && before != tree.digest()) {
            throw new Violation(
                    RULE,
                    "%s has %x at %s, it was %x"
                            .formatted(server, tree.digest(), Zxid.toString(zxid), before));
        }
    }

    @Override
    public void digestDiffers(String server, long zxid, long expected, long actual) {
        throw new Violation(
                RULE,
                "%s has %x at %s, the transaction says %x"
                        .formatted(server, actual, Zxid.toString(zxid), expected));
    }
}
