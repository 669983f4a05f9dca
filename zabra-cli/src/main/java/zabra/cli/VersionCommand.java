package zabra.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import zabra.server.words.ServerVersion;

/** Which build this is. */
@Command(
        name = "version",
        description = "Tells which build this is.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Text.class)
final class VersionCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        for (String line : new Text().getVersion()) {
            spec.commandLine().getOut().println(line);
        }
        return ExitCode.OK;
    }

    /** The same for {@code --version}. */
    static final class Text implements IVersionProvider {
        @Override
        public String[] getVersion() {
            ServerVersion version = ServerVersion.CURRENT;
            return new String[] {
                "zabra " + version.version(),
                "revision " + version.commit() + " of " + version.built(),
                "compatible with Apache ZooKeeper " + version.compatible(),
                "on Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
            };
        }
    }
}
