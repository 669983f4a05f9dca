package zabra.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import zabra.client.crowd.CrowdException;
import zabra.client.crowd.CrowdOptions;
import zabra.client.crowd.Cue;
import zabra.client.crowd.Occasion;

/** {@code zabra bench crowd}: what only shows with thousands of sessions. */
@Command(
        name = "crowd",
        description = "See what thousands of sessions do to a server; prints one JSON object.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Occasions:",
            "  fanout    one znode is watched by all sessions, and changed",
            "  watches   each session watches --each znodes, which all are changed",
            "  storm     all connect at once, are cut off at once, and come back at once",
            "  expiry    all have --each ephemerals and expire together, while others write",
            "  idle      all do nothing",
            "  gap       one writer per server, and the longest time without an acknowledged write",
            "",
            "With --cues it prints 'cue NAME' where somebody may act on the server, and goes on"
                    + " when",
            "a line comes in.",
            "The server must allow as many connections (maxClientCnxns=0), and both ends as many",
            "file handles (ulimit -n)."
        })
final class CrowdCommand implements Callable<Integer> {
    @Parameters(paramLabel = "OCCASION", description = "fanout, watches, storm, expiry, idle, gap")
    private String occasion;

    @Mixin private Servers servers;

    @Option(names = "--sessions", description = "how many (${DEFAULT-VALUE})")
    private int sessions = 1000;

    @Option(
            names = "--each",
            description = "watches or ephemerals of each session (${DEFAULT-VALUE})")
    private int each = 10;

    @Option(names = "--rounds", description = "repetitions (${DEFAULT-VALUE})")
    private int rounds = 9;

    @Option(names = "--rate", description = "writes a second of onlookers (${DEFAULT-VALUE})")
    private double rate = 2000;

    @Option(names = "--patience", description = "seconds for each step (${DEFAULT-VALUE})")
    private double patience = 120;

    @Option(names = "--cues", description = "wait for a line of input at each cue")
    private boolean cues;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine line = spec.commandLine();
        Occasion chosen =
                Occasion.of(occasion)
                        .orElseThrow(() ->
                                new ParameterException(
                                        line, "There is no occasion '" + occasion + "'."));
        PrintWriter out = line.getOut();
        try {
            Cue cue = cues ? new TypedCue(out) : Cue.NOBODY;
            out.println(chosen.run(options(line), cue).json());
            out.flush();
            return 0;
        } catch (CrowdException e) {
            line.getErr().println("zabra bench crowd: " + e.getMessage());
            return 1;
        }
    }

    private CrowdOptions options(CommandLine line) {
        try {
            return new CrowdOptions(
                    servers.resolved(),
                    sessions,
                    each,
                    rounds,
                    rate,
                    servers.sessionTimeout(),
                    Servers.seconds(patience));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, e.getMessage(), e);
        }
    }

    /** A cue is a line on standard input. */
    private static final class TypedCue implements Cue {
        private final PrintWriter out;

        TypedCue(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void reached(String point) {
            out.println("cue " + point);
            out.flush();
        }

        @Override
        public boolean given() {
            try {
                while (System.in.available() > 0) {
                    if (System.in.read() == '\n') {
                        return true;
                    }
                }
                return false;
            } catch (IOException e) {
                throw new CrowdException("cannot wait for a cue: " + e.getMessage(), e);
            }
        }
    }
}
