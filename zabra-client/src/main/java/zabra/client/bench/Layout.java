package zabra.client.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The znodes a benchmark creates under its root, and the scripts that use them:
 *
 * <pre>
 * /bench-ID/n/0000000000 …            for all workloads but create
 * /bench-ID/c00000/0000000000 …       for create and ephemeral, a parent per connection
 * </pre>
 *
 * <p>Where longer paths are asked for, the names of the created begin with as many letters.
 */
final class Layout {
    private static final int PARENT_DIGITS = 5;
    private static final int DIGITS = BenchOptions.DIGITS;

    private final String root;
    private final BenchOptions options;
    private final byte[] data;
    private final boolean creates;
    private long[] created = new long[0];

    /** Runs a phase: a script for each load thread, and how many requests to send in all. */
    interface Runner {
        void run(IntFunction<Script> scripts, long limit);
    }

    Layout(String root, BenchOptions options) {
        this.root = root;
        this.options = options;
        this.data = new byte[options.dataSize()];
        Arrays.fill(data, (byte) 'z');
        this.creates =
                options.workload() == Workload.CREATE || options.workload() == Workload.EPHEMERAL;
    }

    private String nodes() {
        return root + "/n";
    }

    private String parents() {
        return root + "/c";
    }

    private String parentOf(int connection) {
        String number = Integer.toString(connection);
        String parent = parents() + "0".repeat(PARENT_DIGITS - number.length()) + number + "/";
        return parent + "n".repeat(Math.max(0, options.pathLength() - parent.length() - DIGITS));
    }

    /** Creates what the workload needs. */
    void prepare(Runner runner) {
        runner.run(create(root, 0, new byte[0]), 1);
        if (creates) {
            runner.run(create(parents(), PARENT_DIGITS, new byte[0]), options.connections());
        } else {
            runner.run(create(nodes(), 0, new byte[0]), 1);
            runner.run(create(nodes() + "/", DIGITS, data), options.znodes());
        }
    }

    private static IntFunction<Script> create(String prefix, int digits, byte[] data) {
        return thread ->
                Scripts.numbered(RequestTemplate.create(prefix, digits, data), Scripts.VARIES);
    }

    private static IntFunction<Script> delete(String prefix, int digits) {
        return thread -> Scripts.numbered(RequestTemplate.delete(prefix, digits), Scripts.VARIES);
    }

    /** The workload itself, for one load thread. */
    Script script(int thread) {
        RequestTemplate write = RequestTemplate.setData(nodes() + "/", DIGITS, data);
        RequestTemplate read = RequestTemplate.getData(nodes() + "/", DIGITS);
        int dataReply = Scripts.dataReply(options.dataSize());
        return switch (options.workload()) {
            case READ -> random(thread, read, dataReply, write, 100);
            case EXISTS ->
                    random(
                            thread,
                            RequestTemplate.exists(nodes() + "/", DIGITS),
                            Scripts.STAT_REPLY,
                            write,
                            100);
            case CHILDREN -> Scripts.same(RequestTemplate.getChildren(nodes()));
            case WRITE, DEPTH1 -> random(thread, read, dataReply, write, 0);
            case MIX -> random(thread, read, dataReply, write, options.readPercent());
            case CREATE -> creating();
            case EPHEMERAL -> churning();
        };
    }

    private Script random(
            int thread, RequestTemplate read, int readReply, RequestTemplate write, int percent) {
        // A seed of its own per thread, the same in every run.
        long seed = 0x9E3779B97F4A7C15L * (thread + 1);
        return Scripts.random(read, readReply, write, percent, options.znodes(), seed);
    }

    private Script creating() {
        if (created.length == 0) {
            created = new long[options.connections()];
        }
        Script script =
                Scripts.owned(
                        options.connections(),
                        connection -> RequestTemplate.create(parentOf(connection), DIGITS, data));
        return new Counting(script, created);
    }

    /** Each connection goes round a few names; no name comes again before it is deleted. */
    private Script churning() {
        int names = churnNames();
        return Scripts.inTurns(
                options.connections(),
                names,
                connection -> RequestTemplate.ephemeral(parentOf(connection), DIGITS, data),
                connection -> RequestTemplate.delete(parentOf(connection), DIGITS));
    }

    private int churnNames() {
        return options.outstanding() + 1;
    }

    /** Removes all of it. */
    void cleanUp(Runner runner) {
        if (creates) {
            deleteCreated(runner);
            runner.run(delete(parents(), PARENT_DIGITS), options.connections());
        } else {
            runner.run(delete(nodes() + "/", DIGITS), options.znodes());
            runner.run(delete(nodes(), 0), 1);
        }
        runner.run(delete(root, 0), 1);
    }

    /** Connections created not equally many: those who have no more ask for what is not there. */
    private void deleteCreated(Runner runner) {
        long most = Arrays.stream(created).max().orElse(churnNames());
        runner.run(
                thread ->
                        Scripts.owned(
                                options.connections(),
                                connection -> RequestTemplate.delete(parentOf(connection), DIGITS)),
                most * options.connections());
    }

    /** Remembers how many requests each connection sent; each slot belongs to one thread. */
    private record Counting(Script script, long[] counts) implements Script {
        @Override
        public int next(LoadConnection connection, ByteBuffer out, int xid) {
            counts[connection.index()]++;
            return script.next(connection, out, xid);
        }

        @Override
        public int longestRequest() {
            return script.longestRequest();
        }

        @Override
        public int replyLength(int kind) {
            return script.replyLength(kind);
        }
    }
}
