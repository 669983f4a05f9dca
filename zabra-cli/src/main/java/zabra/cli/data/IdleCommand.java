package zabra.cli.data;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** Holds a container open. */
@Command(
        name = "idle",
        description =
                "Does nothing until it is told to stop: keeps a container running, and the volumes"
                        + " mounted in it, while no server runs.",
        mixinStandardHelpOptions = true)
public final class IdleCommand implements Callable<Integer> {
    @Override
    public Integer call() throws InterruptedException {
        // Else the signal's number would be the exit code.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0), "shutdown"));
        new CountDownLatch(1).await();
        return 0;
    }
}
