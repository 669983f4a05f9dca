package zabra.server.config;

import java.util.Set;

/**
 * Which four-letter words are answered.
 *
 * @param whitelist the words ({@code 4lw.commands.whitelist}); {@code *} stands for all
 */
public record WordsConfig(Set<String> whitelist) {
    /** Only {@code srvr}, as the reference. */
    public static final WordsConfig DEFAULT = new WordsConfig(Set.of("srvr"));

    public WordsConfig {
        whitelist = Set.copyOf(whitelist);
    }

    public boolean allows(String word) {
        return word.equals("srvr") || whitelist.contains("*") || whitelist.contains(word);
    }
}
