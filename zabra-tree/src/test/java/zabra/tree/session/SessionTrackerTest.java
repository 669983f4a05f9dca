package zabra.tree.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zabra.protocol.ErrorCode;

class SessionTrackerTest {
    private static final int TICK = 100;

    private final SessionTracker tracker = new SessionTracker(TICK);
    private final List<Long> expired = new ArrayList<>();
    private long now;

    /** Calls expire often, as a server that runs well does, up to {@code untilMillis}. */
    private void runTo(long untilMillis) {
        while (now < untilMillis) {
            now = Math.min(untilMillis, now + TICK / 2);
            tracker.expire(now, expired::add);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,200,300",
        "99,200,300",
        "100,200,400",
        "150,200,400",
        "0,250,300",
        "0,30000,30100"
    })
    void expiresAtTheTickAfterItsTimeout(long heard, int timeout, long deadline) {
        now = heard;
        tracker.add(7, timeout, heard);
        runTo(deadline - 1);
        assertThat(expired).isEmpty();
        runTo(deadline);
        assertThat(expired).containsExactly(7L);
    }

    @Test
    void worksBelowZeroToo() {
        now = -1000;
        tracker.add(7, 200, now);
        runTo(-701);
        assertThat(expired).isEmpty();
        runTo(-700);
        assertThat(expired).containsExactly(7L);
    }

    @Test
    void aTouchPutsTheDeadlineOff() {
        SessionTracker.Session session = tracker.add(7, 200, 0);
        for (int i = 1; i <= 20; i++) {
            runTo(i * 200L);
            session.touch(now);
        }
        assertThat(expired).isEmpty();
        runTo(4299);
        assertThat(expired).isEmpty();
        runTo(4300);
        assertThat(expired).containsExactly(7L);
    }

    @Test
    void anOldTouchNeverMovesTheDeadlineBack() {
        SessionTracker.Session session = tracker.add(7, 200, 0);
        session.touch(150);
        session.touch(20);
        runTo(399);
        assertThat(expired).isEmpty();
    }

    @Test
    void handsOutOnceAndMarksAsClosing() {
        SessionTracker.Session session = tracker.add(7, 200, 0);
        runTo(5000);
        assertThat(expired).containsExactly(7L);
        assertThat(session.isClosing()).isTrue();
        assertThat(tracker.get(7)).as("until it is removed").isSameAs(session);
        session.touch(now);
        runTo(9000);
        assertThat(expired).hasSize(1);
        tracker.remove(7);
        assertThat(tracker.get(7)).isNull();
        assertThat(tracker.count()).isZero();
    }

    @Test
    void whatIsClosingOrRemovedIsNotHandedOut() {
        tracker.add(1, 200, 0);
        tracker.add(2, 200, 0);
        tracker.add(3, 200, 0);
        tracker.setClosing(1);
        tracker.remove(2);
        runTo(1000);
        assertThat(expired).containsExactly(3L);
    }

    @Test
    void theReceiverMayRemoveAnySession() {
        for (long id = 1; id <= 5; id++) {
            tracker.add(id, 200, 0);
        }
        tracker.expire(0, expired::add);
        for (now = 100; now <= 300; now += 100) {
            tracker.expire(
                    now,
                    id -> {
                        expired.add(id);
                        for (long each = 1; each <= 5; each++) {
                            tracker.remove(each);
                        }
                    });
        }
        assertThat(expired).hasSize(1);
        assertThat(tracker.count()).isZero();
    }

    @Test
    void attachingNegotiatesTheTimeoutAnew() {
        Object connection = new Object();
        tracker.add(7, 10_000, 0);
        tracker.attach(7, connection, 200, 50);
        assertThat(tracker.get(7).timeoutMillis()).isEqualTo(200);
        assertThat(tracker.get(7).attachment()).isSameAs(connection);
        runTo(299);
        assertThat(expired).isEmpty();
        runTo(300);
        assertThat(expired).containsExactly(7L);
    }

