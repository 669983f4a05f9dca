package zabra.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import zabra.server.ZabraServer;
import zabra.server.config.ClientPortConfig;
import zabra.server.config.ServerConfig;
import zabra.server.config.SessionConfig;
import zabra.server.config.WordsConfig;

/** A server to develop against: nothing to configure, nothing left behind. */
@Command(
        name = "dev",
        description = {
            "Runs a server to develop against, and says how to connect.",
            "",
            "It listens on this machine only, answers every four-letter word, and keeps its data"
                    + " in a temporary directory that goes with it, unless --dir is given."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Text.class,
        footer = {
            "",
            "Examples:",
            "  zabra dev",
            "  zabra dev --port 0              any free port",
            "  zabra dev --dir ./zk            data that stays",
            "  zabra dev --host 0.0.0.0        for other machines and containers too"
        })
final class DevCommand implements Callable<Integer> {
    private static final int USUAL_PORT = 2181;

    @Option(
            names = "--port",
            description =
                    "The client port; 0 for any free one. Without this option: 2181, or any"
                            + " free one where 2181 is taken.")
    private Integer port;

    @Option(
            names = "--host",
            defaultValue = "localhost",
            description = "The address to listen on. Default: ${DEFAULT-VALUE}.")
    private String host;

    @Option(names = "--dir", description = "Where its data stays.")
    private Path dir;

    @Option(
            names = {"-v", "--verbose"},
            description = "Log what happens, not only what is wrong.")
    private boolean verbose;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!verbose) {
            // Read by logback.xml, before anything has logged.
            System.setProperty("zabra.log.level", "WARN");
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean temporary = dir == null;
        Path data = temporary ? Files.createTempDirectory("zabra-dev-") : dir.toAbsolutePath();
        Runnable cleanUp = temporary ? () -> delete(data) : () -> {};
        ZabraServer server;
        try {
            server = start(config(data), out);
        } catch (BindException e) {
            cleanUp.run();
            spec.commandLine()
                    .getErr()
                    .println(
                            "zabra: "
                                    + ServerCommand.bindFailure(
                                            new ClientPortConfig(wantedPort(), host, -1), e));
            return ExitCode.FAILED;
        } catch (IOException | RuntimeException e) {
            cleanUp.run();
            throw e;
        }
        banner(out, server.clientPort(), data, temporary);
        return RunningServer.await(server, cleanUp);
    }

    private int wantedPort() {
        return port == null ? USUAL_PORT : port;
    }

    private ServerConfig config(Path data) {
        return ServerConfig.standalone(data, wantedPort())
                .withClientPort(new ClientPortConfig(wantedPort(), host, -1))
                .withSessions(SessionConfig.ofTick(2000))
                .withWords(new WordsConfig(Set.of("*")));
    }

    private ZabraServer start(ServerConfig config, PrintWriter out) throws IOException {
        config.dirs().create();
        try {
            return ZabraServer.start(config);
        } catch (BindException e) {
            if (port != null) {
                throw e;
            }
            out.println("Port " + USUAL_PORT + " is taken; another one is used.");
            return ZabraServer.start(
                    config.withClientPort(
                            new ClientPortConfig(ClientPortConfig.ANY_FREE, host, -1)));
        }
    }

    private void banner(PrintWriter out, int bound, Path data, boolean temporary) {
        String name = host.equals("0.0.0.0") ? "localhost" : host;
        String address = name + ":" + bound;
        out.printf(
                """

                Zabra is ready. Connect to

                    %1$s

                  zkCli.sh -server %1$s
                  python3 -c 'import kazoo.client as k; c = k.KazooClient("%1$s"); c.start(); print(c.get_children("/"))'
                  echo ruok | nc %2$s %3$d

                Its data is in %4$s%5$s. Ctrl-C stops it.

                """,
                address, name, bound, data, temporary ? " and goes with it" : "");
        out.flush();
    }

    private static void delete(Path directory) {
        try {
            Files.walkFileTree(
                    directory,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            Files.delete(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(Path dir, IOException failure)
                                throws IOException {
                            Files.delete(dir);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + directory, e);
        }
    }
}
