package zabra.simulator.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import zabra.simulator.check.Checks;
import zabra.simulator.check.Violation;
import zabra.simulator.world.Dice;
import zabra.simulator.world.Incarnation;
import zabra.simulator.world.Network;
import zabra.simulator.world.Trace;
import zabra.simulator.world.VirtualTime;
import zabra.storage.DiskFile;
import zabra.storage.SimulatedDisk;
import zabra.storage.StorageException;
import zabra.tree.DataTree;

/** A machine: a disk, and now and then a server process on it. */
public final class Machine {
    private final MachineOptions.Place place;
    private final String name;
    private final VirtualTime time;
    private final Trace trace;
    private final Dice dice;
    private final Network network;
    private final MachineOptions options;
    private final Checks checks;
    private final Tampering tampering;
    private final SimulatedDisk disk;

    private int incarnations;
    private Incarnation life;
    private FusedDisk fuse;
    private ServerProcess server;
    private long slowUntilMicros;
    private boolean stopping;

    public Machine(
            MachineOptions.Place place,
            VirtualTime time,
            Trace trace,
            Dice dice,
            Network network,
            MachineOptions options,
            Checks checks,
            Tampering tampering) {
        this.place = place;
        this.name = "s" + place.sid();
        this.time = time;
        this.trace = trace;
        this.dice = dice.named(name);
        this.network = network;
        this.options = options;
        this.checks = checks;
        this.tampering = tampering;
        this.disk = new SimulatedDisk(name);
    }

    public String name() {
        return name;
    }

    MachineOptions.Place place() {
        return place;
    }

    void trace(String what) {
        trace.line(life.name(), what);
    }

    VirtualTime time() {
        return time;
    }

    Dice dice() {
        return dice;
    }

    MachineOptions options() {
        return options;
    }

    Checks checks() {
        return checks;
    }

    /** The disk itself, below all that is between it and the server. */
    public SimulatedDisk disk() {
        return disk;
    }

    /** How often a server was started. */
    public int starts() {
        return incarnations;
    }

    /** Whether a server process runs, serving or starting. */
    public boolean isUp() {
        return life != null && life.isAlive();
    }

    /** The state of the running server; null where none runs or it is still starting. */
    public DataTree tree() {
        return isUp() && server != null ? server.tree() : null;
    }

    /** Whether a server process runs that serves clients. */
    public boolean isServing() {
        return isUp() && server != null && server.isServing();
    }

    /** The number in an epoch file, as it stands on the disk itself; -1 where there is none. */
    long epochOnDisk(String file) {
        try {
            if (!disk.exists(file)) {
                return -1;
            }
            byte[] text = new byte[(int) disk.size(file)];
            try (DiskFile opened = disk.openForRead(file)) {
                opened.read(0, text, 0, text.length);
            }
            return Long.parseLong(new String(text, StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server on what the disk holds; it serves a little later. */
    public void start() {
        if (isUp()) {
            return;
        }
        stopping = false;
        life = new Incarnation(time, name + "#" + ++incarnations, name, this::failed);
        trace.line(life.name(), "starts");
        fuse = new FusedDisk(disk);
        Incarnation born = life;
        life.after(
                dice.between(1_000L, 300_000L),
                () -> {
                    try {
                        server = new ServerProcess(this, born, fuse, network, tampering);
                    } catch (IOException e) {
                        diskFailed("start", e);
                    }
                });
    }

    /** The process ends at once; what it wrote to files stays, as the operating system has it. */
    public void kill() {
        if (isUp()) {
            trace.line(life.name(), "is killed");
            end(false);
        }
    }

    /** The process is asked to end: hands over what it leads, for a tick at most, and ends. */
    public void stop() {
        if (!isUp()) {
            return;
        }
        trace.line(life.name(), "is to stop");
        stopping = true;
        Incarnation asked = life;
        Runnable ends = () -> asked.after(0, this::kill);
        if (server == null) {
            ends.run();
        } else {
            asked.after(options.tickMillis() * 1_000L, ends);
            asked.after(0, () -> server.resign(ends));
        }
    }

    /** Power fails: what was not synced may be lost, or torn. */
    public void crash() {
        if (isUp()) {
            trace.line(life.name(), "loses power");
            end(dice.nextBoolean());
            disk.crash(dice);
        }
    }

    /** Power fails at some change of the disk that is about to come, or after it. */
    public void crashAtDisk(int operations, boolean before) {
        if (isUp()) {
            fuse.burnAfter(operations, before);
        }
    }

    /** The server does nothing for so long. */
    public void pause(long micros) {
        if (isUp()) {
            trace.line(life.name(), "pauses for " + micros + " µs");
            life.pause(micros);
        }
    }

    /** Syncs take long for a while. */
    public void slowDisk(long micros) {
        slowUntilMicros = time.nowMicros() + micros;
    }

    /** Nothing hinders the machine any more; where a server was about to stop, it has. */
    public void heal() {
        if (stopping) {
            kill();
        }
        disk.heal();
        slowUntilMicros = 0;
        if (isUp()) {
            fuse.defuse();
            life.goOn();
        }
    }

    long syncMicros() {
        long most = options.syncMicrosMax();
        boolean slow = time.nowMicros() < slowUntilMicros;
        return dice.between(20L, slow ? most * 200 : dice.oneIn(200) ? most * 100 : most);
    }

    void diskFailed(String what, IOException cause) {
        trace.line(life.name(), "ends: " + what + ": " + cause.getMessage());
        end(false);
    }

    private void end(boolean silently) {
        Incarnation ended = life;
        server = null;
        ended.end();
        network.ended(ended, silently);
    }

    /** What an action of the server threw. */
    private void failed(Throwable cause) {
        switch (cause) {
            case PowerFailure failure -> {
                trace.line(life.name(), failure.getMessage());
                crash();
            }
            case Violation violation -> throw violation;
            case StorageException refused ->
                    throw new Violation(
                            "a server starts on what its crash left", life.name(), refused);
            default -> throw new Violation("no bug shows itself", life.name(), cause);
        }
    }
}
