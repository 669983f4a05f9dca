package zabra.simulator.check;

import java.util.List;
import zabra.protocol.OpCode;
import zabra.protocol.Stat;

/** One request of a client, and what became of it. */
public final class Operation {
    /** What the client knows. */
    public enum Outcome {
        /** No answer yet. */
        OPEN,
        /** Answered without an error. */
        OK,
        /** Refused: see {@link Operation#error()}. */
        REFUSED,
        /** The connection was lost first: it may have happened, or may still happen. */
        UNKNOWN
    }

    private final Session session;
    private final int xid;
    private final OpCode op;
    private final String path;
    private final byte[] data;
    private final long invokedMicros;
    private Outcome outcome = Outcome.OPEN;
    private long completedMicros;
    private long zxid;
    private int error;
    private String resultPath;
    private byte[] resultData;
    private Stat stat;
    private List<String> children;

    /**
     * @param path as asked, without a sequence number
     * @param data to be written; null for what writes none
     */
    public Operation(
            Session session, int xid, OpCode op, String path, byte[] data, long invokedMicros) {
        this.session = session;
        this.xid = xid;
        this.op = op;
        this.path = path;
        this.data = data;
        this.invokedMicros = invokedMicros;
    }

    public Session session() {
        return session;
    }

    public int xid() {
        return xid;
    }

    public OpCode op() {
        return op;
    }

    public String path() {
        return path;
    }

    public byte[] data() {
        return data;
    }

    public long invokedMicros() {
        return invokedMicros;
    }

    public Outcome outcome() {
        return outcome;
    }

    public long completedMicros() {
        return completedMicros;
    }

    /** Of the reply's header. */
    public long zxid() {
        return zxid;
    }

    public int error() {
        return error;
    }

    /** Of a create: the path with its sequence number. */
    public String resultPath() {
        return resultPath;
    }

    /** Of a getData. */
    public byte[] resultData() {
        return resultData;
    }

    /** Where the reply has one. */
    public Stat stat() {
        return stat;
    }

    /** Of a getChildren. */
    public List<String> children() {
        return children;
    }

    public boolean isOk() {
        return outcome == Outcome.OK;
    }

    /** Whether it asks for a change of the state. */
    public boolean isWrite() {
        return switch (op) {
            case CREATE2, DELETE, SET_DATA, MULTI, CLOSE_SESSION -> true;
            default -> false;
        };
    }

    public void lost() {
        outcome = Outcome.UNKNOWN;
    }

    public void answered(long nowMicros, long replyZxid, int replyError) {
        completedMicros = nowMicros;
        zxid = replyZxid;
        error = replyError;
        outcome = replyError == 0 ? Outcome.OK : Outcome.REFUSED;
    }

    public void result(String path, byte[] data, Stat stat, List<String> children) {
        this.resultPath = path;
        this.resultData = data;
        this.stat = stat;
        this.children = children;
    }

    @Override
    public String toString() {
        return session
                + " xid "
                + xid
                + " "
                + op
                + " "
                + path
                + " -> "
                + outcome
                + (outcome == Outcome.REFUSED ? " " + error : "")
                + " 0x"
                + Long.toHexString(zxid);
    }
}
