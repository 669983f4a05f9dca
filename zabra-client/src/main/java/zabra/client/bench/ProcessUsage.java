package zabra.client.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel says of a process.
 *
 * @param cpuNanos user and system time since it started; a multiple of 10 ms
 * @param residentBytes memory it occupies now
 */
record ProcessUsage(long cpuNanos, long residentBytes) {
    /** Linux reports in hundredths of a second on every architecture. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final long BYTES_PER_PAGE = 4096;

    /** Of a process on this machine. */
    static ProcessUsage of(long pid) {
        try {
            return parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (IOException e) {
            throw new BenchException("cannot read the CPU time of process " + pid + ": " + e, e);
        }
    }

    /** The content of {@code /proc/PID/stat}. The second field may hold spaces and brackets. */
    static ProcessUsage parse(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" +", -1);
        // proc(5): utime is field 14, stime 15, rss 24; the first here is field 3.
        long ticks = Long.parseLong(fields[14 - 3]) + Long.parseLong(fields[15 - 3]);
        return new ProcessUsage(
                ticks * NANOS_PER_TICK, Long.parseLong(fields[24 - 3]) * BYTES_PER_PAGE);
    }
}
