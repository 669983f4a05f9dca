package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import zabra.peer.durable.DurableStep;
import zabra.protocol.ConnectRequest;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.MultiHeader;
import zabra.protocol.OpCode;
import zabra.protocol.ReplyHeader;
import zabra.protocol.WatcherEvent;
import zabra.protocol.snapshot.StateImage;
import zabra.tree.DataTree;
import zabra.tree.TreeOptions;
import zabra.tree.acl.Acls;
import zabra.tree.acl.IpAuthProvider;
import zabra.tree.prepare.PrepareOptions;

/**
 * What {@link TreeLock} promises, with a replica and lanes on threads of their own: clients on each
 * lane read and watch two znodes that multis always set to the same number. Bounded by the number
 * of multis.
 */
final class TreeLockTest {
    private static final int LANES = 3;
    private static final int CLIENTS_PER_LANE = 2;
    private static final int MULTIS = 1_000;
    private static final int WINDOW = 40;

    /** How often a multi sets the one before it sets the other: so that its middle is long. */
    private static final int REPEATS = 50;

    /** How often a reader reads on after an event, whether there is news or not. */
    private static final int READS_PER_EVENT = 5;

    private final Peer peer;
    private final List<LaneThread> lanes = new ArrayList<>();
    private volatile boolean stopping;

    TreeLockTest() {
        Clock clock =
                new Clock() {
                    @Override
                    public long wallMillis() {
                        return 1_700_000_000_000L;
                    }

                    @Override
                    public long monotonicMillis() {
                        return 1_000_000;
                    }
                };
        SnapshotPort snapshots =
                new SnapshotPort() {
                    @Override
                    public boolean isBusy() {
                        return true;
                    }

                    @Override
                    public void save(StateImage image) {
                        throw new IllegalStateException("busy");
                    }
                };
        InstantJournal journal = new InstantJournal();
        peer =
                new Peer(
                        new DataTree(TreeOptions.DEFAULT),
                        new TreeLock(),
                        new Acls(List.of(new IpAuthProvider()), false),
                        PeerOptions.defaults(2000),
                        PrepareOptions.DEFAULT,
                        1,
                        null,
                        new Peer.Ports(clock, journal, snapshots, new Random(1), PeerEvents.NONE));
        journal.replica = peer.replica();
        for (int i = 0; i < LANES; i++) {
            lanes.add(new LaneThread());
        }
    }

    /** A log that is durable as soon as it is flushed. */
    private static final class InstantJournal implements Journal {
        Replica replica;
        private long last = -1;

        @Override
        public void append(long zxid, byte[] txn) {
            last = zxid;
        }

        @Override
        public void roll() {}

        @Override
        public void flush() {
            if (last >= 0) {
                replica.durable(last);
                last = -1;
            }
        }

        @Override
        public void perform(DurableStep step) {
            throw new IllegalStateException("alone, and asked for " + step);
        }
    }

    /**
     * An event loop: runs what it is given, one after the other, and lets its clients look at their
     * sockets after each.
     */
    private final class LaneThread {
        private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        private final Lane lane = peer.newLane(LANES, () -> tasks.add(this::wakeUp));

        private final List<Client> clients = new ArrayList<>();

        private void wakeUp() {
            lane.onWakeUp();
        }

        Void run() throws InterruptedException {
            while (!stopping) {
                tasks.take().run();
                lane.flush();
                clients.forEach(Client::turn);
                lane.flush();
                if (clients.stream().anyMatch(Client::isEager)) {
                    tasks.add(() -> {});
                }
            }
            return null;
        }
    }

    /** One client, wholly on its lane's thread: what comes back is looked at where it is sent. */
    private abstract class Client {
        final LaneThread thread;
        final Loopback transport = new Loopback();
        final ClientConnection connection;
        private int lastXid;
        private int lastAnswered;
        private boolean open;

