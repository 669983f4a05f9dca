package zabra.micro;

import java.util.List;
import java.util.stream.IntStream;
import zabra.protocol.Acl;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.RequestHeader;
import zabra.protocol.txn.LoggedTxn;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;

/** What clients ask for in the benchmarks: znodes of 100 bytes, as in all other measurements. */
final class Samples {
    static final byte[] DATA = new byte[100];
    static final long SESSION = 0x1000_0000_0001L;
    static final long NOW_MILLIS = 1_700_000_000_000L;
    private static final int ANY_VERSION = -1;

    private Samples() {}

    /** The body of a request that sets a znode's data. */
    static byte[] setData(String path) {
        return new JuteWriter()
                .writeString(path)
                .writeBuffer(DATA)
                .writeInt(ANY_VERSION)
                .toByteArray();
    }

    /** The same with its header, as it comes in a frame. */
    static byte[] setDataRequest(String path) {
        JuteWriter out = new JuteWriter();
        new RequestHeader(1, OpCode.SET_DATA.code()).write(out);
        byte[] body = setData(path);
        return out.writeBytes(body, 0, body.length).toByteArray();
    }

    /** The body of a request that creates a persistent znode. */
    static byte[] create(String path) {
        JuteWriter out = new JuteWriter().writeString(path).writeBuffer(DATA);
        Acl.writeList(out, Acl.OPEN);
        return out.writeInt(0).toByteArray();
    }

    /** The body of a request that deletes a znode. */
    static byte[] delete(String path) {
        return new JuteWriter().writeString(path).writeInt(ANY_VERSION).toByteArray();
    }

    /** A transaction as the log gets it. */
    static LoggedTxn setDataTxn(long zxid) {
        TxnHeader header = new TxnHeader(SESSION, 1, zxid, NOW_MILLIS, OpCode.SET_DATA.code());
        return new LoggedTxn(
                header, new Txn.SetData(OpCode.SET_DATA, "/bench/0000000042", DATA, 1), true, zxid);
    }

    /** Paths of znodes below /bench. */
    static List<String> paths(int count) {
        return IntStream.range(0, count).mapToObj("/bench/%010d"::formatted).toList();
    }
}
