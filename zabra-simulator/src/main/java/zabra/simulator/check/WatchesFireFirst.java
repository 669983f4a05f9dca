package zabra.simulator.check;

import java.util.Map;
import zabra.protocol.Zxid;

/**
 * A client hears of a change that it watches before it gets any reply from a state that holds the
 * change.
 */
final class WatchesFireFirst implements Check {
    private final Model model;

    WatchesFireFirst(Model model) {
        this.model = model;
    }

    /**
     * Of a znode that was absent the server is not told since when: one that came and went
     * meanwhile may be missed, one that is there may not.
     */
    @Override
    public void rearmed(Session session, long zxid) {
        for (Map.Entry<Session.Watch, Long> watch : session.watches().entrySet()) {
            if (watch.getKey().kind() == Session.WatchKind.CREATE) {
                if (model.at(watch.getKey().path(), zxid).exists()) {
                    throw new Violation(
                            "a watch set anew tells what was missed",
                            session + " " + watch.getKey() + " at " + Zxid.toString(zxid));
                }
                watch.setValue(zxid);
            }
        }
    }

    @Override
    public void heard(Session session, long zxid) {
        if (session.isReadOnly()) {
            return;
        }
        for (Map.Entry<Session.Watch, Long> watch : session.watches().entrySet()) {
            long change = model.firstChange(watch.getKey(), watch.getValue());
            if (change <= zxid) {
                throw new Violation(
                        "a watch fires before the new state is seen",
                        "%s has %s since %s, was not told of %s, and got a reply of %s"
                                .formatted(
                                        session,
                                        watch.getKey(),
                                        Zxid.toString(watch.getValue()),
                                        Zxid.toString(change),
                                        Zxid.toString(zxid)));
            }
        }
    }
}
