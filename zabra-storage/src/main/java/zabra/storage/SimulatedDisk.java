package zabra.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A directory in memory that can crash, fail, fill up and rot, all decided by its user and a seeded
 * generator, so that a run can be repeated exactly.
 *
 * <p>Each file has durable content and the changes made since its last sync; the directory
 * likewise. A {@link #crash} keeps, loses or tears (by sectors of 512 bytes) each unsynced write,
 * keeps or loses each unsynced change of a name independently, and makes all open files unusable.
 * Thread-safe.
 */
public final class SimulatedDisk implements Disk {
    private static final int SECTOR = 512;

    private final String label;
    private Map<String, Inode> names = new TreeMap<>();
    private Map<String, Inode> durableNames = new TreeMap<>();
    private final List<NameChange> nameChanges = new ArrayList<>();
    private long clockMillis;
    private long generation;
    private long operations;
    private long failAt = Long.MAX_VALUE;
    private boolean failOnce;
    private long capacity = Long.MAX_VALUE;
    private long syncs;

    public SimulatedDisk() {
        this("simulated");
    }

    /**
     * @param label what messages call the directory
     */
    public SimulatedDisk(String label) {
        this.label = label;
    }

    /** An unsynced change of the directory; {@code inode} null for a removed name. */
    private record NameChange(String name, Inode inode, String removed) {}

    /** An unsynced change of a file: bytes written, or (bytes null) a new size. */
    private record Change(long position, byte[] bytes, long size) {}

    /** Bytes with an implicit tail of zeros, so that preallocated space costs nothing. */
    private static final class Content {
        byte[] bytes = new byte[0];
        long size;

        Content copy() {
            Content copy = new Content();
            copy.bytes = bytes.clone();
            copy.size = size;
            return copy;
        }

        void write(long position, byte[] source, int offset, int length) {
            size = Math.max(size, position + length);
            int useful = length;
            while (useful > 0
                    && position + useful > bytes.length
                    && source[offset + useful - 1] == 0) {
                useful--;
            }
            if (useful == 0) {
                return;
            }
            int end = Math.toIntExact(position + useful);
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, Math.min(bytes.length * 2, 1 << 24)));
            }
            System.arraycopy(source, offset, bytes, (int) position, useful);
        }

        void resize(long newSize) {
            if (newSize < bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) newSize);
            }
            size = newSize;
        }

        void apply(Change change) {
            if (change.bytes == null) {
                resize(change.size);
            } else {
                write(change.position, change.bytes, 0, change.bytes.length);
            }
        }
    }

    private static final class Inode {
        Content durable = new Content();
        Content current = new Content();
        final List<Change> changes = new ArrayList<>();
        long modified;
    }

    // Faults.

    /** Every operation after the next {@code count} ones fails, the first half done. */
    public synchronized void failAfter(long count) {
        failAt = operations + count;
        failOnce = false;
    }

    /** One operation, after the next {@code count} ones, fails half done. */
    public synchronized void failOnceAfter(long count) {
        failAt = operations + count;
        failOnce = true;
    }

    /** No operation fails any more. */
    public synchronized void heal() {
        failAt = Long.MAX_VALUE;
        capacity = Long.MAX_VALUE;
    }

    /** All files together hold at most this many bytes. */
    public synchronized void setCapacity(long bytes) {
        capacity = bytes;
    }

    /** Changes so far, each of which can be made to fail: opens, writes, syncs, renames, … */
    public synchronized long operations() {
        return operations;
    }

    /** File syncs so far. */
    public synchronized long syncs() {
        return syncs;
    }

    /** Whether a file whose name begins so has changes that no sync has made durable. */
    public synchronized boolean hasUnsynced(String prefix) {
        for (Map.Entry<String, Inode> each : names.entrySet()) {
            if (each.getKey().startsWith(prefix)
                    && (!each.getValue().changes.isEmpty()
                            || durableNames.get(each.getKey()) != each.getValue())) {
                return true;
            }
        }
        return false;
    }

    /** Changes one byte, durably: {@code mask} is xored onto it. */
    public synchronized void corrupt(String name, long position, int mask) {
        Inode inode = names.get(name);
        byte[] one = new byte[1];
        read(inode, position, one, 0, 1);
        one[0] ^= (byte) mask;
        inode.current.write(position, one, 0, 1);
        inode.durable.write(position, one, 0, 1);
    }

    /** Power fails: what was not synced is kept, lost or torn as {@code random} says. */
    public synchronized void crash(RandomGenerator random) {
        generation++;
        for (NameChange change : nameChanges) {
            if (random.nextBoolean()) {
                apply(durableNames, change);
            }
        }
        nameChanges.clear();
        names = new TreeMap<>(durableNames);
        for (Inode inode : List.copyOf(durableNames.values())) {
            int mood = random.nextInt(4);
            for (Change change : inode.changes) {
                switch (mood) {
                    case 0 -> inode.durable.apply(change);
                    case 1 -> {}
                    default -> tear(inode.durable, change, random);
                }
            }
            inode.changes.clear();
            inode.current = inode.durable.copy();
        }
        heal();
    }

    private static void tear(Content content, Change change, RandomGenerator random) {
        if (change.bytes == null) {
            if (random.nextBoolean()) {
                content.apply(change);
            }
            return;
        }
        long at = change.position;
        long end = at + change.bytes.length;
        while (at < end) {
            long edge = Math.min(end, (at / SECTOR + 1) * SECTOR);
            if (random.nextInt(4) != 0) {
                content.write(at, change.bytes, (int) (at - change.position), (int) (edge - at));
            }
            at = edge;
        }
    }

    private static void apply(Map<String, Inode> map, NameChange change) {
        if (change.removed != null) {
            map.remove(change.removed);
        }
        if (change.inode != null) {
            map.put(change.name, change.inode);
        }
    }

    // The port.

    @Override
    public synchronized List<String> list() {
        return List.copyOf(names.keySet());
    }

    @Override
    public synchronized boolean exists(String name) {
        return names.containsKey(name);
    }

    @Override
    public synchronized long size(String name) throws IOException {
        return existing(name).current.size;
    }

    @Override
    public synchronized long modifiedMillis(String name) throws IOException {
        return existing(name).modified;
    }

    @Override
    public synchronized DiskFile open(String name) throws IOException {
        checkName(name);
        Inode inode = names.get(name);
        if (inode == null) {
            step("create " + name);
            inode = new Inode();
            inode.modified = ++clockMillis;
            changeName(new NameChange(name, inode, null));
        }
        return new OpenFile(inode, generation, true);
    }

    @Override
    public synchronized DiskFile openForRead(String name) throws IOException {
        return new OpenFile(existing(name), generation, false);
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        checkName(to);
        Inode inode = existing(from);
        step("rename " + from);
        changeName(new NameChange(to, inode, from));
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        existing(name);
        step("delete " + name);
        changeName(new NameChange(name, null, name));
    }

    @Override
    public synchronized void syncDirectory() throws IOException {
        step("sync directory");
        durableNames = new TreeMap<>(names);
        nameChanges.clear();
    }

    @Override
    public synchronized long freeBytes() {
        return Math.max(0, capacity - used());
    }

    @Override
    public String describe(String name) {
        return label + "/" + name;
    }

    private void changeName(NameChange change) {
        apply(names, change);
        nameChanges.add(change);
    }

    private static void checkName(String name) {
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("not a plain file name: " + name);
        }
    }

    private Inode existing(String name) throws IOException {
        checkName(name);
        Inode inode = names.get(name);
        if (inode == null) {
            throw new java.nio.file.NoSuchFileException(describe(name));
        }
        return inode;
    }

    private void step(String what) throws IOException {
        if (operations++ >= failAt) {
            if (failOnce) {
                failAt = Long.MAX_VALUE;
            }
            throw new IOException("simulated failure: " + what);
        }
    }

    private long used() {
        long used = 0;
        for (Inode inode : names.values()) {
            used += inode.current.size;
        }
        return used;
    }

    private static int read(Inode inode, long position, byte[] target, int offset, int length) {
        Content content = inode.current;
        if (position >= content.size) {
            return -1;
        }
        int count = (int) Math.min(length, content.size - position);
        int present = (int) Math.max(0, Math.min(count, content.bytes.length - position));
        if (present > 0) {
            System.arraycopy(content.bytes, (int) position, target, offset, present);
        }
        Arrays.fill(target, offset + present, offset + count, (byte) 0);
        return count;
    }

    private final class OpenFile implements DiskFile {
        private final Inode inode;
        private final long born;
        private final boolean writable;
        private boolean closed;

        OpenFile(Inode inode, long born, boolean writable) {
            this.inode = inode;
            this.born = born;
            this.writable = writable;
        }

        private void check() throws IOException {
            if (closed || born != generation) {
                throw new IOException(closed ? "file is closed" : "the machine crashed");
            }
        }

        private void checkWritable() throws IOException {
            check();
            if (!writable) {
                throw new java.nio.channels.NonWritableChannelException();
            }
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) throws IOException {
            synchronized (SimulatedDisk.this) {
                check();
                return SimulatedDisk.read(inode, position, target, offset, length);
            }
        }

        @Override
        public void write(long position, byte[] source, int offset, int length) throws IOException {
            synchronized (SimulatedDisk.this) {
                checkWritable();
                long grown = Math.max(0, position + length - inode.current.size);
                int accepted = length;
                if (grown > 0 && grown > capacity - used()) {
                    accepted = (int) Math.max(0, length - (grown - Math.max(0, freeBytes())));
                }
                boolean fails = operations >= failAt;
                if (fails) {
                    accepted = Math.min(accepted, length / 2);
                }
                keep(
                        new Change(
                                position,
                                Arrays.copyOfRange(source, offset, offset + accepted),
                                0));
                step("write");
                if (accepted < length) {
                    throw new IOException("No space left on device");
                }
            }
        }

        private void keep(Change change) {
            inode.current.apply(change);
            inode.changes.add(change);
            inode.modified = ++clockMillis;
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (SimulatedDisk.this) {
                checkWritable();
                step("truncate");
                if (size - inode.current.size > capacity - used()) {
                    throw new IOException("No space left on device");
                }
                keep(new Change(0, null, size));
            }
        }

        @Override
        public long size() throws IOException {
            synchronized (SimulatedDisk.this) {
                check();
                return inode.current.size;
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (SimulatedDisk.this) {
                check();
                step("sync");
                syncs++;
                for (Change change : inode.changes) {
                    inode.durable.apply(change);
                }
                inode.changes.clear();
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
