package zabra.interop.server;

import java.util.List;

/** Whose server a process runs. */
public enum ServerKind {
    ZABRA("zabra.cli.Main"),
    REFERENCE("org.apache.zookeeper.server.quorum.QuorumPeerMain");

    private final String mainClass;

    ServerKind(String mainClass) {
        this.mainClass = mainClass;
    }

    /** The server under test: {@code -Dinterop.server=zabra} (the default) or {@code reference}. */
    public static ServerKind underTest() {
        return switch (System.getProperty("interop.server", "zabra")) {
            case "zabra" -> ZABRA;
            case "reference" -> REFERENCE;
            case String other ->
                    throw new IllegalArgumentException(
                            "-Dinterop.server is " + other + ", neither zabra nor reference");
        };
    }

    /** The class whose {@code main} runs a server. */
    public String mainClass() {
        return mainClass;
    }

    /** The arguments that start a server with this configuration file. */
    public List<String> arguments(String configFile) {
        return switch (this) {
            case ZABRA -> List.of("server", configFile);
            case REFERENCE -> List.of(configFile);
        };
    }
}