        Client(LaneThread thread) {
            this.thread = thread;
            this.connection = new ClientConnection(peer.serving(), thread.lane, transport);
        }

        void connect() {
            JuteWriter out = new JuteWriter();
            int frame = out.beginFrame();
            new ConnectRequest(0, 0, 40_000, 0, new byte[16], true, false).write(out);
            out.endFrame(frame);
            send(out.toByteArray());
            thread.clients.add(this);
        }

        /** Whether it has something to do that no wake-up will tell it of. */
        boolean isEager() {
            return transport.hasFrames();
        }

        boolean isOpen() {
            return open;
        }

        void send(byte[] bytes) {
            connection.onBytes(bytes, 0, bytes.length);
        }

        byte[] request(OpCode op, Consumer<JuteWriter> body) {
            return PeerHarness.frame(++lastXid, op, body);
        }

        int outstanding() {
            return lastXid - lastAnswered;
        }

        /** Takes what has come and sends more. */
        private void turn() {
            for (JuteReader frame : transport.frames()) {
                if (!open) {
                    open = true;
                    continue;
                }
                ReplyHeader header = ReplyHeader.read(frame);
                if (header.xid() == ReplyHeader.NOTIFICATION_XID) {
                    event(WatcherEvent.read(frame).path());
                } else {
                    assertThat(header.xid()).as("replies in order").isEqualTo(++lastAnswered);
                    reply(header, frame);
                }
            }
            if (open) {
                more();
            }
        }

        abstract void event(String path);

        abstract void reply(ReplyHeader header, JuteReader body);

        abstract void more();
    }

    private static int number(JuteReader body) {
        return Integer.parseInt(new String(body.readBuffer(), StandardCharsets.US_ASCII));
    }

