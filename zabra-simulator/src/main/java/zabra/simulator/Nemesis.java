package zabra.simulator;

import java.util.ArrayList;
import java.util.List;
import zabra.simulator.machine.Machine;
import zabra.simulator.world.Dice;
import zabra.simulator.world.Network;
import zabra.simulator.world.VirtualTime;

/** Does harm to machines and network, as its dice say, until it is told to stop. */
final class Nemesis {
    private final VirtualTime time;
    private final Dice dice;
    private final Network network;
    private final List<Machine> machines;
    private final List<String> clients;

    /** The usual most between two faults. */
    private final long restMicrosMax;

    private boolean stopped;

    Nemesis(
            VirtualTime time,
            Dice dice,
            Network network,
            List<Machine> machines,
            List<String> clients) {
        this.time = time;
        this.dice = dice.named("nemesis");
        this.network = network;
        this.machines = machines;
        this.clients = clients;
        this.restMicrosMax = this.dice.between(200_000L, 5_000_000L);
    }

    void start() {
        time.after(dice.between(0L, 2 * restMicrosMax), this::strike);
    }

    /** No harm from now on; all that was done is undone, and every machine runs. */
    void stop() {
        stopped = true;
        network.mendAll();
        machines.forEach(machine -> {
            machine.heal();
            machine.start();
        });
    }

    private void later(long mostMicros, Runnable action) {
        time.after(
                dice.between(0L, mostMicros),
                () -> {
                    if (!stopped) {
                        action.run();
                    }
                });
    }

    private void strike() {
        if (stopped) {
            return;
        }
        later(restMicrosMax, this::strike);
        Machine machine = dice.pick(machines);
        switch (dice.between(0, 18)) {
            case 0, 1 -> machine.crash();
            case 2, 3, 4 -> machine.crashAtDisk(dice.between(0, 40), dice.nextBoolean());
            case 5 -> machine.kill();
            case 6 -> machines.forEach(Machine::crash);
            case 7 -> machine.pause(dice.between(1_000L, dice.oneIn(4) ? 10_000_000L : 500_000L));
            case 8 -> machine.slowDisk(dice.between(100_000L, 10_000_000L));
            case 9 -> failingDisk(machine);
            case 10 -> network.breakOne();
            case 11 -> isolate(machine);
            case 12 -> oneWay(machine);
            case 13, 14 -> cutOff(machine);
            case 15 -> network.swallowOne();
            case 16 -> machine.stop();
            case 17 -> roll(0, dice.between(100_000L, 5_000_000L));
            default -> split();
        }
        for (Machine down : machines) {
            if (!down.isUp()) {
                later(dice.oneIn(4) ? 10_000_000L : 1_000_000L, down::start);
            }
        }
    }

    /**
     * A rolling restart from this machine on: each is stopped politely, and back before the next.
     */
    private void roll(int index, long pauseMicrosMax) {
        Machine machine = machines.get(index);
        machine.stop();
        later(
                pauseMicrosMax,
                () -> {
                    machine.start();
                    if (index + 1 < machines.size()) {
                        later(pauseMicrosMax, () -> roll(index + 1, pauseMicrosMax));
                    }
                });
    }

    private void failingDisk(Machine machine) {
        if (dice.oneIn(2)) {
            machine.disk().failOnceAfter(dice.between(0, 40));
        } else {
            machine.disk().setCapacity(dice.between(0L, 100_000L));
            later(5_000_000L, machine.disk()::heal);
        }
    }

    private List<String> others(Machine machine) {
        List<String> hosts = new ArrayList<>(clients);
        machines.forEach(each -> hosts.add(each.name()));
        hosts.remove(machine.name());
        return hosts;
    }

    private void isolate(Machine machine) {
        for (String host : others(machine)) {
            cut(machine.name(), host);
            cut(host, machine.name());
        }
        later(6_000_000L, network::mendAll);
    }

    /** The other servers do not hear it, or it does not hear them, or both; clients are heard. */
    private void cutOff(Machine machine) {
        int direction = dice.between(0, 2);
        for (Machine other : machines) {
            if (other != machine && direction != 0) {
                cut(machine.name(), other.name());
            }
            if (other != machine && direction != 1) {
                cut(other.name(), machine.name());
            }
        }
        later(6_000_000L, network::mendAll);
    }

    private void oneWay(Machine machine) {
        List<String> hosts = others(machine);
        String other = dice.pick(hosts);
        int flaps = dice.oneIn(3) ? dice.between(2, 10) : 1;
        boolean out = dice.nextBoolean();
        String from = out ? machine.name() : other;
        String to = out ? other : machine.name();
        flap(from, to, flaps);
    }

    private void flap(String from, String to, int times) {
        cut(from, to);
        later(
                3_000_000L,
                () -> {
                    network.mend(from, to);
                    if (times > 1) {
                        later(1_000_000L, () -> flap(from, to, times - 1));
                    }
                });
    }

    /** Every host, clients too, falls into one of two groups that do not hear each other. */
    private void split() {
        List<String> left = new ArrayList<>();
        List<String> right = new ArrayList<>();
        for (Machine machine : machines) {
            (dice.nextBoolean() ? left : right).add(machine.name());
        }
        for (String client : clients) {
            (dice.nextBoolean() ? left : right).add(client);
        }
        for (String a : left) {
            for (String b : right) {
                cut(a, b);
                cut(b, a);
            }
        }
        later(8_000_000L, network::mendAll);
    }

    private void cut(String from, String to) {
        network.cut(from, to);
    }
}
