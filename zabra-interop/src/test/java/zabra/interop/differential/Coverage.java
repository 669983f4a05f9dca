package zabra.interop.differential;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import zabra.interop.wire.Frame;
import zabra.protocol.OpCode;

/** Counts what was asked and how it was answered, so that a run that tests nothing is noticed. */
final class Coverage {
    private final Map<String, Integer> counts = new TreeMap<>();

    void add(Step step, List<Frame> replies, List<String> lines) {
        for (String line : lines) {
            if (line.startsWith("event ")) {
                count("event");
            }
        }
        if (step instanceof Step.Burst burst) {
            for (int i = 0; i < replies.size(); i++) {
                count("error " + replies.get(i).err());
                OpCode op = OpCode.of(burst.requests().get(i).type());
                if (op != null) {
                    count(op + (replies.get(i).err() == 0 ? " succeeded" : " failed"));
                }
            }
        } else {
            count(step.getClass().getSimpleName());
        }
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /**
     * How often this happened: an operation that succeeded or failed, an error, an event, a kind of
     * step.
     */
    int of(String what) {
        return counts.getOrDefault(what, 0);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
