package zabra.simulator.check;

import java.util.Map;
import java.util.TreeMap;
import zabra.protocol.Zxid;

/** The zxids that a session is shown never decrease, whatever servers it goes to. */
final class TimeNeverRunsBack implements Check {
    private final Map<Long, Long> seen = new TreeMap<>();

    @Override
    public void heard(Session session, long zxid) {
        Long before = seen.put(session.id(), zxid);
        if (before != null && zxid < before) {
            throw new Violation(
                    "a session's time never runs back",
                    session + " saw " + Zxid.toString(zxid) + " after " + Zxid.toString(before));
        }
    }
}
