package zabra.server.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code server.N} lines mean to a server that stands alone. */
final class ServerLines {
    private static final String HOST = "(\\[[^\\]]+]|[^:;|\\[\\]]+)";
    private static final Pattern ADDRESS =
            Pattern.compile(HOST + ":(\\d{1,5}):(\\d{1,5})(?::(\\w+))?");
    private static final Pattern CLIENT = Pattern.compile("(?:" + HOST + ":)?(\\d{1,5})");
    private static final String FORM =
            " does not have the form server_config or server_config;client_config where"
                    + " server_config is the pipe separated list of host:port:port or"
                    + " host:port:port:type and client_config is port or host:port";

    /** Where clients connect; port 0 where the line does not say. */
    record ClientAddress(String host, int port) {
        static final ClientAddress NONE = new ClientAddress("", 0);
    }

    private ServerLines() {}

    /** Judges the lines; answers the client address that the only one names. */
    static ClientAddress judge(SortedMap<String, Given> servers, Settings settings) {
        int voters = 0;
        ClientAddress client = ClientAddress.NONE;
        for (Map.Entry<String, Given> server : servers.entrySet()) {
            Given given = server.getValue();
            try {
                Long.parseLong(server.getKey());
            } catch (NumberFormatException e) {
                settings.problem(
                        at(given) + e.getMessage() + "; expected a number after \"server.\"");
            }
            if (isVoter(given, settings)) {
                voters++;
            }
            client = clientAddress(given, settings);
        }
        if (servers.size() > 1) {
            refuse(servers, voters, settings);
        } else if (servers.size() == 1) {
            Given only = servers.get(servers.firstKey());
            if (voters == 0) {
                settings.problem(
                        at(only) + "Observers w/o participants is an invalid configuration");
            }
            settings.warn(
                    only.origin()
                            + ": Invalid configuration, only one server specified (ignoring): the"
                            + " server stands alone");
        }
        return client;
    }

    private static void refuse(SortedMap<String, Given> servers, int voters, Settings settings) {
        Given first = servers.get(servers.firstKey());
        String names = "server." + String.join(", server.", servers.keySet());
        settings.problem(
                first.origin()
                        + ": "
                        + names
                        + ": this build serves standalone only, and these make an ensemble of "
                        + servers.size()
                        + " ("
                        + voters
                        + " voting); leave one server line or none");
    }

    private static boolean isVoter(Given given, Settings settings) {
        boolean voter = true;
        for (String address : serverPart(given).split("\\|", -1)) {
            Matcher matcher = ADDRESS.matcher(address.strip());
            if (!matcher.matches()) {
                settings.problem(given.origin() + ": " + given.value() + FORM);
                return true;
            }
            if (matcher.group(2).equals(matcher.group(3))) {
                settings.problem(
                        given.origin()
                                + ": Client and election port must be different! Please update the"
                                + " configuration file on "
                                + given.name());
            }
            String role = matcher.group(4) == null ? "participant" : matcher.group(4);
            if (!List.of("participant", "observer").contains(role.toLowerCase(Locale.ROOT))) {
                settings.problem(
                        at(given)
                                + "Unrecognised peertype: "
                                + role
                                + "; expected participant or observer");
            }
            voter = !role.equalsIgnoreCase("observer");
        }
        return voter;
    }

    private static ClientAddress clientAddress(Given given, Settings settings) {
        int semicolon = given.value().indexOf(';');
        if (semicolon < 0) {
            return ClientAddress.NONE;
        }
        String text = given.value().substring(semicolon + 1).strip();
        Matcher matcher = CLIENT.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65535) {
            settings.problem(given.origin() + ": " + given.value() + FORM);
            return ClientAddress.NONE;
        }
        String host = matcher.group(1) == null ? "" : matcher.group(1);
        return new ClientAddress(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                Integer.parseInt(matcher.group(2)));
    }

    private static String serverPart(Given given) {
        int semicolon = given.value().indexOf(';');
        return semicolon < 0 ? given.value() : given.value().substring(0, semicolon);
    }

    private static String at(Given given) {
        return given.origin() + ": " + given.name() + "=" + given.value() + ": ";
    }
}
