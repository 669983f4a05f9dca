package zabra.client.bench;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import zabra.client.FreshPath;
import zabra.protocol.ErrorCode;

/**
 * One benchmark: connects, creates what the workload needs under a root of its own, runs, and
 * removes what it created. {@link #run} is called once; {@link #stop} by any thread at any time.
 */
public final class Bench {
    private static final long INTERVAL_NANOS = 1_000_000_000;

    private final BenchOptions options;
    private final Consumer<Interval> progress;
    private final String root;
    private final List<LoadThread> threads = new ArrayList<>();
    private volatile boolean stopped;
    private volatile boolean running;

    /**
     * @param progress told about every second that passes; called by the thread of {@link #run}
     */
    public Bench(BenchOptions options, Consumer<Interval> progress) {
        this.options = options;
        this.progress = progress;
        this.root = FreshPath.of("bench");
    }

    /** Ends the run early; what was measured until then is reported, and cleaned up. */
    public void stop() {
        stopped = true;
        if (running) {
            threads.forEach(LoadThread::stop);
        }
    }

    /**
     * @throws BenchException if it could not run to its end
     */
    public BenchResult run() {
        ExecutorService executor =
                Executors.newFixedThreadPool(
                        options.threads(), Thread.ofPlatform().name("load-", 0).factory());
        try {
            connect();
            return runConnected(executor);
        } finally {
            // After success they are idle; after failure of one, the others must end too before
            // their connections can be closed from here.
            threads.forEach(LoadThread::abandon);
            executor.close();
            threads.forEach(LoadThread::close);
        }
    }

    private void connect() {
        for (int i = 0; i < options.threads(); i++) {
            threads.add(
                    new LoadThread(
                            System::nanoTime, options.outstanding(), options.sessionTimeout()));
        }
        for (int i = 0; i < options.connections(); i++) {
            InetSocketAddress server = options.servers().get(i % options.servers().size());
            threads.get(i % threads.size()).connect(i, options.connections(), server);
        }
        threads.forEach(LoadThread::awaitSessions);
    }

    private BenchResult runConnected(ExecutorService executor) {
        Layout layout = new Layout(root, options);
        layout.prepare((script, limit) -> chore(executor, "prepare", script, limit));
        BenchResult result = measure(executor, layout);
        if (!options.keep()) {
            threads.forEach(LoadThread::allowPhases);
            layout.cleanUp((script, limit) -> chore(executor, "clean up", script, limit));
        }
        return result;
    }

