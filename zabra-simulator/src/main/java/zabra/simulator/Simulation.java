package zabra.simulator;

import java.util.ArrayList;
import java.util.List;
import zabra.consensus.quorum.Membership;
import zabra.simulator.check.Checks;
import zabra.simulator.check.Violation;
import zabra.simulator.client.SimulatedClient;
import zabra.simulator.machine.Ensembles;
import zabra.simulator.machine.Machine;
import zabra.simulator.machine.MachineOptions;
import zabra.simulator.world.Dice;
import zabra.simulator.world.Network;
import zabra.simulator.world.Trace;
import zabra.simulator.world.VirtualTime;
import zabra.tree.DataTree;

/**
 * One run: servers and clients, faults for a while, then none; all in the calling thread, all from
 * one seed.
 */
public final class Simulation {
    /** Within this time after the last fault clients are served again, and a write goes through. */
    private static final long SERVES_WITHIN_MILLIS = 60_000;

    /** Within this time after the last request all servers have the same state. */
    private static final long SETTLES_WITHIN_MILLIS = 60_000;

    /** More events than any run has: something turns without end. */
    private static final long STEPS_MAX = 20_000_000;

    private static final List<Integer> SIZES = List.of(1, 3, 3, 3, 4, 5, 5, 6);

    private final SimulationOptions options;
    private final VirtualTime time = new VirtualTime();
    private final Trace trace;
    private final Checks checks;
    private final List<Machine> machines = new ArrayList<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final Nemesis nemesis;

    public Simulation(SimulationOptions options) {
        this.options = options;
        Dice dice = new Dice(options.seed());
        trace = new Trace(time, options.trace());
        Dice shape = dice.named("shape");
        long fastest = shape.between(20L, 500L);
        Network network =
                new Network(
                        time,
                        dice.named("network"),
                        trace,
                        fastest,
                        fastest + shape.between(50L, 5_000L));
        MachineOptions machineOptions = MachineOptions.draw(shape);
        int servers = options.servers() == 0 ? shape.pick(SIZES) : options.servers();
        Membership membership = servers == 1 ? null : Ensembles.draw(servers, shape);
        if (membership != null) {
            trace.line("simulation", membership.text().replace('\n', ' '));
        }
        checks = new Checks(membership);
        List<String> addresses = new ArrayList<>();
        for (int sid = 1; sid <= servers; sid++) {
            Machine machine =
                    new Machine(
                            new MachineOptions.Place(sid, membership),
                            time,
                            trace,
                            dice,
                            network,
                            machineOptions,
                            checks,
                            options.tampering());
            machines.add(machine);
            addresses.add(machine.name() + ":client");
        }
        List<String> clientNames = new ArrayList<>();
        int count = shape.between(1, 6);
        for (int i = 1; i <= count; i++) {
            SimulatedClient client =
                    new SimulatedClient(
                            "c" + i,
                            time,
                            trace,
                            dice,
                            network,
                            checks,
                            addresses,
                            shape.between(2, 20) * machineOptions.tickMillis(),
                            shape.between(2_000L, 400_000L),
                            shape.oneIn(2));
            clients.add(client);
            clientNames.add(client.name());
        }
        nemesis = new Nemesis(time, dice, network, machines, clientNames);
    }

    /** Runs to the end, or to the first rule that is broken. */
    public Outcome run() {
        Violation violation = null;
        try {
            live();
        } catch (Violation broken) {
            violation = broken;
            trace.line("simulation", "BROKEN " + broken.getMessage());
        }
        return new Outcome(
                options,
                violation,
                trace.hash(),
                time.steps(),
                time.nowMillis(),
                checks.history().size(),
                clients.stream().mapToLong(SimulatedClient::answered).sum(),
                clients.stream().mapToLong(SimulatedClient::acknowledged).sum(),
                machines.stream().mapToLong(Machine::starts).sum(),
                trace.tail());
    }

    private void live() {
        machines.forEach(Machine::start);
        clients.forEach(SimulatedClient::start);
        nemesis.start();
        runUntil(options.faultyMillis());
        trace.line("simulation", "heals");
        nemesis.stop();

        long served = time.nowMillis() + SERVES_WITHIN_MILLIS;
        List<Long> before = clients.stream().map(SimulatedClient::acknowledged).toList();
        while (!haveAllWritten(before)) {
            runUntil(time.nowMillis() + 100);
            if (time.nowMillis() > served) {
                throw new Violation(
                        "healed servers serve", "no write for every client: " + clients());
            }
        }
        trace.line("simulation", "serves");
        clients.forEach(SimulatedClient::walkAway);

        long settled = time.nowMillis() + SETTLES_WITHIN_MILLIS;
        while (!isSettled()) {
            runUntil(time.nowMillis() + 100);
            if (time.nowMillis() > settled) {
                throw new Violation(
                        "healed servers agree", "not all sessions end, or states differ");
            }
        }
        machines.forEach(machine -> checks.settled(machine.name(), machine.tree()));
        trace.line("simulation", "is settled");
        restartAll();
    }

    private boolean haveAllWritten(List<Long> before) {
        for (int i = 0; i < clients.size(); i++) {
            if (clients.get(i).acknowledged() <= before.get(i)) {
                return false;
            }
        }
        return true;
    }

    private String clients() {
        List<String> states = new ArrayList<>();
        clients.forEach(client ->
                states.add(
                        client.name()
                                + (client.isConnected() ? " connected " : " lost ")
                                + client.acknowledged()));
        return String.join(", ", states);
    }

    /** Every session has ended, with its ephemerals, and all servers are in one state. */
    private boolean isSettled() {
        DataTree first = machines.getFirst().tree();
        for (Machine machine : machines) {
            DataTree tree = machine.tree();
            if (tree == null
                    || !machine.isServing()
                    || !tree.sessions().isEmpty()
                    || tree.ephemeralCount() != 0
                    || tree.lastZxid() != checks.history().last()
                    || tree.digest() != first.digest()) {
                return false;
            }
        }
        return true;
    }

    /** What was settled is what comes back from the disks. */
    private void restartAll() {
        machines.forEach(Machine::crash);
        machines.forEach(Machine::start);
        long deadline = time.nowMillis() + SETTLES_WITHIN_MILLIS;
        while (!isSettled()) {
            runUntil(time.nowMillis() + 100);
            if (time.nowMillis() > deadline) {
                throw new Violation("healed servers agree", "not after a last restart");
            }
        }
    }

    private void runUntil(long millis) {
        while (time.nowMillis() < millis) {
            if (!time.step()) {
                throw new Violation("servers live", "nothing is left to happen");
            }
            if (time.steps() > STEPS_MAX) {
                throw new Violation("work ends", "more than " + STEPS_MAX + " events");
            }
        }
    }
}