    private static byte[] bytes(int number) {
        return Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    /** Sets both znodes to 1, 2, 3, … and reads its own writes. */
    private final class Writer extends Client {
        private final CountDownLatch done;
        private final ArrayList<Integer> expected = new ArrayList<>();
        private int next = 1;
        private int answered;

        Writer(LaneThread thread, CountDownLatch done) {
            super(thread);
            this.done = done;
        }

        @Override
        void event(String path) {
            throw new AssertionError("watches nothing, told of " + path);
        }

        @Override
        void more() {
            while (next <= MULTIS && outstanding() < WINDOW) {
                int number = next++;
                OpCode op = number == 1 ? OpCode.CREATE : OpCode.SET_DATA;
                send(
                        request(
                                OpCode.MULTI,
                                out -> {
                                    List<String> paths = new ArrayList<>();
                                    paths.addAll(
                                            Collections.nCopies(
                                                    number == 1 ? 1 : REPEATS, "/left"));
                                    paths.add("/right");
                                    for (String path : paths) {
                                        new MultiHeader(op.code(), false, -1).write(out);
                                        if (op == OpCode.CREATE) {
                                            PeerHarness.createBody(path, "1", 0).accept(out);
                                        } else {
                                            out.writeString(path)
                                                    .writeBuffer(bytes(number))
                                                    .writeInt(-1);
                                        }
                                    }
                                    MultiHeader.END.write(out);
                                }));
                expected.add(-1);
                send(
                        request(
                                OpCode.GET_DATA,
                                out -> out.writeString("/right").writeBoolean(false)));
                expected.add(number);
            }
        }

        @Override
        void reply(ReplyHeader header, JuteReader body) {
            assertThat(header.error()).isZero();
            int number = expected.get(answered++);
            if (number > 0) {
                assertThat(number(body)).as("reads its own write").isEqualTo(number);
            }
            if (answered == 2 * MULTIS) {
                done.countDown();
            }
        }
    }

    /** Reads both znodes in turn, always with a watch. */
    private final class Reader extends Client {
        private int asked;
        private int lastNumber;
        private long lastZxid;
        private boolean leftWatched;
        private boolean rightWatched;
        private int leftSeen;
        private int rightSeen;
        private int reads;
        private int budget;

        Reader(LaneThread thread) {
            super(thread);
        }

        @Override
        boolean isEager() {
            return super.isEager() || (isOpen() && mayRead());
        }

        /** Until both are watched, and then for a while after each event. */
        private boolean mayRead() {
            return budget > 0 || !leftWatched || !rightWatched;
        }

        @Override
        void event(String path) {
            budget = READS_PER_EVENT;
            if (path.equals("/left")) {
                leftWatched = false;
            } else {
                rightWatched = false;
            }
        }

        @Override
        void more() {
            if (!mayRead()) {
                return;
            }
            budget--;
            // They come together: a lane answers both under one turn of the lock.
            JuteWriter both = new JuteWriter();
            for (String path : List.of("/left", "/right")) {
                byte[] frame =
                        request(OpCode.GET_DATA, out -> out.writeString(path).writeBoolean(true));
                both.writeBytes(frame, 0, frame.length);
            }
            send(both.toByteArray());
        }

        @Override
        void reply(ReplyHeader header, JuteReader body) {
            boolean left = asked++ % 2 == 0;
            assertThat(header.zxid()).as("never goes back").isGreaterThanOrEqualTo(lastZxid);
            lastZxid = header.zxid();
            int number = header.error() == 0 ? number(body) : 0;
            assertThat(number).as("never goes back").isGreaterThanOrEqualTo(lastNumber);
            if (left) {
                if (leftWatched) {
                    assertThat(number).as("new data before its event").isEqualTo(leftSeen);
                }
                leftWatched = header.error() == 0;
                leftSeen = number;
            } else {
                assertThat(number).as("half of a multi").isEqualTo(lastNumber);
                if (rightWatched) {
                    assertThat(number).as("new data before its event").isEqualTo(rightSeen);
                }
                rightWatched = header.error() == 0;
                rightSeen = number;
            }
            lastNumber = number;
            reads++;
        }
    }

    @Test
    void keepsItsPromisesBetweenThreads() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        List<Reader> readers = new ArrayList<>();
        Writer writer = new Writer(lanes.getFirst(), done);
        lanes.getFirst().tasks.add(writer::connect);
        for (LaneThread lane : lanes) {
            for (int i = 0; i < CLIENTS_PER_LANE; i++) {
                Reader reader = new Reader(lane);
                readers.add(reader);
                lane.tasks.add(reader::connect);
            }
        }
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(LANES + 1);
        try {
            List<Future<?>> running = new ArrayList<>();
            running.add(threads.submit(() -> run(this::replicate, failures, done)));
            for (LaneThread lane : lanes) {
                running.add(threads.submit(() -> run(lane::run, failures, done)));
            }
            assertThat(done.await(60, TimeUnit.SECONDS)).as("all was written").isTrue();
            stopping = true;
            lanes.forEach(lane -> lane.tasks.add(() -> {}));
            peer.replica().execute(() -> {});
            for (Future<?> each : running) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            stopping = true;
            threads.shutdownNow();
        }
        assertThat(failures).isEmpty();
        assertThat(readers).allSatisfy(reader -> assertThat(reader.reads).isPositive());
        assertThat(readers).anySatisfy(reader -> assertThat(reader.lastNumber).isGreaterThan(1));
    }

    private interface Body {
        Void run() throws InterruptedException;
    }

    private void run(Body body, ConcurrentLinkedQueue<Throwable> failures, CountDownLatch done) {
        try {
            body.run();
        } catch (InterruptedException | RuntimeException | AssertionError e) {
            failures.add(e);
            done.countDown();
        }
    }

    private Void replicate() {
        peer.replica().runBy(new HelpedByChance(Thread.currentThread()));
        while (!stopping) {
            if (!peer.replica().work() && peer.replica().maySleep() > 0) {
                LockSupport.park();
                while (!peer.replica().awake()) {
                    Thread.onSpinWait();
                }
            }
        }
        return null;
    }
}
