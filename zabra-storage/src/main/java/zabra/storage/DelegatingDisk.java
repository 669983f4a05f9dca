package zabra.storage;

import java.io.IOException;
import java.util.List;

/**
 * A disk that does what another one does, but for what is overridden: how a simulation makes a disk
 * fail or lie. As thread-safe as the other one.
 */
public class DelegatingDisk implements Disk {
    private final Disk disk;

    protected DelegatingDisk(Disk disk) {
        this.disk = disk;
    }

    @Override
    public List<String> list() throws IOException {
        return disk.list();
    }

    @Override
    public boolean exists(String name) throws IOException {
        return disk.exists(name);
    }

    @Override
    public long size(String name) throws IOException {
        return disk.size(name);
    }

    @Override
    public long modifiedMillis(String name) throws IOException {
        return disk.modifiedMillis(name);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return disk.open(name);
    }

    @Override
    public DiskFile openForRead(String name) throws IOException {
        return disk.openForRead(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void syncDirectory() throws IOException {
        disk.syncDirectory();
    }

    @Override
    public long freeBytes() throws IOException {
        return disk.freeBytes();
    }

    @Override
    public String describe(String name) {
        return disk.describe(name);
    }
}
