package zabra.simulator.machine;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import zabra.simulator.check.Checks;
import zabra.simulator.world.Incarnation;
import zabra.storage.Disk;
import zabra.tree.DataTree;

/**
 * What all connections of one server to others have in common.
 *
 * @param server its name
 * @param process it runs in
 * @param disk where histories are read
 * @param trees makes empty trees, for received states
 * @param transferMicros how long until the next history or state is read to be sent
 * @param silenceMicrosMax how long questions may have no answer on an election connection
 * @param nowMicros what time it is
 * @param checks are told of every message that leaves
 * @param trace takes lines
 */
record LinkContext(
        String server,
        Incarnation process,
        Disk disk,
        Supplier<DataTree> trees,
        LongSupplier transferMicros,
        long silenceMicrosMax,
        LongSupplier nowMicros,
        Checks checks,
        Consumer<String> trace) {}
