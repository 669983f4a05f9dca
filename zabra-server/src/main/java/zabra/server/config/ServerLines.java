package zabra.server.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import zabra.consensus.quorum.InvalidMembershipException;
import zabra.consensus.quorum.Member;
import zabra.consensus.quorum.Membership;
import zabra.consensus.quorum.MembershipText;

/**
 * The lines that say who makes up an ensemble: {@code server.N}, {@code group.N}, {@code weight.N},
 * of one file. Each mistake is told with its line.
 */
final class ServerLines {
    /** Session ids begin with so many bits of the server's number. */
    private static final int SID_BITS_MASK = 0xff;

    private static final String SERVER = "server.";
    private static final String HOST = "(?:\\[[^\\]]+]|[^:;|\\[\\]]+)";
    private static final Pattern ADDRESS =
            Pattern.compile(HOST + ":(\\d{1,5}):(\\d{1,5})(?::(\\w+))?");
    private static final Pattern CLIENT = Pattern.compile("(?:" + HOST + ":)?(\\d{1,5})");
    private static final String FORM =
            " does not have the form server_config or server_config;client_config where"
                    + " server_config is the pipe separated list of host:port:port or"
                    + " host:port:port:type and client_config is port or host:port";

    private final List<Given> lines;
    private final Settings settings;
    private final SortedMap<Long, Member> members = new TreeMap<>();
    private final SortedMap<Long, Given> origins = new TreeMap<>();
    private boolean good = true;

    private ServerLines(List<Given> lines, Settings settings) {
        this.lines = lines;
        this.settings = settings;
    }

    /** Reads them, and complains of what is wrong with one alone. */
    static ServerLines read(List<Given> lines, Settings settings) {
        ServerLines read = new ServerLines(lines, settings);
        for (Given line : lines) {
            if (line.name().startsWith(SERVER)) {
                read.server(line);
            }
        }
        return read;
    }

    private void server(Given given) {
        long sid;
        try {
            sid = Long.parseLong(given.name().substring(SERVER.length()));
        } catch (NumberFormatException e) {
            wrong(at(given) + e.getMessage() + "; expected a number after \"server.\"");
            return;
        }
        if (!isOfTheForm(given)) {
            return;
        }
        try {
            Member member = Member.parse(sid, given.value());
            if (members.put(sid, member) != null) {
                wrong(at(given) + "server " + sid + " stands twice; remove one line");
            }
            origins.put(sid, given);
        } catch (InvalidMembershipException e) {
            wrong(given.origin() + ": " + e.getMessage());
        }
    }

    /** The complaints that the reference has words for; {@link Member#parse} knows the rest. */
    private boolean isOfTheForm(Given given) {
        String value = given.value();
        int semicolon = value.indexOf(';');
        String client = semicolon < 0 ? "" : value.substring(semicolon + 1);
        if (!client.isEmpty() && !CLIENT.matcher(client).matches()) {
            return wrong(given.origin() + ": " + value + FORM);
        }
        String servers = semicolon < 0 ? value : value.substring(0, semicolon);
        for (String address : servers.split("\\|", -1)) {
            Matcher matcher = ADDRESS.matcher(address);
            if (!matcher.matches()) {
                return wrong(given.origin() + ": " + value + FORM);
            }
            if (matcher.group(1).equals(matcher.group(2))) {
                return wrong(
                        given.origin()
                                + ": Client and election port must be different! Please update the"
                                + " configuration file on "
                                + given.name());
            }
            String role = matcher.group(3) == null ? "participant" : matcher.group(3);
            if (!List.of("participant", "observer").contains(role.toLowerCase(Locale.ROOT))) {
                return wrong(
                        at(given)
                                + "Unrecognised peertype: "
                                + role
                                + "; expected participant or observer");
            }
        }
        return true;
    }

    private boolean wrong(String problem) {
        good = false;
        settings.problem(problem);
        return false;
    }

    private static String at(Given given) {
        return given.origin() + ": " + given.name() + "=" + given.value() + ": ";
    }

    /** Whether nothing was wrong so far. */
    boolean isGood() {
        return good;
    }

    /** Whether there is any {@code server.N} line, good or not. */
    boolean hasServers() {
        return lines.stream().anyMatch(line -> line.name().startsWith(SERVER));
    }

    /** The lines about groups and weights. */
    List<Given> quorumLines() {
        return lines.stream().filter(line -> !line.name().startsWith(SERVER)).toList();
    }

    SortedMap<Long, Member> members() {
        return members;
    }

    long voterCount() {
        return members.values().stream().filter(Member::isParticipant).count();
    }

    /** Where a member's line stands. */
    Given origin(long sid) {
        return origins.get(sid);
    }

    /** Where the first line stands. */
    String place() {
        return lines.getFirst().origin();
    }

    /** {@code server.1, server.2}. */
    String names() {
        return members.keySet().stream()
                .map(sid -> SERVER + sid)
                .reduce((a, b) -> a + ", " + b)
                .orElse("none");
    }

    /**
     * All lines together.
     *
     * @param multiAddress whether a server may have several addresses
     * @return empty where something is wrong, which is complained of
     */
    Optional<Membership> membership(long version, boolean multiAddress) {
        checkSids();
        members.forEach((sid, member) -> {
            if (member.endpoints().size() > 1 && !multiAddress) {
                wrong(
                        origins.get(sid).origin()
                                + ": Multiple address feature is disabled, but multiple addresses"
                                + " were specified for sid "
                                + sid
                                + "; keep one, or add the line multiAddress.enabled=true");
            }
        });
        if (!good) {
            return Optional.empty();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        lines.forEach(line -> texts.put(line.name(), line.value()));
        try {
            return Optional.of(MembershipText.of(texts).withVersion(version));
        } catch (InvalidMembershipException e) {
            wrong(place() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Two servers that may give out the same session id would each expire the other's. */
    private void checkSids() {
        Map<Long, Long> byBits = new TreeMap<>();
        for (long sid : members.keySet()) {
            Long other = byBits.putIfAbsent(sid & SID_BITS_MASK, sid);
            if (other != null) {
                wrong(
                        at(origins.get(sid))
                                + "servers "
                                + other
                                + " and "
                                + sid
                                + " would give out the same session ids; use numbers from 1 to"
                                + " 255");
            }
        }
    }
}
