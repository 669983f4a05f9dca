package zabra.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zabra.protocol.txn.LoggedTxn;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnCodec;
import zabra.protocol.txn.TxnHeader;

/**
 * Random and mutated bytes: a reader gives a record or throws {@link MarshallingException}, and
 * takes memory only in proportion to its input.
 */
class HostileInputTest {
    private static final int[] TYPES = {1, 15, 19, 21, 2, 20, 5, 16, 7, 13, -10, -11, -1, 14};

    /** Numbers that lengths and counts go wrong by. */
    private static final int[] EDGES = {
        0, 1, -1, -2, 2, 14, 64, 255, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7ffffff0, 0x00ffffff
    };

    private static void readAll(byte[] bytes, int type) {
        attempt(bytes, in -> TxnCodec.read(in, type));
        attempt(bytes, LoggedTxn::read);
        attempt(bytes, ConnectRequest::read);
        attempt(bytes, ConnectResponse::read);
        attempt(bytes, WatcherEvent::read);
        attempt(bytes, Acl::readList);
        attempt(bytes, JuteReader::readStrings);
        attempt(bytes, in -> SetWatches.read(in, OpCode.SET_WATCHES2));
    }

    private static void attempt(byte[] bytes, Consumer<JuteReader> read) {
        // A slice inside other bytes: reaching over its ends would find something.
        byte[] around = new byte[bytes.length + 16];
        System.arraycopy(bytes, 0, around, 8, bytes.length);
        JuteReader in = new JuteReader().wrap(around, 8, bytes.length);
        try {
            read.accept(in);
        } catch (MarshallingException refused) {
            // As it should be.
        }
        assertThat(in.position()).isBetween(8, 8 + bytes.length);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x5EED, 2, 3})
    void randomBytes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 4_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            sprinkle(random, bytes);
            readAll(bytes, TYPES[random.nextInt(TYPES.length)]);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0x5EED, 2, 3})
    void mutatedTransactions(long seed) {
        Random random = new Random(seed);
        Txn multi =
                new Txn.Multi(
                        List.of(
                                new Txn.Create(OpCode.CREATE, "/a", new byte[5], Acl.OPEN, true, 7),
                                new Txn.CreateTtl("/t", null, Acl.READABLE, 3, 9),
                                new Txn.Delete(OpCode.DELETE, "/x"),
                                new Txn.Check("/y", 3),
                                new Txn.Failed(-101)));
        for (Txn txn : List.of(multi, new Txn.CloseSession(List.of("/a", "/b", "/c")))) {
            LoggedTxn logged =
                    new LoggedTxn(new TxnHeader(1, 2, 3, 4, txn.op().code()), txn, true, 5);
            byte[] good = Bytes.written(logged::write);
            for (int i = 0; i < 4_000; i++) {
                byte[] bytes = good.clone();
                sprinkle(random, bytes);
                if (random.nextBoolean()) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                readAll(bytes, txn.op().code());
            }
        }
    }

    private static void sprinkle(Random random, byte[] bytes) {
        for (int n = random.nextInt(3); n > 0 && bytes.length >= 4; n--) {
            int value = EDGES[random.nextInt(EDGES.length)];
            int at = random.nextInt(bytes.length - 3);
            for (int i = 0; i < 4; i++) {
                bytes[at + i] = (byte) (value >>> (24 - 8 * i));
            }
        }
    }

    /** The worst known inputs: most objects per byte, and counts that promise most. */
    @Test
    void memoryIsBoundedByTheInput() {
        int size = 1 << 20;
        byte[] emptyStrings = new byte[size];
        new JuteWriter(); // Loads what is measured below.
        int count = size / 4 - 1;
        for (int i = 0; i < 4; i++) {
            emptyStrings[i] = (byte) (count >>> (24 - 8 * i));
        }
        byte[] promise = emptyStrings.clone();
        promise[4] = (byte) 0x7f; // The first string ends the vector; the count had promised much.
        readAll(new byte[64], 14);

        assertThat(allocated(() -> attempt(emptyStrings, JuteReader::readStrings)))
                .isLessThan(12L * size);
        assertThat(allocated(() -> attempt(promise, JuteReader::readStrings)))
                .isLessThan(2L * size);
        assertThat(allocated(() -> attempt(emptyStrings, Acl::readList))).isLessThan(12L * size);
        assertThat(allocated(() -> attempt(emptyStrings, in -> TxnCodec.read(in, 14))))
                .isLessThan(12L * size);
        assertThat(allocated(() -> attempt(emptyStrings, in -> TxnCodec.read(in, -11))))
                .isLessThan(12L * size);
    }

    private static long allocated(Runnable work) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
