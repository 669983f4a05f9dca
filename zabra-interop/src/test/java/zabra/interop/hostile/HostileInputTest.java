package zabra.interop.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.server.ServerKind;
import zabra.interop.server.ServerOptions;
import zabra.interop.server.ServerProcess;
import zabra.interop.wire.Frame;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;
import zabra.protocol.Acl;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;

/** One small server takes it all; beside each attack a well-behaved client is served. */
final class HostileInputTest {
    private static final int HEAP_MIB = 128;

    /** The heap and what a JVM needs beside it: code, threads, collector, direct buffers. */
    private static final int RESIDENT_MAX_MIB = HEAP_MIB + 384;

    private static final int MAXBUFFER = 0xfffff;
    private static final int TIMEOUT_MILLIS = 60_000;

    @TempDir static Path directory;

    private static ServerProcess server;
    private static Bystander bystander;

    @BeforeAll
    static void startServer() {
        ServerOptions options = ServerOptions.defaults().unsynced().withHeapMib(HEAP_MIB);
        server = ServerProcess.start(ServerKind.underTest(), directory, options);
        bystander = new Bystander(server.port());
        bystander.expectServed(1);
    }

    @AfterAll
    static void stopServer() {
        bystander.close();
        server.close();
    }

    @AfterEach
    void serverIsWell() throws IOException {
        bystander.expectServed();
        assertThat(server.isAlive()).isTrue();
        assertThat(residentMib()).isLessThan(RESIDENT_MAX_MIB);
        try (RawClient client = RawClient.connect(server.port(), TIMEOUT_MILLIS)) {
            client.succeed(Request.read(OpCode.GET_CHILDREN, "/", false));
            client.closeSession();
        }
    }

    private static long residentMib() throws IOException {
        Path status = Path.of("/proc", Long.toString(server.pid()), "status");
        assumeTrue(Files.exists(status), "only Linux tells how much memory a process has");
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        throw new IOException("no VmRSS");
    }

