package zabra.consensus.model;

import zabra.protocol.Zxid;

/** Local within an epoch, global between epochs. */
final class PrimaryOrder extends Invariant {
    PrimaryOrder(Simulation simulation) {
        super(simulation);
    }

    @Override
    String words() {
        return "what is delivered follows all that its primary proposed before, and earlier epochs";
    }

    @Override
    void delivered(ModelServer server, int from) {
        for (int i = from; i < server.tree.size(); i++) {
            Txn txn = server.tree.get(i);
            Txn before = i == 0 ? new Txn(0, 0) : server.tree.get(i - 1);
            check(before.zxid() < txn.zxid(), () -> server + ": " + txn + " after " + before);
            long counter = Zxid.counter(txn.zxid());
            check(
                    counter == 1
                            ? Zxid.epoch(before.zxid()) < Zxid.epoch(txn.zxid())
                            : before.zxid() == txn.zxid() - 1,
                    () -> server + ": " + txn + " after " + before);
        }
    }
}
