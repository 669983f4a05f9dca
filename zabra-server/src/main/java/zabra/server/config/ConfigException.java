package zabra.server.config;

import java.util.List;

/** A configuration that no server can be started with: everything that is wrong with it. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    private final List<String> problems;

    public ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each: where, which key, what was given, what is allowed, how to mend it. */
    public List<String> problems() {
        return problems;
    }
}
