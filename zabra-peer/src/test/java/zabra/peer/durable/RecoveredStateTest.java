package zabra.peer.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.txn.LoggedTxn;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;
import zabra.storage.Recovery;
import zabra.storage.RecoveryOptions;
import zabra.storage.SimulatedDisk;
import zabra.storage.Snapshots;
import zabra.storage.TxnLog;
import zabra.storage.TxnLogOptions;
import zabra.tree.DataTree;
import zabra.tree.TreeListener;
import zabra.tree.TreeOptions;

/** A state that was sent while it changed, and the digests of what follows it. */
final class RecoveredStateTest {
    private final SimulatedDisk disk = new SimulatedDisk();
    private final DataTree truth = new DataTree(TreeOptions.DEFAULT);
    private final TxnLog log = new TxnLog(disk, new TxnLogOptions(4096, 0, true));

    private static LoggedTxn apply(DataTree tree, int zxid) {
        Txn txn = new Txn.Create(OpCode.CREATE, "/n" + zxid, new byte[] {1}, Acl.OPEN, false, zxid);
        TxnHeader header = new TxnHeader(7, 1, zxid, 1000, OpCode.CREATE.code());
        tree.apply(header, txn, TreeListener.NONE);
        return new LoggedTxn(header, txn, true, tree.digest());
    }

    private void write(LoggedTxn txn) throws IOException {
        JuteWriter out = new JuteWriter();
        txn.write(out);
        log.append(txn.header().zxid(), out.array(), 0, out.position());
        log.sync();
    }

    /** Installs the state of 3 that holds what 5 made, too, and logs 4 to 7 behind it. */
    private void receive(boolean exact) throws IOException {
        DataTree ahead = new DataTree(TreeOptions.DEFAULT);
        for (int zxid : new int[] {1, 2, 3, 5}) {
            apply(ahead, zxid);
        }
        DataTree blurred = new DataTree(TreeOptions.DEFAULT);
        ahead.image().accept(blurred.load(3));
        new Snapshots(disk, disk, Snapshots.Compression.NONE).install(blurred.image(), exact);
        for (int zxid = 1; zxid <= 7; zxid++) {
            LoggedTxn txn = apply(truth, zxid);
            if (zxid > 3) {
                write(txn);
            }
        }
    }

    private long mismatches() throws IOException {
        DataTree tree = new DataTree(TreeOptions.DEFAULT);
        RecoveredState state = new RecoveredState(tree, true);
        new Recovery(disk, disk, RecoveryOptions.DEFAULT).recover(state);
        assertThat(tree.digest()).isEqualTo(truth.digest());
        return state.mismatches();
    }

    @Test
    void aStateThatIsNotExactRaisesNoAlarmWhenItIsReplayed() throws IOException {
        receive(false);
        assertThat(mismatches()).isZero();
    }

    @Test
    void oneThatClaimsToBeExactDoes() throws IOException {
        receive(true);
        assertThat(mismatches()).isPositive();
    }

    @Test
    void whatIsWrongBehindAStateThatIsNotExactIsFound() throws IOException {
        receive(false);
        LoggedTxn last = apply(truth, 8);
        write(new LoggedTxn(last.header(), last.txn(), true, last.digest() + 1));
        assertThat(mismatches()).isEqualTo(1);
    }
}
