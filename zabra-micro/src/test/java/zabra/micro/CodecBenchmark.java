package zabra.micro;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.ReplyHeader;
import zabra.protocol.RequestHeader;
import zabra.protocol.Stat;
import zabra.protocol.txn.LoggedTxn;

/** Bytes into records, records into bytes. */
@State(Scope.Thread)
public class CodecBenchmark {
    private final byte[] request = Samples.setDataRequest("/bench/0000000042");
    private final Stat stat = new Stat(1, 2, 3, 4, 5, 6, 7, 0, 100, 8, 9);
    private final LoggedTxn txn = Samples.setDataTxn(77);
    private final JuteReader in = new JuteReader();
    private final JuteWriter out = new JuteWriter(1024);

    /** A setData: header, path, data, version. */
    @Benchmark
    public void decodeRequest(Blackhole hole) {
        in.wrap(request, 0, request.length);
        hole.consume(RequestHeader.read(in));
        hole.consume(in.readString());
        hole.consume(in.readBuffer());
        hole.consume(in.readInt());
    }

    /** What getData is answered with: a frame of header, data and stat. */
    @Benchmark
    public int encodeReply() {
        out.clear();
        int frame = out.beginFrame();
        ReplyHeader.write(out, 1, 77, 0);
        out.writeBuffer(Samples.DATA);
        stat.write(out);
        out.endFrame(frame);
        return out.position();
    }

    /** A transaction with its digest, as the log and followers get it. */
    @Benchmark
    public int encodeTransaction() {
        out.clear();
        txn.write(out);
        return out.position();
    }
}
