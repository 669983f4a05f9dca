package zabra.consensus.quorum;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The text of a {@link Membership}: lines divided by {@code \n}, no empty one at the end.
 *
 * <pre>
 * server.N=…          see {@link Member}
 * group.G=N:N:N       where any group or weight stands, quorums are hierarchical
 * weight.N=W
 * version=HEX         last; 0 where there is none
 * </pre>
 *
 * <p>Numbers are decimal. Read in any order, with blank lines, blanks around a line, key and value,
 * and comments behind {@code #}; other keys, and keys that stand twice, are refused.
 */
public final class MembershipText {
    private static final String SERVER = "server.";
    private static final String GROUP = "group.";
    private static final String WEIGHT = "weight.";
    private static final String VERSION = "version";
    private static final int HEX = 16;

    private MembershipText() {}

    /**
     * Reads a text.
     *
     * @throws InvalidMembershipException with the line that is wrong, or what is wrong together
     */
    public static Membership parse(String text) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            String stripped = line.strip();
            if (stripped.isEmpty() || stripped.startsWith("#")) {
                continue;
            }
            int equals = stripped.indexOf('=');
            if (equals < 0) {
                throw new InvalidMembershipException(stripped + ": not key=value");
            }
            String key = stripped.substring(0, equals).strip();
            if (lines.put(key, stripped.substring(equals + 1).strip()) != null) {
                throw new InvalidMembershipException(key + " stands twice");
            }
        }
        return of(lines);
    }

    /**
     * Builds what keys and values say, as they stand in a text or in {@code zoo.cfg}.
     *
     * @throws InvalidMembershipException as {@link #parse}
     */
    public static Membership of(Map<String, String> lines) {
        SortedMap<Long, Member> members = new TreeMap<>();
        SortedMap<Long, Set<Long>> groups = new TreeMap<>();
        SortedMap<Long, Long> weights = new TreeMap<>();
        long version = 0;
        for (Map.Entry<String, String> line : lines.entrySet()) {
            String key = line.getKey();
            String value = line.getValue();
            if (key.startsWith(SERVER)) {
                long sid = number(key, value, key.substring(SERVER.length()));
                putOnce(members, sid, Member.parse(sid, value), key);
            } else if (key.startsWith(GROUP)) {
                long group = number(key, value, key.substring(GROUP.length()));
                putOnce(groups, group, parseGroup(key, value), key);
            } else if (key.startsWith(WEIGHT)) {
                long sid = number(key, value, key.substring(WEIGHT.length()));
                putOnce(weights, sid, number(key, value, value), key);
            } else if (key.equals(VERSION)) {
                version = parseVersion(value);
            } else {
                throw new InvalidMembershipException(
                        key + ": a config has server.N, group.N, weight.N and version");
            }
        }
        SortedSet<Long> voters = Membership.participants(members.values());
        Quorums quorums =
                groups.isEmpty() && weights.isEmpty()
                        ? new Majority(voters)
                        : new Hierarchical(voters, groups, weights);
        return new Membership(version, members, quorums);
    }

    private static <V> void putOnce(SortedMap<Long, V> map, long number, V value, String key) {
        // server.1 and server.01 are two keys of one server.
        if (map.put(number, value) != null) {
            throw new InvalidMembershipException(key + ": number " + number + " stands twice");
        }
    }

    private static SortedSet<Long> parseGroup(String key, String value) {
        SortedSet<Long> group = new TreeSet<>();
        for (String sid : value.split(":", -1)) {
            if (!group.add(number(key, value, sid))) {
                throw new InvalidMembershipException(
                        key + "=" + value + ": server " + sid + " stands twice");
            }
        }
        return group;
    }

    private static long number(String key, String value, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new InvalidMembershipException(
                    key + "=" + value + ": \"" + text + "\" is no number");
        }
    }

    /**
     * Reads a version, as it also stands at the end of a dynamic file's name.
     *
     * @throws InvalidMembershipException where it is not hexadecimal, or negative
     */
    public static long parseVersion(String hex) {
        try {
            long version = Long.parseLong(hex, HEX);
            if (version >= 0) {
                return version;
            }
        } catch (NumberFormatException e) {
            // Refused below, as a negative one is.
        }
        throw new InvalidMembershipException("version=" + hex + ": no hexadecimal number from 0");
    }

    /** The text of {@code membership}: servers, groups, weights, each by number, then version. */
    static String print(Membership membership) {
        StringJoiner text = new StringJoiner("\n");
        membership.members().forEach((sid, member) -> text.add(SERVER + sid + "=" + member));
        switch (membership.quorums()) {
            case Majority majority -> {}
            case Hierarchical quorums -> {
                quorums.groups()
                        .forEach((group, sids) -> {
                            StringJoiner members = new StringJoiner(":");
                            sids.forEach(sid -> members.add(sid.toString()));
                            text.add(GROUP + group + "=" + members);
                        });
                quorums.weights().forEach((sid, weight) -> text.add(WEIGHT + sid + "=" + weight));
            }
        }
        return text.add(VERSION + "=" + Long.toHexString(membership.version())).toString();
    }
}
