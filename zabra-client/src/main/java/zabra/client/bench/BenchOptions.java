package zabra.client.bench;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * What to measure. Checked when built: a value out of range is an {@link IllegalArgumentException}
 * that names the option as it is typed.
 *
 * @param servers where to connect; connections are spread over them in turn
 * @param connections sessions, 1 … 99,999
 * @param outstanding requests in flight per connection, 1 … 100,000
 * @param dataSize bytes of a znode's data, 0 … 1,000,000
 * @param pathLength bytes of a created znode's path, at least; 0: as it comes
 * @param znodes created before the run, for all workloads but {@code create}; 0: what suits
 * @param readPercent of {@link Workload#MIX}, 0 … 100
 * @param rate requests a second over all connections; 0 is the closed loop: as fast as replies come
 * @param operations ends the run after so many requests, warm-up included; 0: by duration alone
 * @param threads of the generator, 1 … 64
 * @param pids server processes whose CPU time and memory are reported
 * @param keep leaves the znodes behind
 */
public record BenchOptions(
        List<InetSocketAddress> servers,
        Workload workload,
        int connections,
        int outstanding,
        int dataSize,
        int pathLength,
        int znodes,
        int readPercent,
        Duration warmup,
        Duration duration,
        double rate,
        long operations,
        int threads,
        Duration sessionTimeout,
        List<Long> pids,
        boolean keep) {
    /** Digits of the number in a znode's name. */
    static final int DIGITS = 10;

    private static final int DEFAULT_ZNODES = 1000;
    private static final int DEFAULT_CHILDREN = 10;

    public BenchOptions {
        servers = List.copyOf(servers);
        pids = List.copyOf(pids);
        check(!servers.isEmpty(), "--connect names no server");
        check(connections >= 1 && connections <= 99_999, "--connections must be 1 to 99999");
        check(outstanding >= 1 && outstanding <= 100_000, "--outstanding must be 1 to 100000");
        check(dataSize >= 0 && dataSize <= 1_000_000, "--size must be 0 to 1000000 bytes");
        check(pathLength >= 0 && pathLength <= 10_000, "--path must be 0 to 10000 bytes");
        check(znodes >= 0, "--znodes must not be negative");
        check(readPercent >= 0 && readPercent <= 100, "--reads must be 0 to 100 percent");
        check(!warmup.isNegative(), "--warmup must not be negative");
        check(duration.isPositive(), "--duration must be positive");
        check(rate >= 0 && rate < 1e9, "--rate must be 0 (no limit) or a positive number");
        check(operations >= 0, "--operations must not be negative");
        check(threads >= 1 && threads <= 64, "--threads must be 1 to 64");
        check(sessionTimeout.isPositive(), "--session-timeout must be positive");
        if (workload == Workload.DEPTH1) {
            outstanding = 1;
        }
        threads = Math.min(threads, connections);
        if (znodes == 0) {
            znodes = workload == Workload.CHILDREN ? DEFAULT_CHILDREN : DEFAULT_ZNODES;
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Starts from the defaults: 64 connections, 16 outstanding, 100 bytes, 10 s after 3 s. */
    public static Builder builder(List<InetSocketAddress> servers, Workload workload) {
        return new Builder(servers, workload);
    }

    /** Collects options; see the record's components. */
    public static final class Builder {
        private final List<InetSocketAddress> servers;
        private final Workload workload;
        private int connections = 64;
        private int outstanding = 16;
        private int dataSize = 100;
        private int pathLength;
        private int znodes;
        private int readPercent = 90;
        private Duration warmup = Duration.ofSeconds(3);
        private Duration duration = Duration.ofSeconds(10);
        private double rate;
        private long operations;
        private int threads = 1;
        private Duration sessionTimeout = Duration.ofSeconds(30);
        private List<Long> pids = List.of();
        private boolean keep;

        private Builder(List<InetSocketAddress> servers, Workload workload) {
            this.servers = servers;
            this.workload = workload;
        }

        public Builder connections(int value) {
            connections = value;
            return this;
        }

        public Builder outstanding(int value) {
            outstanding = value;
            return this;
        }

        public Builder dataSize(int value) {
            dataSize = value;
            return this;
        }

        public Builder pathLength(int value) {
            pathLength = value;
            return this;
        }

        public Builder znodes(int value) {
            znodes = value;
            return this;
        }

        public Builder readPercent(int value) {
            readPercent = value;
            return this;
        }

        public Builder warmup(Duration value) {
            warmup = value;
            return this;
        }

        public Builder duration(Duration value) {
            duration = value;
            return this;
        }

        public Builder rate(double value) {
            rate = value;
            return this;
        }

        public Builder operations(long value) {
            operations = value;
            return this;
        }

        public Builder threads(int value) {
            threads = value;
            return this;
        }

        public Builder sessionTimeout(Duration value) {
            sessionTimeout = value;
            return this;
        }

        public Builder pids(List<Long> value) {
            pids = value;
            return this;
        }

        public Builder keep(boolean value) {
            keep = value;
            return this;
        }

        public BenchOptions build() {
            return new BenchOptions(
                    servers,
                    workload,
                    connections,
                    outstanding,
                    dataSize,
                    pathLength,
                    znodes,
                    readPercent,
                    warmup,
                    duration,
                    rate,
                    operations,
                    threads,
                    sessionTimeout,
                    pids,
                    keep);
        }
    }
}
