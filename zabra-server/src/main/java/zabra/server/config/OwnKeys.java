package zabra.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import zabra.server.config.Known.Applied;
import zabra.server.config.Known.Names;

/** The keys that ZooKeeper does not have. None of them is a system property. */
final class OwnKeys {
    /** So many digits an ordinal may have; a server's number has at most three. */
    private static final int ORDINAL_DIGITS_MAX = 3;

    private static final List<Applied<?>> ALL = new ArrayList<>();

    private OwnKeys() {}

    static final Applied<Integer> HEALTH_PORT =
            key("health.port", Values.whole(0, 65535, ""), HttpPortConfig.NONE);
    static final Applied<String> HEALTH_ADDRESS = key("health.address", Values.text(), "");
    static final Applied<String> CLUSTER_NAME =
            key(
                    "cluster.name",
                    Values.matching(
                            "[A-Za-z0-9][-A-Za-z0-9._/]{0,199}",
                            "up to 200 letters, digits, and - . _ /"),
                    "");
    static final Applied<String> MEMBER_NAME =
            key(
                    "member.name",
                    Values.matching(
                            "(.*-)?[0-9]{1," + ORDINAL_DIGITS_MAX + "}",
                            "a name that ends with a number, such as zabra-0"),
                    "");
    static final Applied<Integer> MEMBER_FIRST = key("member.first", Values.whole(0, 255, ""), 1);

    /** All of them. */
    static List<Applied<?>> all() {
        return List.copyOf(ALL);
    }

    /** What number the server's name makes it; empty where {@code myid} says it. */
    static OptionalLong memberId(Settings settings) {
        String name = settings.get(MEMBER_NAME);
        if (name.isEmpty()) {
            return OptionalLong.empty();
        }
        int ordinal = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
        return OptionalLong.of((long) settings.get(MEMBER_FIRST) + ordinal);
    }

    private static <T> Applied<T> key(String name, Values<T> values, T fallback) {
        Applied<T> key = new Applied<>(Names.plain(name), values, fallback, false);
        ALL.add(key);
        return key;
    }
}
