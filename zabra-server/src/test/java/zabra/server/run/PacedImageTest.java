package zabra.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.snapshot.ZnodeRecord;

class PacedImageTest {
    private static final int ZNODES = 10 * PacedImage.STEP;

    private final List<String> pieces = new ArrayList<>();
    private final List<Long> rests = new ArrayList<>();
    private long now;

    @Test
    void restsAsLongAsItWorked() {
        long each = PacedImage.WORK_MIN_NANOS / PacedImage.STEP;
        read(each);
        assertThat(rests).hasSize(10).containsOnly(each * PacedImage.STEP);
    }

    @Test
    void gathersWorkThatIsTooShortForARest() {
        read(PacedImage.WORK_MIN_NANOS / PacedImage.STEP / 2);
        assertThat(rests).hasSize(5);
    }

    @Test
    void doesNotRestAsLongAsADeviceStalls() {
        read(PacedImage.REST_MAX_NANOS);
        assertThat(rests).hasSize(10).containsOnly(PacedImage.REST_MAX_NANOS);
    }

    @Test
    void handsOverEveryPieceInItsPlace() {
        read(0);
        assertThat(rests).isEmpty();
        assertThat(pieces).hasSize(4 + ZNODES).startsWith("begin 1 1", "session 7", "acl 3");
        assertThat(pieces.get(3)).isEqualTo("znode 0");
        assertThat(pieces.get(2 + ZNODES)).isEqualTo("znode " + (ZNODES - 1));
        assertThat(pieces.getLast()).isEqualTo("end");
    }

    private void read(long nanosOfAZnode) {
        StateImage paced = new PacedImage(new Image(), () -> now, this::rest);
        assertThat(paced.lastZxid()).isEqualTo(5);
        assertThat(paced.digest()).isEqualTo(6);
        assertThat(paced.znodeCount()).isEqualTo(ZNODES);
        paced.accept(new Visitor(nanosOfAZnode));
    }

    private void rest(long nanos) {
        rests.add(nanos);
        now += nanos;
    }

    private static final class Image implements StateImage {
        @Override
        public long lastZxid() {
            return 5;
        }

        @Override
        public long digest() {
            return 6;
        }

        @Override
        public long znodeCount() {
            return ZNODES;
        }

        @Override
        public void accept(StateVisitor visitor) {
            visitor.begin(1, 1);
            visitor.session(7, 1000);
            visitor.acl(3, Acl.OPEN);
            ZnodeRecord record = new ZnodeRecord();
            for (int i = 0; i < ZNODES; i++) {
                record.version = i;
                visitor.znode(record);
            }
            visitor.end();
        }
    }

    private final class Visitor implements StateVisitor {
        private final long nanosOfAZnode;

        Visitor(long nanosOfAZnode) {
            this.nanosOfAZnode = nanosOfAZnode;
        }

        @Override
        public void begin(int sessionCount, int aclCount) {
            pieces.add("begin " + sessionCount + " " + aclCount);
        }

        @Override
        public void session(long sessionId, int timeoutMillis) {
            pieces.add("session " + sessionId);
        }

        @Override
        public void acl(long key, List<Acl> acl) {
            pieces.add("acl " + key);
        }

        @Override
        public void znode(ZnodeRecord record) {
            pieces.add("znode " + record.version);
            now += nanosOfAZnode;
        }

        @Override
        public void end() {
            pieces.add("end");
        }
    }
}