    @Test
    void randomBytesInsteadOfAHandshake() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[4 + random.nextInt(2000)];
            random.nextBytes(noise);
            noise[0] |= (byte) 0x80; // A negative length, whatever follows.
            try (RawClient client = RawClient.open(server.port())) {
                sendToTheEnd(client, noise);
                assertThat(client.awaitClosed()).isTrue();
            }
        }
    }

    @Test
    void randomBytesOfTheRightLengthInsteadOfAHandshake() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 100; i++) {
            // Shorter than any handshake: it cannot decode, whatever it says.
            byte[] noise = new byte[random.nextInt(24)];
            random.nextBytes(noise);
            try (RawClient client = RawClient.open(server.port())) {
                sendToTheEnd(client, framed(noise));
                assertThat(client.awaitClosed()).isTrue();
            }
        }
    }

    @Test
    void framesOfImpossibleLength() throws IOException {
        for (int length : List.of(-1, Integer.MIN_VALUE, Integer.MAX_VALUE, MAXBUFFER + 1)) {
            byte[] prefix = new JuteWriter().writeInt(length).toByteArray();
            try (RawClient client = RawClient.open(server.port())) {
                sendToTheEnd(client, prefix);
                assertThat(client.awaitClosed()).isTrue();
            }
            try (RawClient client = RawClient.connect(server.port(), TIMEOUT_MILLIS)) {
                sendToTheEnd(client, prefix);
                assertThat(client.awaitClosed()).isTrue();
            }
        }
    }

    @Test
    void aFrameOfExactlyTheLargestLengthIsServed() throws IOException {
        String path = "/largest";
        int around = 8 + Request.create(path, new byte[0], 0).body().length;
        try (RawClient client = RawClient.connect(server.port(), TIMEOUT_MILLIS)) {
            client.succeed(Request.create(path, new byte[MAXBUFFER - around], 0));
            client.succeed(Request.delete(path, -1));
            client.closeSession();
        }
    }

    @Test
    void framesTooShortForAHeader() throws IOException {
        for (int length = 0; length < 8; length++) {
            try (RawClient client = RawClient.connect(server.port(), TIMEOUT_MILLIS)) {
                sendToTheEnd(client, framed(new byte[length]));
                assertThat(client.awaitClosed()).isTrue();
            }
        }
    }

    @Test
    void countsAndLengthsThatLie() throws IOException {
        int[] lies = {Integer.MAX_VALUE, 1 << 30, 1 << 24, 100_000, -2, Integer.MIN_VALUE};
        try (RawClient client = RawClient.connect(server.port(), TIMEOUT_MILLIS)) {
            for (int lie : lies) {
                for (OpCode op :
                        List.of(
                                OpCode.CREATE,
                                OpCode.SET_DATA,
                                OpCode.SET_ACL,
                                OpCode.EXISTS,
                                OpCode.SYNC,
                                OpCode.GET_EPHEMERALS)) {
                    byte[] body = new JuteWriter().writeInt(lie).writeLong(0).toByteArray();
                    assertThat(client.call(Request.raw(op.code(), body)).err())
                            .as("%s with a path of length %d", op, lie)
                            .isEqualTo(-5);
                }
                if (lie > 0) {
                    byte[] acls =
                            new JuteWriter()
                                    .writeString("/x")
                                    .writeBuffer(null)
                                    .writeInt(lie)
                                    .writeLong(0)
                                    .toByteArray();
                    assertThat(client.call(Request.raw(OpCode.CREATE.code(), acls)).err())
                            .isEqualTo(-5);
                    byte[] watches =
                            new JuteWriter().writeLong(0).writeInt(lie).writeLong(0).toByteArray();
                    assertThat(client.call(Request.raw(OpCode.SET_WATCHES.code(), watches)).err())
                            .isEqualTo(-5);
                }
            }
            client.closeSession();
        }
    }

    @Test
    void noiseInsteadOfRequestsOnAnEstablishedSession() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 300; i++) {
            try (RawClient client = RawClient.connect(server.port(), TIMEOUT_MILLIS)) {
                byte[] noise = new byte[8 + random.nextInt(200)];
                random.nextBytes(noise);
                // The type is small, so that many reach a decoder.
                noise[4] = 0;
                noise[5] = 0;
                noise[6] = 0;
                noise[7] = (byte) (i % 24 == 20 ? 1 : i % 24);
                sendToTheEnd(client, framed(noise));
                sendToTheEnd(client, framed(Arrays.copyOf(noise, 5)));
                readToTheEnd(client);
            }
        }
    }

    @Test
    void halfFramesThatNeverEnd() throws IOException {
        assumeTrue(
                ServerKind.underTest() == ServerKind.ZABRA,
                "Apache ZooKeeper makes room for a frame as soon as it knows its length");
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                RawClient client =
                        i % 2 == 0
                                ? RawClient.open(server.port())
                                : RawClient.connect(server.port(), TIMEOUT_MILLIS);
                clients.add(client);
                client.send(new JuteWriter().writeInt(MAXBUFFER).writeLong(i).toByteArray());
            }
            bystander.expectServed();
        } finally {
            closeAll(clients);
        }
    }

    @Test
    void aSenderOfSingleBytesIsServed() throws IOException {
        try (RawClient client = RawClient.connect(server.port(), TIMEOUT_MILLIS)) {
            byte[] body = Request.read(OpCode.GET_CHILDREN, "/", false).body();
            JuteWriter frame = new JuteWriter();
            int mark = frame.beginFrame();
            frame.writeInt(1).writeInt(OpCode.GET_CHILDREN.code());
            frame.writeBytes(body, 0, body.length);
            frame.endFrame(mark);
            for (byte b : frame.toByteArray()) {
                client.send(new byte[] {b});
            }
            assertThat(client.awaitReply(1).err()).isZero();
            client.closeSession();
        }
    }

    @Test
    void thousandsOfIdleSockets() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 2000; i++) {
                clients.add(RawClient.open(server.port()));
            }
            bystander.expectServed();
            RawClient.connect(server.port(), TIMEOUT_MILLIS).closeSession();
        } finally {
            closeAll(clients);
        }
    }

    @Test
    void manyThatComeAndGo() throws IOException {
        for (int i = 0; i < 1000; i++) {
            RawClient.open(server.port()).close();
        }
        for (int i = 0; i < 300; i++) {
            RawClient.connect(server.port(), 4000).close();
        }
    }

    @Test
    void aReaderOfNothingThatAsksForMore() throws IOException {
        assumeTrue(
                ServerKind.underTest() == ServerKind.ZABRA,
                "Apache ZooKeeper keeps all replies in memory until they are read");
        List<String> paths = List.of("/big0", "/big1", "/big2", "/big3");
        try (RawClient owner = RawClient.connect(server.port(), TIMEOUT_MILLIS);
                RawClient deaf = RawClient.connect(server.port(), TIMEOUT_MILLIS)) {
            for (String path : paths) {
                owner.succeed(Request.create(path, new byte[1_000_000], 0));
            }
            deaf.enqueue(Request.watches(OpCode.ADD_WATCH, "/", 1));
            for (int i = 0; i < 2000; i++) {
                deaf.enqueue(Request.read(OpCode.GET_DATA, paths.get(i % 4), false));
            }
            deaf.flush();
            // Each round of the bystander is an event for the deaf one.
            bystander.expectServed(2000);
            assertThat(residentMib()).isLessThan(RESIDENT_MAX_MIB);
            for (String path : paths) {
                owner.succeed(Request.delete(path, -1));
            }
            owner.closeSession();
        }
    }

    @Test
    void aMultiOfVeryManyParts() throws IOException {
        List<Request> parts = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            parts.add(Request.check("/", -1));
        }
        try (RawClient client = RawClient.connect(server.port(), TIMEOUT_MILLIS)) {
            Frame reply = client.call(Request.multi(OpCode.MULTI, parts));
            assertThat(reply.err()).isZero();
            assertThat(reply.body().length).isEqualTo((parts.size() + 1) * 9);
            client.closeSession();
        }
    }

    @Test
    void aVeryDeepPathAndAVeryLongName() throws IOException {
        try (RawClient client = RawClient.connect(server.port(), TIMEOUT_MILLIS)) {
            String deep = "/d".repeat(200_000);
            assertThat(client.call(Request.create(deep, null, 0)).err()).isEqualTo(-101);
            assertThat(client.call(Request.read(OpCode.EXISTS, deep, true)).err()).isEqualTo(-101);
            String name = "/" + "n".repeat(400_000);
            client.succeed(Request.create(OpCode.CREATE, name, null, Acl.OPEN, 0));
            client.succeed(Request.delete(name, -1));
            client.closeSession();
        }
    }

    private static byte[] framed(byte[] content) {
        JuteWriter out = new JuteWriter();
        int mark = out.beginFrame();
        out.writeBytes(content, 0, content.length);
        out.endFrame(mark);
        return out.toByteArray();
    }

    /** The server may close while we still send. */
    private static void sendToTheEnd(RawClient client, byte[] bytes) {
        try {
            client.send(bytes);
        } catch (IOException e) {
            assertThat(e).isInstanceOf(java.net.SocketException.class);
        }
    }

    private static void readToTheEnd(RawClient client) throws IOException {
        try {
            while (true) {
                client.read();
            }
        } catch (EOFException e) {
            assertThat(client.awaitClosed()).isTrue();
        }
    }

    private static void closeAll(List<RawClient> clients) throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
    }
}
