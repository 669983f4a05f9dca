package zabra.interop.ensemble;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What clients asked for and were told, and whether it can be true. Times are {@link
 * System#nanoTime}. Filled by many threads, checked by one after they ended.
 */
final class History {
    /** What a write does. */
    enum Kind {
        CREATE,
        SET,
        SEQUENCE
    }

    /**
     * A write. Of one whose reply never came only {@code kind}, {@code path}, {@code value} and
     * {@code began} mean anything, and {@code zxid} is 0: it may have happened, or happen later.
     * {@code version} is the znode's after a SET, the number of a SEQUENCE.
     */
    record Write(
            Kind kind, String path, String value, long zxid, int version, long began, long ended) {
        boolean isAcknowledged() {
            return zxid != 0;
        }
    }

    /** What a read of a register showed. */
    record Read(String path, String value, long mzxid, int version, long began, long ended) {}

    private final List<Write> writes = new ArrayList<>();
    private final List<Read> reads = new ArrayList<>();

    synchronized void add(Write write) {
        writes.add(write);
    }

    synchronized void add(Read read) {
        reads.add(read);
    }

    /** Acknowledged writes so far. */
    synchronized long acknowledged() {
        return writes.stream().filter(Write::isAcknowledged).count();
    }

    synchronized long unknown() {
        return writes.size() - acknowledged();
    }

    synchronized long reads() {
        return reads.size();
    }

    /**
     * Holds it against one server's tree at the end, by path; every server's must be the same.
     *
     * @throws AssertionError with the first broken promise
     */
    synchronized void check(Map<String, Trees.Node> tree) {
        expectRealTimeOrder();
        expectCreatesAreThere(tree);
        expectSequences(tree);
        Map<String, List<Write>> sets = new HashMap<>();
        for (Write write : writes) {
            if (write.kind() == Kind.SET) {
                sets.computeIfAbsent(write.path(), path -> new ArrayList<>()).add(write);
            }
        }
        sets.forEach((path, of) -> expectRegister(path, of, tree.get(path)));
        expectReads();
    }

    /** A write that began after another was acknowledged has the higher zxid; none has the same. */
    private void expectRealTimeOrder() {
        List<Write> begun = new ArrayList<>(writes.stream().filter(Write::isAcknowledged).toList());
        begun.sort(Comparator.comparingLong(Write::began));
        PriorityQueue<Write> running = new PriorityQueue<>(Comparator.comparingLong(Write::ended));
        Set<Long> zxids = new HashSet<>();
        Write highest = null;
        for (Write write : begun) {
            while (!running.isEmpty() && running.peek().ended() < write.began()) {
                Write ended = running.remove();
                highest = highest == null || ended.zxid() > highest.zxid() ? ended : highest;
            }
            expect(
                    highest == null || write.zxid() > highest.zxid(),
                    write,
                    "began after the end of",
                    highest);
            expect(zxids.add(write.zxid()), write, "has another's zxid");
            running.add(write);
        }
    }

    private void expectCreatesAreThere(Map<String, Trees.Node> tree) {
        for (Write write : writes) {
            Trees.Node node = tree.get(write.path());
            if (write.kind() == Kind.CREATE && write.isAcknowledged()) {
                expect(node != null, "lost:", write);
                expect(node.stat().czxid() == write.zxid(), write, "is", node);
                expect(node.text().equals(write.value()), write, "is", node);
            }
        }
    }

    private void expectSequences(Map<String, Trees.Node> tree) {
        List<Write> numbered = new ArrayList<>();
        for (Write write : writes) {
            if (write.kind() == Kind.SEQUENCE && write.isAcknowledged()) {
                numbered.add(write);
            }
        }
        numbered.sort(Comparator.comparingLong(Write::zxid));
        Map<String, Write> last = new HashMap<>();
        for (Write write : numbered) {
            Trees.Node node = tree.get(write.path());
            expect(node != null, "lost:", write);
            expect(node.text().equals(write.value()), write, "is", node);
            String parent = write.path().substring(0, write.path().lastIndexOf('/'));
            Write before = last.put(parent, write);
            expect(
                    before == null || before.version() < write.version(),
                    write,
                    "has no higher number than",
                    before);
        }
    }

    private static void expectRegister(String path, List<Write> of, Trees.Node node) {
        expect(node != null, "lost:", path);
        List<Write> known = new ArrayList<>(of.stream().filter(Write::isAcknowledged).toList());
        known.sort(Comparator.comparingLong(Write::zxid));
        Write before = null;
        for (Write write : known) {
            expect(
                    before == null || before.version() < write.version(),
                    write,
                    "has no higher version than",
                    before);
            before = write;
        }
        int version = node.stat().version();
        expect(
                known.size() <= version && version <= of.size(),
                path,
                "has version",
                version,
                "after",
                known.size(),
                "acknowledged of",
                of.size());
        if (before != null) {
            expect(before.zxid() <= node.stat().mzxid(), "lost:", before, "there is", node);
            expect(
                    before.zxid() < node.stat().mzxid() || before.value().equals(node.text()),
                    before,
                    "became",
                    node);
        }
    }

    /** What was read was written, before the read ended, and is the same to everybody. */
    private void expectReads() {
        Map<String, Write> byValue = new HashMap<>();
        Map<Long, String> byZxid = new HashMap<>();
        for (Write write : writes) {
            if (write.kind() == Kind.SET) {
                byValue.put(write.value(), write);
                if (write.isAcknowledged()) {
                    byZxid.put(write.zxid(), write.value());
                }
            }
        }
        for (Read read : reads) {
            if (read.version() == 0) {
                continue;
            }
            Write source = byValue.get(read.value());
            expect(source != null, read, "and nobody wrote it");
            expect(source.began() < read.ended(), read, "of a later", source);
            expect(!source.isAcknowledged() || source.zxid() == read.mzxid(), read, "of", source);
            String same = byZxid.putIfAbsent(read.mzxid(), read.value());
            expect(same == null || same.equals(read.value()), read, "but others saw", same);
        }
    }

    private static void expect(boolean truth, Object... otherwise) {
        if (!truth) {
            StringJoiner words = new StringJoiner(" ");
            for (Object word : otherwise) {
                words.add(String.valueOf(word));
            }
            throw new AssertionError(words.toString());
        }
    }
}
