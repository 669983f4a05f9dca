package zabra.simulator.machine;

import java.util.Arrays;
import java.util.function.LongFunction;
import zabra.protocol.MarshallingException;
import zabra.protocol.quorum.InitialMessage;
import zabra.protocol.quorum.InitialMessageDecoder;
import zabra.simulator.world.Network;
import zabra.simulator.world.Socket;

/** Somebody connected to an election port: listens until it has said who it is. */
final class ElectionGreeting implements Network.Receiver {
    private final Socket socket;
    private final LongFunction<Network.Receiver> introduced;
    private final InitialMessageDecoder decoder = new InitialMessageDecoder();
    private Network.Receiver next;

    /**
     * @param introduced is told who connected; what it returns gets what follows, null for nobody
     */
    ElectionGreeting(Socket socket, LongFunction<Network.Receiver> introduced) {
        this.socket = socket;
        this.introduced = introduced;
    }

    @Override
    public void bytes(byte[] bytes) {
        int offset = 0;
        try {
            while (next == null && offset < bytes.length && !socket.isClosed()) {
                offset += decoder.feed(bytes, offset, bytes.length - offset);
                InitialMessage message = decoder.take();
                if (message != null) {
                    next = introduced.apply(message.sid());
                }
            }
        } catch (MarshallingException e) {
            socket.close();
            return;
        }
        if (next != null && offset < bytes.length) {
            next.bytes(Arrays.copyOfRange(bytes, offset, bytes.length));
        }
    }

    @Override
    public void closed() {
        if (next != null) {
            next.closed();
        }
    }
}
