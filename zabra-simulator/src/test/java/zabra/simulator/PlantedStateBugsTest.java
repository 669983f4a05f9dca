package zabra.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.OpCode;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;
import zabra.simulator.machine.Tampering;
import zabra.tree.DataTree;
import zabra.tree.TreeListener;

/** The net is tested: what must be found where a server's state is not what its history says. */
class PlantedStateBugsTest {
    @Test
    void anEphemeralThatOutlivesItsSessionIsFound() {
        IdentityHashMap<DataTree, Map<Long, List<String>>> before = new IdentityHashMap<>();
        Tampering keeping =
                new Tampering() {
                    @Override
                    public void applied(DataTree tree) {
                        Map<Long, List<String>> owned = new TreeMap<>();
                        tree.forEachEphemeralOwner(
                                (session, paths) -> owned.put(session, new ArrayList<>(paths)));
                        Map<Long, List<String>> had = before.put(tree, owned);
                        if (had != null) {
                            had.keySet().removeAll(tree.sessions().keySet());
                            had.forEach((session, paths) ->
                                    createAgain(tree, session, paths.getFirst()));
                        }
                    }
                };
        assertThat(PlantedDiskBugsTest.found(keeping, 1, 10))
                .containsExactly("ephemerals end with their session");
    }

    private static void createAgain(DataTree tree, long session, String path) {
        tree.apply(
                new TxnHeader(session, 0, tree.lastZxid(), 0, OpCode.CREATE.code()),
                new Txn.Create(OpCode.CREATE, path, new byte[0], Acl.OPEN, true, -1),
                TreeListener.NONE);
    }
}
