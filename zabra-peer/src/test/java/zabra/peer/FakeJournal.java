package zabra.peer;

import java.util.ArrayList;
import java.util.List;
import zabra.peer.durable.DurableStep;

/** A log in memory that is durable when the test says so. */
final class FakeJournal implements Journal {
    final List<Long> appended = new ArrayList<>();
    final List<Long> flushed = new ArrayList<>();
    final List<DurableStep> steps = new ArrayList<>();
    int rolls;

    @Override
    public void append(long zxid, byte[] txn) {
        appended.add(zxid);
    }

    @Override
    public void roll() {
        rolls++;
    }

    @Override
    public void flush() {
        flushed.addAll(appended);
        appended.clear();
    }

    @Override
    public void perform(DurableStep step) {
        flush();
        steps.add(step);
    }

    long last() {
        return flushed.getLast();
    }
}
