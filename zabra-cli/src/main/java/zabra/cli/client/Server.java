package zabra.cli.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import zabra.client.RefusedException;
import zabra.client.Session;

/** Which server is asked. */
final class Server {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int PORT_MAX = 65_535;

    @Option(
            names = {"-s", "--server"},
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:2181",
            converter = Address.class,
            description = "The server to ask (localhost:2181).")
    private InetSocketAddress address;

    /** What is done in a session, about one znode. */
    interface Request {
        void in(Session session) throws IOException;
    }

    /** Does it in a session of its own; a refusal names the znode. */
    void ask(String path, Request request) throws IOException {
        try (Session session = Session.open(address(), PATIENCE_MILLIS)) {
            request.in(session);
        } catch (RefusedException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    String word(String word) throws IOException {
        return Session.word(address(), word, PATIENCE_MILLIS);
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(address.getHostString(), address.getPort());
    }

    /** {@code HOST:PORT}; the host may be an IPv6 address in brackets. */
    static final class Address implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String text) {
            int colon = text.lastIndexOf(':');
            String host = colon < 0 ? "" : text.substring(0, colon);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            int port = -1;
            try {
                port = Integer.parseInt(text.substring(colon + 1));
            } catch (NumberFormatException e) {
                // Told below.
            }
            if (host.isEmpty() || port < 1 || port > PORT_MAX) {
                throw new TypeConversionException("'" + text + "' is no HOST:PORT");
            }
            return InetSocketAddress.createUnresolved(host, port);
        }
    }
}
