package zabra.client.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import zabra.protocol.ConnectRequest;
import zabra.protocol.ConnectResponse;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.MarshallingException;

/** How a connection begins: a socket, the request for a new session, and the answer to it. */
final class Opening {
    private Opening() {}

    /**
     * A connected, non-blocking channel on which a session was asked for.
     *
     * @throws BenchException where the server cannot be reached
     */
    static SocketChannel ask(
            InetSocketAddress server, int sessionTimeoutMillis, int patienceMillis) {
        try {
            SocketChannel channel = SocketChannel.open();
            try {
                channel.socket().setTcpNoDelay(true);
                channel.socket().connect(resolved(server), patienceMillis);
                channel.write(request(sessionTimeoutMillis));
                channel.configureBlocking(false);
                return channel;
            } catch (IOException | BenchException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new BenchException(
                    "cannot connect to "
                            + server.getHostString()
                            + ":"
                            + server.getPort()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * Looks at the server's first frame.
     *
     * @throws BenchException where it is not a session
     */
    static void check(LoadConnection connection, byte[] frame) {
        ConnectResponse response;
        try {
            response = ConnectResponse.read(new JuteReader(frame));
        } catch (MarshallingException e) {
            throw Complaint.notTheProtocol(connection, e);
        }
        if (response.isRefused()) {
            throw Complaint.sessionRefused(connection);
        }
    }

    private static InetSocketAddress resolved(InetSocketAddress server) {
        InetSocketAddress resolved =
                server.isUnresolved()
                        ? new InetSocketAddress(server.getHostString(), server.getPort())
                        : server;
        if (resolved.isUnresolved()) {
            throw new BenchException("unknown host " + server.getHostString());
        }
        return resolved;
    }

    private static ByteBuffer request(int sessionTimeoutMillis) {
        JuteWriter request = new JuteWriter();
        int mark = request.beginFrame();
        new ConnectRequest(0, 0, sessionTimeoutMillis, 0, new byte[16], true, false).write(request);
        request.endFrame(mark);
        return ByteBuffer.wrap(request.array(), 0, request.position());
    }
}
