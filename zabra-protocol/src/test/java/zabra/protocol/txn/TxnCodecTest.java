package zabra.protocol.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zabra.protocol.Bytes.hex;
import static zabra.protocol.Bytes.reader;
import static zabra.protocol.Bytes.written;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import zabra.protocol.Acl;
import zabra.protocol.ErrorCode;
import zabra.protocol.Id;
import zabra.protocol.JuteReader;
import zabra.protocol.MarshallingException;
import zabra.protocol.OpCode;

class TxnCodecTest {
    private static final List<Acl> ACL =
            List.of(new Acl(31, Id.ANYONE), new Acl(255, new Id("digest", "a:b")));

    static List<Txn> parts() {
        return List.of(
                new Txn.Create(OpCode.CREATE, "/a", hex("6869"), ACL, true, 7),
                new Txn.Create(OpCode.CREATE2, "/b", null, ACL, false, 1),
                new Txn.CreateContainer("/c", new byte[0], Acl.OPEN, 3),
                new Txn.CreateTtl("/t", hex("00"), Acl.OPEN, 3, 600_000),
                new Txn.Delete(OpCode.DELETE, "/a"),
                new Txn.Delete(OpCode.DELETE_CONTAINER, "/c"),
                new Txn.SetData(OpCode.SET_DATA, "/ü", hex("01"), 4),
                new Txn.Check("/a", -1),
                Txn.Failed.of(ErrorCode.NONODE));
    }

    static Stream<Txn> all() {
        return Stream.concat(
                parts().stream(),
                Stream.of(
                        new Txn.SetData(OpCode.RECONFIG, "/zookeeper/config", hex("6162"), -1),
                        new Txn.SetAcl("/a", ACL, 2),
                        new Txn.CreateSession(10_000),
                        new Txn.CloseSession(null),
                        new Txn.CloseSession(List.of()),
                        new Txn.CloseSession(List.of("/e", "/f/g")),
                        new Txn.Multi(List.of()),
                        new Txn.Multi(parts())));
    }

