package zabra.consensus.quorum;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import zabra.protocol.MarshallingException;
import zabra.protocol.quorum.PeerAddress;

/**
 * One server of an ensemble, as a {@code server.N} line describes it:
 *
 * <pre>
 * address[|address…][;[clientHost:]clientPort]     address = host:quorumPort:electionPort[:role]
 * </pre>
 *
 * <p>The role is {@code participant} (also where it is not said) or {@code observer}; said more
 * than once it must be the same. Without a client host, every address of the machine is meant.
 *
 * @param sid the server's number, at least 0
 * @param endpoints where other servers reach it, at least one, in order of preference
 * @param role whether it votes
 * @param client where clients reach it; empty where this config does not say
 */
public record Member(long sid, List<Endpoint> endpoints, Role role, Optional<PeerAddress> client) {
    private static final String ANY_HOST = "0.0.0.0";

    /** Whether a server votes. */
    public enum Role {
        PARTICIPANT,
        OBSERVER;

        /** As it stands in a config. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One address of a server, with its two ports, which differ.
     *
     * @param host a name or literal address, not resolved
     * @param quorumPort where learners connect while it leads, 1 … 65535
     * @param electionPort where elections are held, 1 … 65535
     */
    public record Endpoint(String host, int quorumPort, int electionPort) {
        public Endpoint {
            checkPort("quorum", new PeerAddress(host, quorumPort));
            checkPort("election", new PeerAddress(host, electionPort));
            if (quorumPort == electionPort) {
                throw new InvalidMembershipException(
                        "quorum and election port of " + host + " are both " + quorumPort);
            }
        }

        private static void checkPort(String what, PeerAddress address) {
            if (address.port() == 0) {
                throw new InvalidMembershipException(what + " port 0 of " + address.host());
            }
        }

        /** Where learners connect. */
        public PeerAddress quorumAddress() {
            return new PeerAddress(host, quorumPort);
        }

        /** Where elections are held. */
        public PeerAddress electionAddress() {
            return new PeerAddress(host, electionPort);
        }

        @Override
        public String toString() {
            return quorumAddress() + ":" + electionPort;
        }
    }

    public Member {
        endpoints = List.copyOf(endpoints);
        if (sid < 0) {
            throw new InvalidMembershipException("server number " + sid + " is negative");
        }
        if (endpoints.isEmpty()) {
            throw new InvalidMembershipException("server " + sid + " has no address");
        }
    }

    /**
     * Reads what stands behind {@code server.N=}.
     *
     * @throws InvalidMembershipException where it is not of the form above
     */
    public static Member parse(long sid, String text) {
        try {
            return parseParts(sid, text);
        } catch (MarshallingException | InvalidMembershipException e) {
            throw new InvalidMembershipException(
                    "server." + sid + "=" + text + ": " + e.getMessage());
        }
    }

    private static Member parseParts(long sid, String text) {
        int semicolon = text.indexOf(';');
        String servers = semicolon < 0 ? text : text.substring(0, semicolon);
        // An empty client part says no more than none, here as in ZooKeeper.
        Optional<PeerAddress> client =
                semicolon < 0 || semicolon + 1 == text.length()
                        ? Optional.empty()
                        : Optional.of(parseClient(text.substring(semicolon + 1)));
        List<Endpoint> endpoints = new ArrayList<>();
        Role role = null;
        int from = 0;
        while (from <= servers.length()) {
            int bar = servers.indexOf('|', from);
            int end = bar < 0 ? servers.length() : bar;
            List<String> parts = PeerAddress.split(servers.substring(from, end));
            if (parts.size() < 3 || parts.size() > 4) {
                throw new InvalidMembershipException(
                        "not host:quorumPort:electionPort[:role][;[clientHost:]clientPort]");
            }
            endpoints.add(
                    new Endpoint(
                            parts.get(0),
                            PeerAddress.parsePort(parts.get(1)),
                            PeerAddress.parsePort(parts.get(2))));
            if (parts.size() == 4) {
                Role said = parseRole(parts.get(3));
                if (role != null && role != said) {
                    throw new InvalidMembershipException("both participant and observer");
                }
                role = said;
            }
            from = end + 1;
        }
        return new Member(sid, endpoints, role == null ? Role.PARTICIPANT : role, client);
    }

    private static Role parseRole(String text) {
        for (Role role : Role.values()) {
            if (role.toString().equalsIgnoreCase(text)) {
                return role;
            }
        }
        throw new InvalidMembershipException("role \"" + text + "\": participant or observer");
    }

    private static PeerAddress parseClient(String text) {
        return PeerAddress.split(text).size() == 1 && !text.startsWith("[")
                ? new PeerAddress(ANY_HOST, PeerAddress.parsePort(text))
                : PeerAddress.parse(text);
    }

    /** Whether it votes. */
    public boolean isParticipant() {
        return role == Role.PARTICIPANT;
    }

    /** What stands behind {@code server.N=}; the role is always said. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Endpoint endpoint : endpoints) {
            text.append(text.isEmpty() ? "" : "|").append(endpoint);
        }
        text.append(':').append(role);
        client.ifPresent(address -> text.append(';').append(address));
        return text.toString();
    }
}
