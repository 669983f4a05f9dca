package zabra.protocol.quorum;

import java.util.ArrayList;
import java.util.List;
import zabra.protocol.MarshallingException;

/**
 * Where a server listens, as text: a name or literal address, never resolved here, and a port.
 * Written {@code host:port}, an IPv6 literal in brackets.
 *
 * @param host not empty; an IPv6 literal without its brackets
 * @param port 0 … 65535
 */
public record PeerAddress(String host, int port) {
    private static final int PORT_MAX = 65_535;

    /**
     * @throws MarshallingException where there is no host, or no such port
     */
    public PeerAddress {
        if (host.isEmpty() || !isPrintable(host)) {
            throw new MarshallingException("no host name: \"" + host + "\"");
        }
        if (port < 0 || port > PORT_MAX) {
            throw new MarshallingException("port " + port + " outside 0.." + PORT_MAX);
        }
    }

    /** Nothing that would end a name in any text that holds one. */
    private static boolean isPrintable(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c <= ' ' || c == 0x7f || c == '[' || c == ']' || c == '|' || c == ';' || c == ',') {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads {@code host:port}.
     *
     * @throws MarshallingException where it is not one
     */
    public static PeerAddress parse(String text) {
        List<String> parts = split(text);
        if (parts.size() != 2) {
            throw new MarshallingException("not host:port: \"" + text + "\"");
        }
        return new PeerAddress(parts.get(0), parsePort(parts.get(1)));
    }

    /**
     * The parts of {@code text} between colons; the first may stand in brackets, which are taken
     * off and keep its colons.
     *
     * @throws MarshallingException where a bracket does not close
     */
    public static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            if (close < 0 || (close + 1 < text.length() && text.charAt(close + 1) != ':')) {
                throw new MarshallingException("bracket not closed: \"" + text + "\"");
            }
            parts.add(text.substring(1, close));
            if (close + 1 == text.length()) {
                return parts;
            }
            from = close + 2;
        }
        for (int colon; (colon = text.indexOf(':', from)) >= 0; from = colon + 1) {
            parts.add(text.substring(from, colon));
        }
        parts.add(text.substring(from));
        return parts;
    }

    /**
     * Reads a port, decimal digits only.
     *
     * @throws MarshallingException where it is none
     */
    public static int parsePort(String text) {
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || port > PORT_MAX) {
                throw new MarshallingException("no port: \"" + text + "\"");
            }
            port = port * 10 + digit;
        }
        if (text.isEmpty() || port > PORT_MAX) {
            throw new MarshallingException("no port: \"" + text + "\"");
        }
        return port;
    }

    /** Whether the host means every address of its machine, so that nobody else can dial it. */
    public boolean isWildcard() {
        if (host.equals("0.0.0.0")) {
            return true;
        }
        // IPv6 in any spelling: ::, 0::0, 0:0:0:0:0:0:0:0.
        boolean colon = false;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != ':' && c != '0') {
                return false;
            }
            colon |= c == ':';
        }
        return colon;
    }

    /** The host as it stands before a colon: an IPv6 literal in brackets. */
    public String hostText() {
        return host.indexOf(':') >= 0 ? '[' + host + ']' : host;
    }

    @Override
    public String toString() {
        return hostText() + ':' + port;
    }
}