    private static LoggedTxn logged(Txn txn, boolean hasDigest) {
        TxnHeader header = new TxnHeader(0x0100000e67be0000L, 3, 0x100000002L, 99, txn.op().code());
        return new LoggedTxn(header, txn, hasDigest, hasDigest ? -5 : 0);
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatIsWrittenIsRead(Txn txn) {
        for (boolean hasDigest : new boolean[] {false, true}) {
            byte[] bytes = written(logged(txn, hasDigest)::write);
            JuteReader in = new JuteReader(bytes);
            LoggedTxn read = LoggedTxn.read(in);
            assertThat(in.remaining()).isZero();
            assertThat(read).usingRecursiveComparison().isEqualTo(logged(txn, hasDigest));
            assertThat(written(read::write)).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aCutRecordIsRefused(Txn txn) {
        byte[] bytes = written(out -> TxnCodec.write(out, txn));
        for (int length = 0; length < bytes.length; length++) {
            if (isWhole(txn, bytes.length - length, length)) {
                continue;
            }
            JuteReader in = new JuteReader(Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> TxnCodec.read(in, txn.op().code()))
                    .as("cut to %d of %d", length, bytes.length)
                    .isInstanceOf(MarshallingException.class);
        }
    }

    /**
     * The oldest create ends before the parent's cversion. A close may have no list, and two paths
     * cut to 12 bytes look like a digest: there a checksum over the record must help.
     */
    private static boolean isWhole(Txn txn, int missing, int length) {
        return switch (txn) {
            case Txn.Create t -> t.op() == OpCode.CREATE && missing == 4;
            case Txn.CloseSession t -> length == 0 || (length == 12 && t.paths().size() == 2);
            default -> false;
        };
    }

    @Test
    void theOldestCreateHasNoParentCversion() {
        Txn.Create create = new Txn.Create(OpCode.CREATE, "/a", null, Acl.OPEN, true, 5);
        byte[] bytes = written(out -> TxnCodec.write(out, create));
        byte[] oldest = Arrays.copyOf(bytes, bytes.length - 4);
        Txn read = TxnCodec.read(new JuteReader(oldest), OpCode.CREATE.code());
        assertThat(((Txn.Create) read).parentCversion()).isEqualTo(-1);
        assertThatThrownBy(() -> TxnCodec.read(new JuteReader(oldest), OpCode.CREATE2.code()))
                .isInstanceOf(MarshallingException.class);
    }

    @Test
    void goldenCreateSession() {
        byte[] payload =
                hex(
                        """
                        0100000e67be0000 00000000 0000000100000001 000001a203704e3a fffffff6
                        00002710
                        00000002 0000000051c6d660
                        """);
        assertThat(payload).hasSize(0x30);
        LoggedTxn expected =
                new LoggedTxn(
                        new TxnHeader(0x0100000e67be0000L, 0, 0x100000001L, 0x1a203704e3aL, -10),
                        new Txn.CreateSession(10_000),
                        true,
                        0x51c6d660L);
        assertThat(LoggedTxn.read(new JuteReader(payload))).isEqualTo(expected);
        assertThat(written(expected::write)).isEqualTo(payload);
    }

    @Test
    void goldenCreate() {
        byte[] payload =
                hex(
                        """
                        0100000e67be0000 00000001 0000000100000002 000001a203704e46 00000001
                        00000002 2f61 00000005 68656c6c6f
                        00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65
                        00 00000001
                        00000002 0000000168ab2bea
                        """);
        assertThat(payload).hasSize(0x5b);
        LoggedTxn expected =
                new LoggedTxn(
                        new TxnHeader(0x0100000e67be0000L, 1, 0x100000002L, 0x1a203704e46L, 1),
                        new Txn.Create(OpCode.CREATE, "/a", hex("68656c6c6f"), Acl.OPEN, false, 1),
                        true,
                        0x168ab2beaL);
        assertThat(LoggedTxn.read(new JuteReader(payload)))
                .usingRecursiveComparison()
                .isEqualTo(expected);
        assertThat(written(expected::write)).isEqualTo(payload);
    }

    @Test
    void goldenTails() {
        assertThat(written(out -> TxnCodec.write(out, new Txn.CloseSession(List.of("/e")))))
                .isEqualTo(hex("00000001 00000002 2f65"));
        assertThat(written(out -> TxnCodec.write(out, Txn.Failed.of(ErrorCode.NODEEXISTS))))
                .isEqualTo(hex("ffffff92"));
        byte[] ttl =
                written(out ->
                        TxnCodec.write(out, new Txn.CreateTtl("/t", null, Acl.OPEN, 4, 600_000)));
        assertThat(Arrays.copyOfRange(ttl, ttl.length - 12, ttl.length))
                .isEqualTo(hex("00000004 00000000000927c0"));
    }

    @Test
    void aFailedMultiIsKnownByItsParts() {
        assertThat(new Txn.Multi(parts()).isFailed()).isTrue();
        assertThat(new Txn.Multi(parts().subList(0, 3)).isFailed()).isFalse();
    }

    @Test
    void aCloseWithOnlyADigestHasNoList() {
        String header = "0000000000000001 00000000 0000000000000002 0000000000000003 fffffff5";
        LoggedTxn digest = LoggedTxn.read(reader(header + "00000002 0000000100000004"));
        assertThat(digest.txn()).isEqualTo(new Txn.CloseSession(null));
        assertThat(digest.digest()).isEqualTo(0x100000004L);

        LoggedTxn path = LoggedTxn.read(reader(header + "00000001 00000004 2f616263"));
        assertThat(path.txn())
                .as("twelve bytes too")
                .isEqualTo(new Txn.CloseSession(List.of("/abc")));
        assertThat(path.hasDigest()).isFalse();

        LoggedTxn empty = LoggedTxn.read(reader(header + "00000000 00000002 0000000000000009"));
        assertThat(empty.txn()).isEqualTo(new Txn.CloseSession(List.of()));
        assertThat(empty.digest()).isEqualTo(9);

        LoggedTxn bare = LoggedTxn.read(reader(header));
        assertThat(bare.txn()).isEqualTo(new Txn.CloseSession(null));
    }

    @Test
    void aDigestOfAnotherVersionIsPassedOver() {
        String header = "0000000000000001 00000000 0000000000000002 0000000000000003 fffffff6";
        LoggedTxn read = LoggedTxn.read(reader(header + "00000005 00000003 0000000000000007"));
        assertThat(read.hasDigest()).isFalse();
        assertThat(read.digest()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 8, 9, 10, 11, 22, 100, 101, 107, 999, -2, -12})
    void otherTypesAreNoTransaction(int type) {
        assertThatThrownBy(() -> TxnCodec.read(new JuteReader(new byte[64]), type))
                .isInstanceOf(MarshallingException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, -10, -11, 7, 16, 4, 999})
    void aMultiHasOnlyPartsThatItCanHave(int type) {
        byte[] bytes =
                written(out ->
                        out.writeInt(1)
                                .writeInt(type)
                                .writeInt(64)
                                .writeBytes(new byte[64], 0, 64));
        assertThatThrownBy(() -> TxnCodec.read(new JuteReader(bytes), OpCode.MULTI.code()))
                .isInstanceOf(MarshallingException.class)
                .hasMessageContaining("part of type");
    }

    @Test
    void aPartEndsWhereItsLengthSays() {
        // A delete that claims 6 bytes but whose path would reach into the next part.
        String parts = "00000001 | 00000002 00000006 00000008 2f61 2f2f2f2f2f2f2f";
        assertThatThrownBy(() -> TxnCodec.read(reader(parts), OpCode.MULTI.code()))
                .isInstanceOf(MarshallingException.class);
        assertThatThrownBy(() -> TxnCodec.read(reader("00000001 00000002 ffffffff"), 14))
                .isInstanceOf(MarshallingException.class);
    }

    @Test
    void aPathIsNeverNull() {
        for (int type : new int[] {1, 15, 19, 21, 2, 20, 5, 16, 7, 13}) {
            assertThatThrownBy(() -> TxnCodec.read(reader("ffffffff" + "00".repeat(40)), type))
                    .as("type %d", type)
                    .isInstanceOf(MarshallingException.class);
        }
        assertThatThrownBy(() -> TxnCodec.read(reader("00000001 ffffffff"), -11))
                .isInstanceOf(MarshallingException.class);
    }
}