    /** Runs a phase on all threads, to its limit. */
    private void chore(
            ExecutorService executor, String name, IntFunction<Script> scripts, long limit) {
        int forgiven =
                name.equals("prepare") ? ErrorCode.NODEEXISTS.code() : ErrorCode.NONODE.code();
        long start = System.nanoTime();
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < threads.size(); i++) {
            LoadThread thread = threads.get(i);
            Phase phase = Phase.chore(scripts.apply(i), limit, forgiven);
            work.add(executor.submit(() -> thread.run(phase)));
        }
        for (Future<?> each : work) {
            while (!await(each, INTERVAL_NANOS)) {
                progress.accept(
                        new Interval(name, seconds(start, System.nanoTime()), 1, 0, 0, 0, 0));
            }
        }
    }

    private BenchResult measure(ExecutorService executor, Layout layout) {
        List<Future<?>> work = new ArrayList<>();
        long start = System.nanoTime();
        running = true;
        if (stopped) {
            threads.forEach(LoadThread::stop);
        }
        for (int i = 0; i < threads.size(); i++) {
            LoadThread thread = threads.get(i);
            Phase phase =
                    new Phase(
                            layout.script(i),
                            options.operations() == 0 ? Long.MAX_VALUE : options.operations(),
                            paceOf(i, start),
                            0,
                            false);
            work.add(executor.submit(() -> thread.measure(phase)));
        }
        Sampler sampler = new Sampler(options, threads);
        observe(work, "warm-up", options.warmup().toNanos(), sampler);
        sampler.begin();
        boolean finished = observe(work, "run", options.duration().toNanos(), sampler);
        BenchResult result = sampler.result();
        running = false;
        if (!finished) {
            threads.forEach(LoadThread::stop);
        }
        for (Future<?> each : work) {
            while (!await(each, INTERVAL_NANOS)) {
                progress.accept(
                        new Interval("drain", seconds(start, System.nanoTime()), 1, 0, 0, 0, 0));
            }
        }
        return result;
    }

    /** The thread's share of the rate, shifted so that threads alternate. */
    private Pace paceOf(int thread, long start) {
        if (options.rate() == 0) {
            return null;
        }
        double share = options.rate() / threads.size();
        return new Pace(start + (long) (1e9 / options.rate() * thread), share);
    }

    /** Samples about every second; answers whether the work ended by itself. */
    private boolean observe(List<Future<?>> work, String name, long nanos, Sampler sampler) {
        long start = System.nanoTime();
        sampler.beginPhase(name, start);
        while (!stopped) {
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0) {
                return false;
            }
            // No short last interval: its rate would be noise.
            long wait = left < INTERVAL_NANOS * 3 / 2 ? left : INTERVAL_NANOS;
            boolean finished = await(work.get(0), wait) && allDone(work);
            progress.accept(sampler.sample());
            if (finished) {
                return true;
            }
        }
        return false;
    }

    private static boolean allDone(List<Future<?>> work) {
        for (Future<?> each : work) {
            await(each, Long.MAX_VALUE);
        }
        return true;
    }

    /** Whether it ended within that time; throws what it threw. */
    private static boolean await(Future<?> work, long nanos) {
        try {
            work.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BenchException cause) {
                throw cause;
            }
            throw new BenchException("the generator failed: " + e.getCause(), e.getCause());
        }
    }

    static double seconds(long fromNanos, long toNanos) {
        return (toNanos - fromNanos) / 1e9;
    }

    /** Collects what the load threads record, and what processes cost. Used by one thread. */
    private static final class Sampler {
        private final BenchOptions options;
        private final List<LoadThread> threads;
        private final List<Interval> series = new ArrayList<>();
        private final Histogram[] total = newHistograms();
        private final long self = ProcessHandle.current().pid();
        private String name = "";
        private boolean measuring;
        private long phaseNanos;
        private long sampledNanos;
        private long startNanos;
        private long bytesAtStart;
        private ProcessUsage selfAtStart;
        private final List<ProcessUsage> usageAtStart = new ArrayList<>();

        Sampler(BenchOptions options, List<LoadThread> threads) {
            this.options = options;
            this.threads = threads;
        }

        private static Histogram[] newHistograms() {
            Histogram[] histograms = new Histogram[Script.KINDS];
            for (int kind = 0; kind < histograms.length; kind++) {
                histograms[kind] = Latencies.newHistogram();
            }
            return histograms;
        }

        void beginPhase(String phaseName, long nowNanos) {
            name = phaseName;
            phaseNanos = nowNanos;
            sampledNanos = nowNanos;
        }

        /** What came before was warm-up. */
        void begin() {
            threads.forEach(thread -> thread.latencies().drainTo(null));
            startNanos = System.nanoTime();
            measuring = true;
            bytesAtStart = bytes();
            selfAtStart = ProcessUsage.of(self);
            for (long pid : options.pids()) {
                usageAtStart.add(ProcessUsage.of(pid));
            }
        }

        Interval sample() {
            Histogram[] recent = newHistograms();
            threads.forEach(thread -> thread.latencies().drainTo(recent));
            long now = System.nanoTime();
            Histogram both = Latencies.newHistogram();
            for (int kind = 0; kind < recent.length; kind++) {
                both.add(recent[kind]);
                if (measuring) {
                    total[kind].add(recent[kind]);
                }
            }
            Interval interval =
                    Interval.of(name, seconds(phaseNanos, now), seconds(sampledNanos, now), both);
            sampledNanos = now;
            if (measuring) {
                series.add(interval);
            }
            return interval;
        }

        BenchResult result() {
            long end = Math.max(sampledNanos, startNanos + 1);
            double seconds = seconds(startNanos, end);
            Histogram both = Latencies.newHistogram();
            both.add(total[Script.READ]);
            both.add(total[Script.WRITE]);
            List<BenchResult.ProcessCost> costs = new ArrayList<>();
            for (int i = 0; i < options.pids().size(); i++) {
                long pid = options.pids().get(i);
                ProcessUsage now = ProcessUsage.of(pid);
                long spent = now.cpuNanos() - usageAtStart.get(i).cpuNanos();
                costs.add(
                        new BenchResult.ProcessCost(
                                pid,
                                spent / 1e9 / seconds,
                                both.getTotalCount() == 0 ? 0 : spent / 1e3 / both.getTotalCount(),
                                now.residentBytes()));
            }
            long selfSpent = ProcessUsage.of(self).cpuNanos() - selfAtStart.cpuNanos();
            return new BenchResult(
                    options,
                    seconds,
                    LatencySummary.of(both),
                    LatencySummary.of(total[Script.READ]),
                    LatencySummary.of(total[Script.WRITE]),
                    errors(),
                    (bytes() - bytesAtStart) / seconds,
                    selfSpent / 1e9 / seconds,
                    costs,
                    List.copyOf(series));
        }

        private long bytes() {
            return threads.stream().mapToLong(LoadThread::bytesRead).sum();
        }

        private SortedMap<Integer, Long> errors() {
            SortedMap<Integer, Long> errors = new TreeMap<>();
            for (int code = -255; code <= 0; code++) {
                long count = 0;
                for (LoadThread thread : threads) {
                    count += thread.latencies().errors(code);
                }
                if (count > 0) {
                    errors.put(code, count);
                }
            }
            return errors;
        }
    }
}
