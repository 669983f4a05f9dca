package zabra.simulator.machine;

import java.util.ArrayDeque;
import zabra.peer.ClientConnection;
import zabra.peer.Lane;
import zabra.peer.Serving;
import zabra.peer.Transport;
import zabra.protocol.JuteWriter;
import zabra.simulator.world.Incarnation;
import zabra.simulator.world.Network;
import zabra.simulator.world.Socket;

/** A client's connection at the server: what the event loop and its channel are in production. */
final class SimulatedTransport implements Transport, Network.Receiver {
    private final Incarnation process;
    private final Socket socket;
    private final Lane lane;
    private final ClientConnection connection;
    private final JuteWriter queued = new JuteWriter();
    private final ArrayDeque<byte[]> held = new ArrayDeque<>();
    private boolean reading = true;
    private boolean closed;

    SimulatedTransport(
            Incarnation process, Socket socket, Serving serving, Lane lane, Tampering tampering) {
        this.process = process;
        this.socket = socket;
        this.lane = lane;
        this.connection = new ClientConnection(serving, lane, tampering.transport(this));
    }

    // From the network.

    @Override
    public void bytes(byte[] bytes) {
        held.add(bytes);
        read();
    }

    private void read() {
        byte[] bytes;
        while (reading && !closed && (bytes = held.poll()) != null) {
            connection.onBytes(bytes, 0, bytes.length);
            lane.flush();
        }
    }

    @Override
    public void closed() {
        gone();
    }

    private void gone() {
        if (!closed) {
            closed = true;
            connection.onClosed();
        }
    }

    /** The server stops. */
    void finish() {
        if (!closed) {
            connection.finish();
        }
    }

    // From the connection.

    @Override
    public void send(byte[] bytes, int offset, int length) {
        queued.writeBytes(bytes, offset, length);
    }

    @Override
    public void flush() {
        byte[] bytes = queued.toByteArray();
        queued.clear();
        socket.send(bytes);
    }

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public void closeAfterFlush() {
        flush();
        socket.close();
        process.after(0, this::gone);
    }

    @Override
    public void abort() {
        queued.clear();
        socket.abort();
        process.after(0, this::gone);
    }

    @Override
    public void setReading(boolean wanted) {
        reading = wanted;
        if (wanted) {
            process.after(0, this::read);
        }
    }

    @Override
    public String remoteHost() {
        return "127.0.0.1";
    }

    @Override
    public String remoteAddress() {
        return socket.connection();
    }
}
