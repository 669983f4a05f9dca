package zabra.simulator.machine;

import java.io.IOException;

/** What a server does when its disk fails: it ends. */
interface DiskFailure {
    void failed(String what, IOException cause);
}
