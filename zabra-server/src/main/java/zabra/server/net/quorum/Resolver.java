package zabra.server.net.quorum;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the addresses of host names, anew each time, away from the event loop: a slow name
 * server must not hold up an election. At most one question per name is on its way; who asks the
 * same meanwhile gets the same answer. Loop only, and so are the answers.
 */
final class Resolver {
    private static final Logger LOG = LoggerFactory.getLogger(Resolver.class);

    private final QuorumLoop loop;
    private final Map<String, List<Consumer<InetAddress[]>>> waiting = new HashMap<>();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("zabra-resolver-", 0).factory());

    Resolver(QuorumLoop loop) {
        this.loop = loop;
    }

    /** Answers with every address of the name; with none where it has none. */
    void resolve(String host, Consumer<InetAddress[]> answer) {
        List<Consumer<InetAddress[]>> others = waiting.get(host);
        if (others != null) {
            others.add(answer);
            return;
        }
        waiting.put(host, new ArrayList<>(List.of(answer)));
        try {
            threads.execute(() -> ask(host));
        } catch (RejectedExecutionException e) {
            LOG.debug("Not resolving {} any more: {}", host, e.toString());
        }
    }

    private void ask(String host) {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            LOG.warn("No address of {}: {}", host, e.getMessage());
            addresses = new InetAddress[0];
        }
        InetAddress[] found = addresses;
        loop.execute(() -> {
            for (Consumer<InetAddress[]> answer : waiting.remove(host)) {
                answer.accept(found);
            }
        });
    }

    /** Asks nothing any more. */
    void stop() {
        threads.shutdown();
    }
}
