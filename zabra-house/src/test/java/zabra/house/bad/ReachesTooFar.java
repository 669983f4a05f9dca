package zabra.house.bad;

import zabra.house.Repository;

/** Uses what its module may not. */
public final class ReachesTooFar {
    private ReachesTooFar() {}

    /** The forbidden arrow. */
    public static Repository repository() {
        return Repository.ofWorkingDirectory();
    }
}
