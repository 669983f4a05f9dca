package zabra.client.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the generator asks of the server. The lower-case name is what a person types. */
public enum Workload {
    READ("getData of a random znode"),
    EXISTS("exists of a random znode"),
    CHILDREN("getChildren of one znode that has --znodes children (10 unless told)"),
    WRITE("setData of a random znode"),
    CREATE("create of persistent znodes, one parent per connection"),
    EPHEMERAL("create and delete of ephemeral znodes, in turns"),
    MIX("getData and setData of random znodes, --reads percent of the former"),
    DEPTH1("setData with one outstanding request per connection: what a waiting client sees");

    private final String description;

    Workload(String description) {
        this.description = description;
    }

    /** One line for a person. */
    public String description() {
        return description;
    }

    /** As a person types it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The workload of that name, in any case. */
    public static Optional<Workload> of(String word) {
        return Arrays.stream(values()).filter(w -> w.word().equalsIgnoreCase(word)).findFirst();
    }
}
