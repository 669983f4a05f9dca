package zabra.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A key that somebody declared, and what becomes of it. */
sealed interface Known {
    /** The name in the file, and every other that is taken for it. */
    Names names();

    /**
     * What the reference calls it.
     *
     * @param key in the file
     * @param property whether and how it is a system property too
     * @param aliases the manual's friendlier names, which the reference takes for nothing
     */
    record Names(String key, Property property, List<String> aliases) {
        private static final String PREFIX = "zookeeper.";

        static Names plain(String key) {
            return new Names(key, Property.NONE, List.of());
        }

        static Names prefixed(String key, String... aliases) {
            return new Names(key, Property.PREFIXED, List.of(aliases));
        }

        static Names raw(String key) {
            return new Names(key, Property.RAW, List.of());
        }

        /** Every spelling the file, the environment and the command line may use. */
        List<String> inFile() {
            List<String> all = new ArrayList<>();
            all.add(key);
            all.addAll(aliases);
            if (property.isPrefixed()) {
                all.add(PREFIX + key);
                for (String alias : aliases) {
                    all.add(PREFIX + alias);
                }
            }
            return all;
        }

        /** Every system property that sets it. */
        List<String> asProperty() {
            List<String> all = new ArrayList<>();
            if (property.isPrefixed()) {
                all.add(PREFIX + key);
                for (String alias : aliases) {
                    all.add(PREFIX + alias);
                }
            }
            if (property.isRaw()) {
                all.add(key);
            }
            return all;
        }
    }

    /** How a key is a system property. */
    enum Property {
        /** Not at all. */
        NONE,
        /** {@code zookeeper.} and the key. */
        PREFIXED,
        /** The key itself. */
        RAW,
        /** Both. */
        PREFIXED_AND_RAW;

        boolean isPrefixed() {
            return this == PREFIXED || this == PREFIXED_AND_RAW;
        }

        boolean isRaw() {
            return this == RAW || this == PREFIXED_AND_RAW;
        }
    }

    /**
     * Its value is read.
     *
     * @param fallback when nobody gave it
     * @param secret never shown
     */
    record Applied<T>(Names names, Values<T> values, T fallback, boolean secret) implements Known {}

    /**
     * Taken, and nothing comes of it.
     *
     * @param why completes "has no effect: …"
     * @param quiet values that ask for what is the case anyway; none of a warning
     */
    record Idle(Names names, String why, Set<String> quiet) implements Known {}

    /**
     * Asks for what this server cannot do, and what it would be wrong to start without.
     *
     * @param harmless values that do not ask for it
     * @param why completes "…: "
     */
    record Refused(Names names, Set<String> harmless, String why) implements Known {}
}
