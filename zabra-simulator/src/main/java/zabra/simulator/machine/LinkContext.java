package zabra.simulator.machine;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import zabra.simulator.check.Checks;
import zabra.simulator.world.Incarnation;
import zabra.storage.Disk;
import zabra.tree.DataTree;

/**
 * What all links of one server have in common.
 *
 * @param server its name
 * @param process it runs in
 * @param disk where histories are read
 * @param trees makes empty trees, for received states
 * @param transferMicros how long until the next history or state is read to be sent
 * @param checks are told of every message that leaves
 * @param trace takes lines
 */
record LinkContext(
        String server,
        Incarnation process,
        Disk disk,
        Supplier<DataTree> trees,
        LongSupplier transferMicros,
        Checks checks,
        Consumer<String> trace) {}
