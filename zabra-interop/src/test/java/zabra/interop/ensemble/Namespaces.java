package zabra.interop.ensemble;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Network namespaces of one test, with a cable from each into ours. They go when this is closed,
 * when this process ends, or, where it was killed, when the next one makes some: with them go the
 * processes inside, which nobody else would end.
 */
final class Namespaces implements AutoCloseable {
    private static final Path NAMED = Path.of("/run/netns");
    private static final Pattern NAME = Pattern.compile("zabra-(\\d+)-\\d+-.*");
    private static final AtomicInteger SERIAL = new AtomicInteger();

    private final long pid = ProcessHandle.current().pid();
    private final int serial = SERIAL.incrementAndGet();
    private final Thread atExit = new Thread(this::removeAll, "remove-namespaces");
    private final List<String> all = new ArrayList<>();

    /** Of 169.254.0.0/16, what nobody here uses: the third byte. */
    private final int subnet;

    Namespaces() throws IOException {
        Runtime.getRuntime().addShutdownHook(atExit);
        removeAbandoned();
        subnet = freeSubnet();
    }

    private static void removeAbandoned() throws IOException {
        if (!Files.isDirectory(NAMED)) {
            return;
        }
        try (Stream<Path> named = Files.list(NAMED)) {
            for (Path each : named.toList()) {
                Matcher name = NAME.matcher(each.getFileName().toString());
                if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    remove(name.group());
                }
            }
        }
    }

    private static int freeSubnet() throws IOException {
        Set<Integer> used = new HashSet<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            for (InterfaceAddress address : each.getInterfaceAddresses()) {
                byte[] bytes = address.getAddress().getAddress();
                if (bytes.length == 4 && (bytes[0] & 0xff) == 169 && (bytes[1] & 0xff) == 254) {
                    used.add(bytes[2] & 0xff);
                }
            }
        }
        // Not the same order in all processes: two may be looking at this moment.
        for (int i = 0; i < 254; i++) {
            int candidate = 1 + (int) ((ProcessHandle.current().pid() + i) % 254);
            if (!used.contains(candidate)) {
                return candidate;
            }
        }
        throw new IOException("all of 169.254.0.0/16 is in use");
    }

    /** The full name of one. */
    String name(String role) {
        return "zabra-" + pid + "-" + serial + "-" + role;
    }

    /** Makes one; returns its full name. */
    String add(String role) throws IOException {
        String name = name(role);
        ip("netns", "add", name);
        synchronized (all) {
            all.add(name);
        }
        return name;
    }

    /** Lays a cable between ours and this one. */
    void join(int server, String namespace) throws IOException {
        String outside = "z" + pid + "-" + serial + "-" + server;
        ip("link", "add", outside, "type", "veth", "peer", "name", "clients", "netns", namespace);
        ip("address", "add", address(server, 1) + "/30", "dev", outside);
        ip("link", "set", outside, "up");
        ip("-n", namespace, "address", "add", inside(server) + "/30", "dev", "clients");
        ip("-n", namespace, "link", "set", "clients", "up");
    }

    /** The address of the cable's other end. */
    String inside(int server) {
        return address(server, 2);
    }

    private String address(int server, int host) {
        return "169.254." + subnet + "." + (4 * server + host);
    }

    /** Runs {@code ip} with these words. */
    void ip(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        run(command);
    }

    /** The same where it can only fail by our own fault. */
    void must(String... words) {
        try {
            ip(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this command succeeded. */
    static boolean tryRun(String... words) {
        try {
            run(List.of(words));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted: " + command, e);
        }
    }

    private static void remove(String namespace) {
        try {
            String inside = run(List.of("ip", "netns", "pids", namespace));
            for (String pid : inside.lines().toList()) {
                ProcessHandle.of(Long.parseLong(pid.strip()))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
            run(List.of("ip", "netns", "delete", namespace));
        } catch (IOException e) {
            // Another process may have removed it meanwhile; what is left is left to the next.
        }
    }

    private void removeAll() {
        synchronized (all) {
            all.forEach(Namespaces::remove);
            all.clear();
        }
    }

    @Override
    public void close() {
        removeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // This process is ending: the hook runs, or has run.
        }
    }
}
