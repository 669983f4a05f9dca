package zabra.server.config;

import java.util.List;

/**
 * What reading came to.
 *
 * @param config what the server is told
 * @param warnings what an operator should know, one line each, in the order it was given
 * @param settings every key that was given and applied: name, value and where it was given; secrets
 *     are left out
 */
public record LoadedConfig(ServerConfig config, List<String> warnings, List<String> settings) {
    public LoadedConfig {
        warnings = List.copyOf(warnings);
        settings = List.copyOf(settings);
    }
}
