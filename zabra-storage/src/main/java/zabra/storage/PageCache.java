package zabra.storage;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Asks the operating system to forget what it keeps in memory of a file. Where it has no such call,
 * or native calls are not allowed, nothing happens.
 *
 * <p>A log is written once and hardly ever read. Left alone it takes page after page of fresh
 * memory, which costs more time than the copying, most of all in a virtual machine whose host takes
 * back what is free; with the old pages given back, the next ones are the same, still warm.
 */
public final class PageCache {
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int POSIX_FADV_DONTNEED = 4;

    /**
     * Made at leisure: it takes some ten milliseconds. Null until then, and where there is none.
     */
    private static volatile PageCache linked;

    private static volatile boolean tried;

    private final MethodHandle open;
    private final MethodHandle advise;
    private final MethodHandle close;

    // The launcher allows native calls; without, the JVM warns once.
    @SuppressWarnings("restricted")
    private PageCache() {
        Linker linker = Linker.nativeLinker();
        SymbolLookup symbols = linker.defaultLookup();
        open =
                linker.downcallHandle(
                        symbols.findOrThrow("open"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                        Linker.Option.firstVariadicArg(2));
        advise =
                linker.downcallHandle(
                        symbols.findOrThrow("posix_fadvise"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT));
        close =
                linker.downcallHandle(
                        symbols.findOrThrow("close"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    /**
     * Makes {@link #forget} work where it can. Any thread that has time; more than once is fine.
     */
    public static void link() {
        if (tried) {
            return;
        }
        tried = true;
        // The numbers above are Linux's on these two.
        String arch = System.getProperty("os.arch");
        boolean known = arch.equals("amd64") || arch.equals("aarch64");
        if (System.getProperty("os.name").equals("Linux") && known) {
            try {
                linked = new PageCache();
            } catch (RuntimeException | LinkageError e) {
                // Then the kernel decides by itself what to keep, as it does without us.
            }
        }
    }

    /**
     * Nobody will read these bytes soon. Only what was synced is forgotten, in whole pages. Any
     * thread.
     *
     * @param from inclusive, bytes
     * @param to exclusive, bytes
     */
    static void forget(Path file, long from, long to) {
        PageCache cache = linked;
        if (cache != null && from < to) {
            cache.advise(file, from, to);
        }
    }

    private void advise(Path file, long from, long to) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(file.toString());
            int handle = (int) open.invokeExact(name, O_RDONLY_CLOEXEC);
            if (handle >= 0) {
                // A hint: what comes of it is nobody's business.
                int _ = (int) advise.invokeExact(handle, from, to - from, POSIX_FADV_DONTNEED);
                int _ = (int) close.invokeExact(handle);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("cannot call the operating system for " + file, e);
        }
    }
}
