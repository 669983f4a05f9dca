package zabra.interop.differential;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Lets the reference and the server under test do the same steps and compares what they tell. */
final class Duel implements AutoCloseable {
    private static final int SLOTS = 5;
    private static final int HISTORY = 12;

    private final String replay;
    private final Rig reference;
    private final Rig subject;
    private final StepGenerator generator;
    private final Deque<String> history = new ArrayDeque<>();
    private final List<String> mismatches = new ArrayList<>();
    private final Coverage coverage = new Coverage();
    private int operations;
    private int stepCount;

    /** {@code replay} is the command that shows the same again. */
    Duel(long seed, Profile profile, int referencePort, int subjectPort, String replay) {
        this.replay = replay;
        this.reference = new Rig(referencePort, SLOTS);
        this.subject = new Rig(subjectPort, SLOTS);
        this.generator = new StepGenerator(seed, profile, reference, SLOTS);
    }

    /** Runs until so many operations are done or so many answers differed; returns the latter. */
    List<String> run(int operationsMax, int mismatchesMax) {
        while (operations < operationsMax && mismatches.size() < mismatchesMax) {
            step(generator.next());
        }
        return mismatches;
    }

    int operations() {
        return operations;
    }

    /** What the reference was asked and answered. */
    Coverage coverage() {
        return coverage;
    }

    private void step(Step step) {
        stepCount++;
        operations += step instanceof Step.Burst burst ? burst.requests().size() : 1;
        reference.begin(step);
        subject.begin(step);
        Rig.Outcome expected = reference.finish(step);
        Rig.Outcome actual = subject.finish(step);
        generator.observe(step, expected.replies());
        coverage.add(step, expected.replies(), expected.lines());
        if (!expected.lines().equals(actual.lines())) {
            mismatches.add(describe(step, expected.lines(), actual.lines()));
        }
        history.addLast(shortened(step + " -> " + expected.lines()));
        if (history.size() > HISTORY) {
            history.removeFirst();
        }
        if (reference.isAttached(step.slot()) != subject.isAttached(step.slot())) {
            Step drop = new Step.Drop(step.slot());
            reference.finish(drop);
            subject.finish(drop);
        }
    }

    private String describe(Step step, List<String> expected, List<String> actual) {
        StringBuilder text = new StringBuilder();
        text.append("step ").append(stepCount).append(" (").append(operations);
        text.append(" operations)\n  before:\n");
        history.forEach(earlier -> text.append("    ").append(earlier).append('\n'));
        text.append("  step: ").append(step).append('\n');
        int same = 0;
        while (same < Math.min(expected.size(), actual.size())
                && expected.get(same).equals(actual.get(same))) {
            same++;
        }
        text.append("  ").append(same).append(" lines are the same, then\n");
        if (same < expected.size()) {
            asked(step, expected.get(same), text);
        }
        append(text, "expected", expected.subList(same, expected.size()));
        append(text, "actual  ", actual.subList(same, actual.size()));
        return text.append("  replay: ").append(replay).append('\n').toString();
    }

    /** Which request of a burst the line answers. */
    private static void asked(Step step, String line, StringBuilder text) {
        if (step instanceof Step.Burst burst) {
            for (int i = 0; i < burst.xids().size(); i++) {
                if (line.startsWith("xid " + burst.xids().get(i) + " ")) {
                    text.append("    request : ").append(burst.requests().get(i)).append('\n');
                }
            }
        }
    }

    private static void append(StringBuilder text, String name, List<String> lines) {
        int shown = Math.min(4, lines.size());
        for (String line : lines.subList(0, shown)) {
            text.append("    ").append(name).append(": ").append(line).append('\n');
        }
        if (lines.isEmpty()) {
            text.append("    ").append(name).append(": nothing\n");
        } else if (lines.size() > shown) {
            text.append("    ").append(name).append(": and ");
            text.append(lines.size() - shown).append(" more\n");
        }
    }

    private static String shortened(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }

    @Override
    public void close() {
        reference.close();
        subject.close();
    }
}
