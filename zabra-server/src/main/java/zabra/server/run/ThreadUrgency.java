package zabra.server.run;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the kernel how much of a hurry the calling thread is in. Where all cores are busy, who
 * wakes up waits for the slice of another to end, milliseconds; who asks for short slices gets its
 * turn sooner, and gives it back sooner. Its share of the time stays the same. It takes no
 * privilege.
 *
 * <p>On Linux, slices from 6.12 on. Elsewhere, and where native calls are not allowed, nothing
 * happens.
 */
final class ThreadUrgency {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadUrgency.class);

    /** The kernel's least. */
    static final long SHORT_SLICE_NANOS = 100_000;

    /**
     * A tenth of another's share. Not less: a thread that waits for a core in the midst of Java
     * code holds up the collector, and all others with it, until it has had one.
     */
    static final int YIELDING_NICE = 10;

    private static final int NICE_MAX = 19;
    private static final int SCHED_OTHER = 0;

    // The kernel's struct sched_attr, as far as everybody's goes.
    private static final long ATTR_BYTES = 48;
    private static final long POLICY = 4;
    private static final long NICE = 16;
    private static final long SLICE = 24;

    /** Made at leisure: it takes some ten milliseconds. Null until then, and where it fails. */
    private static volatile ThreadUrgency linked;

    private static boolean tried;

    private final MethodHandle call;
    private final long getAttr;
    private final long setAttr;

    // The launcher allows native calls; without, the JVM warns once.
    @SuppressWarnings("restricted")
    private ThreadUrgency(boolean amd64) {
        Linker linker = Linker.nativeLinker();
        call =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("syscall"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG),
                        Linker.Option.firstVariadicArg(1));
        setAttr = amd64 ? 314 : 274;
        getAttr = amd64 ? 315 : 275;
    }

    /** Makes the others work where they can. Any thread that has time; more than once is fine. */
    static synchronized void link() {
        if (tried) {
            return;
        }
        tried = true;
        String arch = System.getProperty("os.arch");
        boolean amd64 = arch.equals("amd64");
        if (System.getProperty("os.name").equals("Linux") && (amd64 || arch.equals("aarch64"))) {
            try {
                linked = new ThreadUrgency(amd64);
            } catch (RuntimeException | LinkageError e) {
                LOG.debug("All threads have the same priority: {}", e.toString());
            }
        }
    }

    /** Whether the calls below reach the kernel. */
    static boolean isLinked() {
        return linked != null;
    }

    /** Somebody waits for each step of the calling thread, and the steps are short. */
    static void prompt() {
        adjust(0);
    }

    /** Nobody waits for the calling thread. For good: to go back takes a privilege. */
    static void yielding() {
        adjust(YIELDING_NICE);
    }

    private static void adjust(int nicer) {
        ThreadUrgency urgency = linked;
        if (urgency != null && !urgency.set(nicer)) {
            LOG.debug("The kernel leaves {} as it is", Thread.currentThread().getName());
        }
    }

    private boolean set(int nicer) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(ATTR_BYTES, Long.BYTES);
            // Somebody who chose another policy for the whole server knows why.
            if ((long) call.invokeExact(getAttr, 0L, attr, ATTR_BYTES, 0L) != 0
                    || attr.get(ValueLayout.JAVA_INT, POLICY) != SCHED_OTHER) {
                return false;
            }
            int nice = attr.get(ValueLayout.JAVA_INT, NICE);
            attr.set(ValueLayout.JAVA_INT, NICE, Math.min(NICE_MAX, nice + nicer));
            attr.set(ValueLayout.JAVA_LONG, SLICE, SHORT_SLICE_NANOS);
            return (long) call.invokeExact(setAttr, 0L, attr, 0L, 0L) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot call the operating system", e);
        }
    }
}
