package zabra.simulator.check;

import java.util.Map;
import java.util.TreeMap;
import zabra.protocol.Zxid;
import zabra.protocol.txn.LoggedTxn;
import zabra.protocol.txn.Txn;

/** The numbers of sequential znodes below one parent only grow: none is given twice. */
final class SequencesAreNew implements Check {
    private static final int DIGITS = 10;

    private final Map<String, Long> newest = new TreeMap<>();

    @Override
    public void delivered(long zxid, LoggedTxn txn) {
        look(zxid, txn.txn());
    }

    private void look(long zxid, Txn txn) {
        if (txn instanceof Txn.Multi multi && !multi.isFailed()) {
            multi.parts().forEach(part -> look(zxid, part));
        }
        if (txn instanceof Txn.Create create) {
            String path = create.path();
            int dash = path.length() - DIGITS - 1;
            // Sequential znodes of our clients end in a dash and the number.
            if (dash > 0 && path.charAt(dash) == '-') {
                String parent = path.substring(0, path.lastIndexOf('/'));
                long number = Long.parseLong(path.substring(dash + 1));
                Long before = newest.put(parent, number);
                if (before != null && number <= before) {
                    throw new Violation(
                            "sequence numbers are new",
                            path + " at " + Zxid.toString(zxid) + " after " + before);
                }
            }
        }
    }
}
