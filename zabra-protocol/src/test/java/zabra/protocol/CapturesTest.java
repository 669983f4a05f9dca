package zabra.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zabra.protocol.Bytes.hex;
import static zabra.protocol.Bytes.reader;
import static zabra.protocol.Bytes.written;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Bytes that went between ZooKeeper 3.9.5 and its clients. */
class CapturesTest {
    private static final String ZERO_PASSWORD = "00000010|" + "00".repeat(16);

    private static byte[] frame(Consumer<JuteWriter> body) {
        return written(out -> {
            int mark = out.beginFrame();
            body.accept(out);
            out.endFrame(mark);
        });
    }

    private static JuteReader body(byte[] frame) {
        JuteReader in = new JuteReader(frame);
        assertThat(in.readInt()).isEqualTo(in.remaining());
        return in;
    }

    @Test
    void connectRequest() {
        byte[] wire =
                hex(
                        "0000002d|00000000|0000000000000000|00002710|0000000000000000|"
                                + ZERO_PASSWORD
                                + "|00");
        JuteReader in = body(wire);
        ConnectRequest request = ConnectRequest.read(in);
        assertThat(in.remaining()).isZero();
        assertThat(request.timeoutMillis()).isEqualTo(10_000);
        assertThat(request.password()).hasSize(16);
        assertThat(request.hasReadOnly()).isTrue();
        assertThat(request.readOnly()).isFalse();
        assertThat(frame(request::write)).isEqualTo(wire);
    }

    @Test
    void connectRequestOfAnOldClient() {
        byte[] wire =
                hex(
                        "0000002c|00000000|0000000000000005|00002710|0100000edaf80000|"
                                + ZERO_PASSWORD);
        ConnectRequest request = ConnectRequest.read(body(wire));
        assertThat(request.lastZxidSeen()).isEqualTo(5);
        assertThat(request.sessionId()).isEqualTo(0x0100000edaf80000L);
        assertThat(request.hasReadOnly()).isFalse();
        assertThat(request.readOnly()).isFalse();
        assertThat(frame(request::write)).isEqualTo(wire);
    }

    @Test
    void connectRequestWithOddPasswords() {
        String head = "00000000|0000000000000000|ffffffff|0000000000000000|";
        ConnectRequest withNull = ConnectRequest.read(reader(head + "ffffffff"));
        assertThat(withNull.password()).isNull();
        assertThat(withNull.timeoutMillis()).isEqualTo(-1);
        ConnectRequest withThree = ConnectRequest.read(reader(head + "00000003 010203 02 ffff"));
        assertThat(withThree.password()).isEqualTo(hex("010203"));
        assertThat(withThree.readOnly()).as("any byte but zero; the rest is ignored").isTrue();
        assertThatThrownBy(() -> ConnectRequest.read(reader(head + "00000010 0102")))
                .isInstanceOf(MarshallingException.class);
        assertThatThrownBy(() -> ConnectRequest.read(reader(head)))
                .isInstanceOf(MarshallingException.class);
    }

    @Test
    void connectResponse() {
        byte[] wire =
                hex(
                        "00000025|00000000|00002710|0100000edaf80000|"
                                + "00000010|7a77878a7fac126ee857027460267c4f|00");
        ConnectResponse response = ConnectResponse.read(body(wire));
        assertThat(response.isRefused()).isFalse();
        assertThat(response.timeoutMillis()).isEqualTo(10_000);
        assertThat(response.sessionId()).isEqualTo(0x0100000edaf80000L);
        assertThat(response.hasReadOnly()).isTrue();
        assertThat(frame(response::write)).isEqualTo(wire).hasSize(41);
    }

    @Test
    void refusedSession() {
        byte[] wire = hex("00000025|00000000|00000000|0000000000000000|" + ZERO_PASSWORD + "|00");
        assertThat(frame(ConnectResponse.refused(true)::write)).isEqualTo(wire);
        assertThat(frame(ConnectResponse.refused(false)::write)).hasSize(40);
        assertThat(ConnectResponse.read(body(wire)).isRefused()).isTrue();
    }

    @Test
    void createAndItsReply() {
        byte[] request =
                frame(out -> {
                    new RequestHeader(2, OpCode.CREATE.code()).write(out);
                    out.writeString("/a").writeBuffer(hex("6869"));
                    Acl.writeList(out, Acl.OPEN);
                    out.writeInt(0);
                });
        assertThat(request)
                .isEqualTo(
                        hex(
                                """
                                00000033|00000002|00000001|00000002 2f61|00000002 6869|
                                00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65|00000000
                                """));
        byte[] reply =
                frame(out -> {
                    new ReplyHeader(2, 2, 0).write(out);
                    out.writeString("/a");
                });
        assertThat(reply)
                .isEqualTo(hex("00000016|00000002|0000000000000002|00000000|00000002 2f61"));
        JuteReader in = body(request);
        assertThat(RequestHeader.read(in)).isEqualTo(new RequestHeader(2, 1));
        in.readString();
        in.readBuffer();
        assertThat(Acl.readList(in)).isEqualTo(Acl.OPEN);
    }

