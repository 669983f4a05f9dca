package zabra.server.run;

import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import zabra.protocol.Acl;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * An image whose reader rests as long as it works, every few milliseconds: nobody waits for a
 * snapshot, and where all cores are busy the threads that somebody waits for would lose one of them
 * to it for as long as it takes. Work is what passes between two znodes: reading them, and whatever
 * the visitor does with them, writes and syncs of its file too, so that the log's sync finds the
 * device free every other time. One thread, one use.
 */
final class PacedImage implements StateImage {
    /** Less is no rest that lets others run. */
    static final long WORK_MIN_NANOS = 2_000_000;

    /** A device that stalls must not make the rest as long. */
    static final long REST_MAX_NANOS = 50_000_000;

    /** Asking for the time costs as much as a znode. */
    static final int STEP = 64;

    private final StateImage image;
    private final LongSupplier nanos;
    private final LongConsumer rest;

    /**
     * @param nanos the time, from wherever
     * @param rest waits for that many nanoseconds; may return earlier
     */
    PacedImage(StateImage image, LongSupplier nanos, LongConsumer rest) {
        this.image = image;
        this.nanos = nanos;
        this.rest = rest;
    }

    @Override
    public long lastZxid() {
        return image.lastZxid();
    }

    @Override
    public long digest() {
        return image.digest();
    }

    @Override
    public long znodeCount() {
        return image.znodeCount();
    }

    @Override
    public void accept(StateVisitor visitor) {
        image.accept(new Paced(visitor));
    }

    private final class Paced implements StateVisitor {
        private final StateVisitor visitor;
        private long since = nanos.getAsLong();
        private int znodes;

        Paced(StateVisitor visitor) {
            this.visitor = visitor;
        }

        @Override
        public void begin(int sessionCount, int aclCount) {
            visitor.begin(sessionCount, aclCount);
        }

        @Override
        public void session(long sessionId, int timeoutMillis) {
            visitor.session(sessionId, timeoutMillis);
        }

        @Override
        public void acl(long key, List<Acl> acl) {
            visitor.acl(key, acl);
        }

        @Override
        public void znode(ZnodeRecord record) {
            visitor.znode(record);
            znodes++;
            if (znodes % STEP == 0) {
                long worked = nanos.getAsLong() - since;
                if (worked >= WORK_MIN_NANOS) {
                    rest.accept(Math.min(worked, REST_MAX_NANOS));
                    since = nanos.getAsLong();
                }
            }
        }

        @Override
        public void end() {
            visitor.end();
        }
    }
}