    @Test
    void attachingAnUnknownSessionIsABug() {
        assertThatThrownBy(() -> tracker.attach(7, new Object(), 200, 0))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void onlyTheConnectionAttachedLastMayWrite() {
        Object first = new Object();
        Object second = new Object();
        assertThat(tracker.check(7, first)).isEqualTo(ErrorCode.SESSIONEXPIRED);
        assertThat(tracker.check(7, null)).as("the server's own").isEqualTo(ErrorCode.OK);

        tracker.add(7, 200, 0);
        assertThat(tracker.check(7, first)).as("before any attach").isEqualTo(ErrorCode.OK);
        tracker.attach(7, first, 200, 0);
        assertThat(tracker.check(7, first)).isEqualTo(ErrorCode.OK);
        tracker.attach(7, second, 200, 0);
        assertThat(tracker.check(7, first)).isEqualTo(ErrorCode.SESSIONMOVED);
        assertThat(tracker.check(7, second)).isEqualTo(ErrorCode.OK);

        tracker.detach(7, first);
        assertThat(tracker.get(7).attachment()).as("the late end of the first").isSameAs(second);
        tracker.detach(7, second);
        assertThat(tracker.get(7).attachment()).isNull();
        assertThat(tracker.check(7, second)).as("what it had sent").isEqualTo(ErrorCode.OK);
        assertThat(tracker.check(7, first)).as("still shut out").isEqualTo(ErrorCode.SESSIONMOVED);

        tracker.setClosing(7);
        assertThat(tracker.check(7, second)).isEqualTo(ErrorCode.SESSIONEXPIRED);
        tracker.remove(7);
        tracker.add(7, 200, 0);
        assertThat(tracker.check(7, first)).as("one that is new").isEqualTo(ErrorCode.OK);
    }

    @Test
    void aStallOfTheServerExpiresNobody() {
        SessionTracker.Session pinging = tracker.add(1, 300, 0);
        tracker.add(2, 300, 0);
        runTo(250);
        now += 60_000;
        tracker.expire(now, expired::add);
        assertThat(expired).as("before anything waiting was read").isEmpty();
        pinging.touch(now);
        runTo(60_250 + 149);
        assertThat(expired).as("150 ms were left").isEmpty();
        runTo(60_250 + 250);
        assertThat(expired).as("the silent one").containsExactly(2L);
        runTo(60_250 + 300);
        assertThat(expired).hasSize(1);
        runTo(60_250 + 500);
        assertThat(expired).containsExactly(2L, 1L);
    }

    @Test
    void aCallALittleLateMovesTimeOnByOneTickOnly() {
        tracker.add(1, 200, 0);
        tracker.expire(0, expired::add);
        tracker.expire(150, expired::add);
        tracker.expire(340, expired::add);
        assertThat(expired).as("heard by us for 200 ms").isEmpty();
        tracker.expire(439, expired::add);
        assertThat(expired).isEmpty();
        tracker.expire(440, expired::add);
        assertThat(expired).containsExactly(1L);
    }

    @Test
    void aServerThatIsAlwaysLateStillExpiresTheSilent() {
        tracker.add(1, 200, 0);
        tracker.expire(0, expired::add);
        for (now = 1000; now <= 3000; now += 1000) {
            tracker.expire(now, expired::add);
        }
        assertThat(expired).as("0, 100, 200 ms of own time").isEmpty();
        tracker.expire(now, expired::add);
        assertThat(expired).containsExactly(1L);
    }

    @Test
    void aTouchDuringAStallNotYetNoticedOnlyLengthensALife() {
        SessionTracker.Session session = tracker.add(1, 300, 0);
        runTo(100);
        now += 10_000;
        session.touch(now);
        tracker.expire(now, expired::add);
        runTo(now + 399);
        assertThat(expired).isEmpty();
        runTo(now + 10_500);
        assertThat(expired).containsExactly(1L);
    }

    @Test
    void restartingGivesEveryoneAFullTimeoutAndUndoesClosing() {
        tracker.add(1, 300, 0);
        tracker.add(2, 500, 0);
        tracker.add(3, 30_000, 0);
        tracker.setClosing(2);
        runTo(400);
        assertThat(expired).containsExactly(1L);
        now = 7000;
        tracker.restart(now);
        assertThat(tracker.get(1).isClosing()).isFalse();
        runTo(7399);
        assertThat(expired).containsExactly(1L);
        runTo(7400);
        assertThat(expired).containsExactly(1L, 1L);
        runTo(7600);
        assertThat(expired).containsExactly(1L, 1L, 2L);
    }

    @Test
    void deadlinesTellWhoExpiresWhen() {
        tracker.add(5, 200, 0);
        tracker.add(4, 250, 0);
        tracker.add(6, 1000, 0).touch(30);
        tracker.add(9, 1000, 0);
        tracker.setClosing(9);
        assertThat(tracker.deadlines()).containsOnlyKeys(300L, 1100L);
        assertThat(tracker.deadlines().get(300L)).containsExactly(4, 5);
        assertThat(tracker.deadlines().get(1100L)).containsExactly(6);
    }

    @Test
    void tenThousandSessionsLiveAndEndTogether() {
        for (long id = 0; id < 10_000; id++) {
            tracker.add(id, 10_000, 0);
        }
        runTo(9_900);
        for (long id = 0; id < 10_000; id++) {
            tracker.get(id).touch(now);
        }
        runTo(19_900);
        assertThat(expired).isEmpty();
        runTo(20_000);
        assertThat(expired).hasSize(10_000);
    }

    /** Against the formula, with timeouts beyond the buckets, and a clock that never stalls. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void expiresExactlyWhenTheFormulaSays(long seed) {
        Random random = new Random(seed);
        Map<Long, long[]> model = new HashMap<>(); // id to heard, timeout
        List<Long> due = new ArrayList<>();
        long nextId = 0;
        for (int step = 0; step < 5_000; step++) {
            now += random.nextInt(TICK);
            tracker.expire(now, expired::add);
            due.clear();
            for (var entry : model.entrySet()) {
                long[] s = entry.getValue();
                if (now >= (s[0] + s[1]) / TICK * TICK + TICK) {
                    due.add(entry.getKey());
                }
            }
            assertThat(expired).containsExactlyInAnyOrderElementsOf(due);
            expired.forEach(model::remove);
            expired.forEach(tracker::remove);
            expired.clear();
            int timeout = 1 + random.nextInt(random.nextInt(10) == 0 ? 60_000 : 2_000);
            switch (random.nextInt(4)) {
                case 0 -> {
                    model.put(nextId, new long[] {now, timeout});
                    tracker.add(nextId++, timeout, now);
                }
                case 1 -> {
                    long id = random.nextLong(nextId + 1);
                    if (model.containsKey(id)) {
                        model.put(id, new long[] {now, timeout});
                        tracker.attach(id, this, timeout, now);
                    }
                }
                default -> {
                    long id = random.nextLong(nextId + 1);
                    if (model.containsKey(id)) {
                        model.get(id)[0] = now;
                        tracker.get(id).touch(now);
                    }
                }
            }
        }
        assertThat(tracker.count()).isEqualTo(model.size());
    }
}