    @Test
    void getDataReply() {
        Stat stat = new Stat(2, 2, 0x1a2037174d9L, 0x1a2037174d9L, 0, 0, 0, 0, 2, 0, 2);
        byte[] wire =
                hex(
                        """
                        0000005a|00000004|0000000000000003|00000000|00000002 6869|
                        0000000000000002|0000000000000002|000001a2037174d9|000001a2037174d9|
                        00000000|00000000|00000000|
                        0000000000000000|00000002|00000000|0000000000000002
                        """);
        assertThat(
                        frame(out -> {
                            new ReplyHeader(4, 3, 0).write(out);
                            out.writeBuffer(hex("6869"));
                            stat.write(out);
                        }))
                .isEqualTo(wire);
        JuteReader in = body(wire);
        assertThat(ReplyHeader.read(in)).isEqualTo(new ReplyHeader(4, 3, 0));
        in.readBuffer();
        assertThat(Stat.read(in)).isEqualTo(stat);
        assertThat(in.remaining()).isZero();
    }

    @Test
    void everyFieldOfAStatHasItsPlace() {
        Stat stat = new Stat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        byte[] wire = written(stat::write);
        assertThat(wire)
                .isEqualTo(
                        hex(
                                "0000000000000001 0000000000000002 0000000000000003"
                                        + " 000000000000000400000005 00000006 00000007"
                                        + " 000000000000000800000009 0000000a 000000000000000b"))
                .hasSize(68);
        assertThat(Stat.read(new JuteReader(wire))).isEqualTo(stat);
    }

    @Test
    void errorReply() {
        assertThat(frame(new ReplyHeader(5, 3, ErrorCode.NONODE.code())::write))
                .isEqualTo(hex("00000010|00000005|0000000000000003|ffffff9b"));
    }

    @Test
    void watchEvent() {
        WatcherEvent event = new WatcherEvent(3, WatcherEvent.SYNC_CONNECTED, "/a");
        byte[] wire =
                hex("0000001e|ffffffff|0000000000000004|00000000|00000003|00000003|00000002 2f61");
        assertThat(
                        frame(out -> {
                            ReplyHeader.write(out, ReplyHeader.NOTIFICATION_XID, 4, 0);
                            event.write(out);
                        }))
                .isEqualTo(wire);
        JuteReader in = body(wire);
        assertThat(ReplyHeader.read(in).xid()).isEqualTo(ReplyHeader.NOTIFICATION_XID);
        assertThat(WatcherEvent.read(in)).isEqualTo(event);
    }

    @Test
    void pingAndCloseSession() {
        assertThat(frame(new RequestHeader(RequestHeader.PING_XID, OpCode.PING.code())::write))
                .isEqualTo(hex("00000008|fffffffe|0000000b"));
        assertThat(frame(new RequestHeader(0x12, OpCode.CLOSE_SESSION.code())::write))
                .isEqualTo(hex("00000008|00000012|fffffff5"));
    }

    @Test
    void auth() {
        byte[] wire =
                frame(out -> {
                    new RequestHeader(RequestHeader.AUTH_XID, OpCode.AUTH.code()).write(out);
                    out.writeInt(0).writeString("digest").writeBuffer(hex("626f623a7077"));
                });
        assertThat(wire)
                .isEqualTo(
                        hex(
                                "00000020|fffffffc|00000064|00000000|00000006 646967657374|"
                                        + "00000006 626f623a7077"));
    }

    @Test
    void failedMulti() {
        int[] errors = {0, ErrorCode.NONODE.code(), ErrorCode.RUNTIMEINCONSISTENCY.code()};
        byte[] wire =
                frame(out -> {
                    new ReplyHeader(0xf, 7, 0).write(out);
                    for (int error : errors) {
                        new MultiHeader(-1, false, error).write(out);
                        out.writeInt(error);
                    }
                    MultiHeader.END.write(out);
                });
        assertThat(wire)
                .isEqualTo(
                        hex(
                                """
                                00000040|0000000f|0000000000000007|00000000|
                                ffffffff 00 00000000|00000000|ffffffff 00 ffffff9b|ffffff9b|
                                ffffffff 00 fffffffe|fffffffe|ffffffff 01 ffffffff
                                """));
        JuteReader in = body(wire);
        in.skip(ReplyHeader.LENGTH + 3 * (MultiHeader.LENGTH + 4));
        assertThat(MultiHeader.read(in)).isEqualTo(MultiHeader.END);
    }

    @Test
    void setWatchesInBothForms() {
        SetWatches watches =
                new SetWatches(
                        9, List.of("/d"), List.of(), List.of("/c"), List.of("/p"), List.of("/r"));
        byte[] two = written(out -> watches.write(out, OpCode.SET_WATCHES2));
        assertThat(two)
                .isEqualTo(
                        hex(
                                """
                                0000000000000009|00000001 00000002 2f64|00000000|
                                00000001 00000002 2f63|00000001 00000002 2f70|
                                00000001 00000002 2f72
                                """));
        assertThat(SetWatches.read(new JuteReader(two), OpCode.SET_WATCHES2)).isEqualTo(watches);
        SetWatches one = SetWatches.read(new JuteReader(two), OpCode.SET_WATCHES);
        assertThat(one.child()).containsExactly("/c");
        assertThat(one.persistent()).isEmpty();
        assertThat(written(out -> one.write(out, OpCode.SET_WATCHES)))
                .isEqualTo(java.util.Arrays.copyOf(two, two.length - 20));
    }

    @Test
    void setWatchesRefusesNulls() {
        for (String lists :
                List.of(
                        "ffffffff 00000000 00000000",
                        "00000000 ffffffff 00000000",
                        "00000000 00000000 ffffffff",
                        "00000001 ffffffff 00000000 00000000")) {
            JuteReader in = reader("0000000000000009" + lists);
            assertThatThrownBy(() -> SetWatches.read(in, OpCode.SET_WATCHES))
                    .isInstanceOf(MarshallingException.class);
        }
    }
}
