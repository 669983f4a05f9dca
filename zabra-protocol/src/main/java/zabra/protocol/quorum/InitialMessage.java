package zabra.protocol.quorum;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.MarshallingException;

/**
 * The first bytes on a connection to an election port: who connects, and where it listens for
 * elections itself. Nothing answers it.
 *
 * <pre>
 * long    form: -65536 one address, -65535 a list; 0 or more: an old server, its sid, nothing follows
 * long    sid
 * int     length of the text, 1 … 2048
 * bytes   host:port, in a list joined by |
 * </pre>
 *
 * @param form how it is written
 * @param sid the server that connects; {@link #ANONYMOUS} where it has none
 * @param addresses its election addresses; empty for {@link Form#LEGACY}, and where all were
 *     wildcards when read, for nobody can dial those: use the configured address then
 */
public record InitialMessage(Form form, long sid, List<PeerAddress> addresses) {
    /** What an observer without a number calls itself. */
    public static final long ANONYMOUS = Long.MAX_VALUE;

    /** The longest text of addresses, in bytes. */
    public static final int ADDRESSES_LENGTH_MAX = 2048;

    private static final long ONE_ADDRESS = -65_536;
    private static final long ADDRESS_LIST = -65_535;

    /** How it is written. */
    public enum Form {
        /** Only the sid. */
        LEGACY,
        /** One address; what everybody understands, so what is sent. */
        V1,
        /** A list of addresses; only for servers that were told to have several. */
        V2
    }

    public InitialMessage {
        addresses = List.copyOf(addresses);
    }

    /**
     * The message of a server with one election address, or several.
     *
     * @param multiAddress whether the ensemble was told to use several: older servers do not
     *     understand the list
     */
    public static InitialMessage of(long sid, List<PeerAddress> addresses, boolean multiAddress) {
        return multiAddress
                ? new InitialMessage(Form.V2, sid, addresses)
                : new InitialMessage(Form.V1, sid, addresses.subList(0, 1));
    }

    /** Writes it, wildcards included; the others pass over those. */
    public void write(JuteWriter out) {
        if (form == Form.LEGACY) {
            if (sid < 0) {
                throw new IllegalStateException("legacy initial message of sid " + sid);
            }
            out.writeLong(sid);
            return;
        }
        if (addresses.isEmpty() || (form == Form.V1 && addresses.size() != 1)) {
            throw new IllegalStateException(form + " with addresses " + addresses);
        }
        StringBuilder text = new StringBuilder();
        for (PeerAddress address : addresses) {
            text.append(text.isEmpty() ? "" : "|").append(address);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > ADDRESSES_LENGTH_MAX) {
            throw new IllegalStateException("election addresses of " + bytes.length + " bytes");
        }
        out.writeLong(form == Form.V1 ? ONE_ADDRESS : ADDRESS_LIST)
                .writeLong(sid)
                .writeBuffer(bytes);
    }

    /**
     * Reads one, without wildcard addresses.
     *
     * @throws MarshallingException where it is none: close the connection
     */
    public static InitialMessage read(JuteReader in) {
        long first = in.readLong();
        Form form = form(first);
        if (form == Form.LEGACY) {
            return new InitialMessage(form, first, List.of());
        }
        long sid = in.readLong();
        checkLength(in.peekInt());
        String text = in.readString();
        List<PeerAddress> addresses = new ArrayList<>();
        if (form == Form.V1) {
            add(addresses, text);
        } else {
            int from = 0;
            for (int bar; (bar = text.indexOf('|', from)) >= 0; from = bar + 1) {
                add(addresses, text.substring(from, bar));
            }
            add(addresses, text.substring(from));
        }
        return new InitialMessage(form, sid, addresses);
    }

    private static void add(List<PeerAddress> addresses, String text) {
        PeerAddress address = PeerAddress.parse(text);
        if (address.port() == 0) {
            throw new MarshallingException("election port 0 of " + text);
        }
        if (!address.isWildcard()) {
            addresses.add(address);
        }
    }

    static Form form(long first) {
        if (first >= 0) {
            return Form.LEGACY;
        }
        if (first == ONE_ADDRESS) {
            return Form.V1;
        }
        if (first == ADDRESS_LIST) {
            return Form.V2;
        }
        throw new MarshallingException("initial message of version " + first);
    }

    static int checkLength(int length) {
        if (length < 1 || length > ADDRESSES_LENGTH_MAX) {
            throw new MarshallingException(
                    "election addresses of "
                            + length
                            + " bytes, may be 1.."
                            + ADDRESSES_LENGTH_MAX);
        }
        return length;
    }
}
