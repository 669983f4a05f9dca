package zabra.consensus.model;

/** Between any two servers that serve. */
final class Agreement extends Invariant {
    Agreement(Simulation simulation) {
        super(simulation);
    }

    @Override
    String words() {
        return "of two servers, one has delivered all that the other has";
    }

    @Override
    void delivered(ModelServer server, int from) {
        for (ModelServer other : simulation.servers.values()) {
            int both = Math.min(server.tree.size(), other.tree.size());
            if (other.serving && both > 0) {
                Txn mine = server.tree.get(both - 1);
                Txn theirs = other.tree.get(both - 1);
                check(
                        mine.equals(theirs),
                        () -> server + " has " + mine + " where " + other + " has " + theirs);
            }
        }
    }
}
