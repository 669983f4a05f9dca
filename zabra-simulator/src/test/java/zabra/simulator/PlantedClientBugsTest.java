package zabra.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import zabra.peer.Transport;
import zabra.protocol.ReplyHeader;
import zabra.protocol.RequestHeader;
import zabra.simulator.machine.Tampering;

/** The net is tested: servers whose state is right, and that tell their clients otherwise. */
class PlantedClientBugsTest {
    @Test
    void anEventThatIsNotToldIsFound() {
        assertThat(
                        found(() ->
                                frame ->
                                        xid(frame) == ReplyHeader.NOTIFICATION_XID
                                                ? List.of()
                                                : List.of(frame)))
                .containsExactly("a watch fires before the new state is seen");
    }

    @Test
    void aZxidOfThePastIsFound() {
        assertThat(
                        found(() ->
                                frame -> {
                                    if (xid(frame) == RequestHeader.PING_XID) {
                                        frame.putLong(8, 0);
                                    }
                                    return List.of(frame);
                                }))
                .containsExactly("a session's time never runs back");
    }

    @Test
    void repliesOutOfOrderAreFound() {
        assertThat(
                        found(() ->
                                new Function<>() {
                                    private ByteBuffer held;
                                    private int replies;

                                    @Override
                                    public List<ByteBuffer> apply(ByteBuffer frame) {
                                        if (xid(frame) > 0 && ++replies % 20 == 0) {
                                            held = frame;
                                            return List.of();
                                        }
                                        List<ByteBuffer> out =
                                                held == null
                                                        ? List.of(frame)
                                                        : List.of(frame, held);
                                        held = null;
                                        return out;
                                    }
                                }))
                .containsExactly("replies are in the order of requests");
    }

    /** A read that is answered from the state before the one that its reply names. */
    @Test
    void staleDataIsFound() {
        assertThat(
                        found(() ->
                                new Function<>() {
                                    private byte[] first;

                                    // Header, length, data, stat; a create has a path in place of
                                    // data.
                                    @Override
                                    public List<ByteBuffer> apply(ByteBuffer frame) {
                                        int dataAt = 24;
                                        boolean getData =
                                                xid(frame) > 0
                                                        && frame.limit() > dataAt
                                                        && frame.getInt(20) > 0
                                                        && frame.get(dataAt) != '/'
                                                        && frame.limit()
                                                                == dataAt + frame.getInt(20) + 68;
                                        if (getData && first == null) {
                                            first = new byte[frame.getInt(20)];
                                            frame.get(dataAt, first);
                                        } else if (getData && first.length == frame.getInt(20)) {
                                            frame.put(dataAt, first);
                                        }
                                        return List.of(frame);
                                    }
                                }))
                .containsExactly("a read shows the state of its zxid");
    }

    private static int xid(ByteBuffer frame) {
        return frame.getInt(4);
    }

    private interface Forgers {
        Function<ByteBuffer, List<ByteBuffer>> next();
    }

    /**
     * @param forgers for each connection what becomes of each frame, its length in front, that the
     *     server sends
     */
    private static List<String> found(Forgers forgers) {
        return PlantedDiskBugsTest.found(
                new Tampering() {
                    @Override
                    public Transport transport(Transport transport) {
                        return new ForgedTransport(transport, forgers.next());
                    }
                },
                3,
                10);
    }

    /** Cuts what is sent into frames. */
    private static final class ForgedTransport implements Transport {
        private final Transport real;
        private final Function<ByteBuffer, List<ByteBuffer>> forger;
        private final List<Byte> waiting = new ArrayList<>();
        private boolean welcomed;

        ForgedTransport(Transport real, Function<ByteBuffer, List<ByteBuffer>> forger) {
            this.real = real;
            this.forger = forger;
        }

        @Override
        public void send(byte[] bytes, int offset, int length) {
            for (int i = 0; i < length; i++) {
                waiting.add(bytes[offset + i]);
            }
            while (waiting.size() >= 4 && waiting.size() >= 4 + first(4).getInt(0)) {
                ByteBuffer frame = first(4 + first(4).getInt(0));
                waiting.subList(0, frame.limit()).clear();
                for (ByteBuffer out : welcomed ? forger.apply(frame) : List.of(frame)) {
                    byte[] forged = new byte[out.limit()];
                    out.get(0, forged);
                    real.send(forged, 0, forged.length);
                }
                welcomed = true;
            }
        }

        private ByteBuffer first(int count) {
            ByteBuffer bytes = ByteBuffer.allocate(count);
            waiting.subList(0, count).forEach(bytes::put);
            return bytes.flip();
        }

        @Override
        public void flush() {
            real.flush();
        }

        @Override
        public long pendingBytes() {
            return real.pendingBytes();
        }

        @Override
        public void closeAfterFlush() {
            real.closeAfterFlush();
        }

        @Override
        public void abort() {
            real.abort();
        }

        @Override
        public void setReading(boolean reading) {
            real.setReading(reading);
        }

        @Override
        public String remoteHost() {
            return real.remoteHost();
        }

        @Override
        public String remoteAddress() {
            return real.remoteAddress();
        }
    }
}
