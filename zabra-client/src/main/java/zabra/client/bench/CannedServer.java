package zabra.client.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import zabra.protocol.MarshallingException;
import zabra.protocol.OpCode;

/**
 * A server that does nothing but the unavoidable: it reads requests, makes the writes among them
 * durable if told to, and sends canned replies, all on the one thread that calls {@link #run}. What
 * it reaches is the limit of the machine, its sockets and its disk; no real server gets there.
 *
 * <p>With a log, a wake-up's writes are one batch: one write, one sync, and only then the replies.
 * The next setData, whatever its path, is an event for every connection that has asked for data
 * with a watch.
 */
public final class CannedServer implements Runnable, AutoCloseable {
    private static final int BUFFER_LENGTH = 256 << 10;
    private static final int FRAME_MAX = 4 << 20;

    /** Crowds come at once; the system takes as much of it as it allows. */
    private static final int BACKLOG = 1 << 16;

    private final ServerSocketChannel listener;
    private final Selector selector;
    private final CannedReplies replies;
    private final GroupCommit log;
    private final ByteBuffer in = ByteBuffer.allocateDirect(FRAME_MAX + BUFFER_LENGTH);
    private final List<Client> answered = new ArrayList<>();
    private final List<Client> watching = new ArrayList<>();
    private volatile boolean closing;

    /** One connection; {@code out} holds replies that have not been sent. */
    private static final class Client {
        final SocketChannel channel;
        final SelectionKey key;
        boolean connected;
        boolean ending;
        ByteBuffer partial = ByteBuffer.allocate(0);
        ByteBuffer out = ByteBuffer.allocateDirect(16 << 10);

        Client(SocketChannel channel, SelectionKey key) {
            this.channel = channel;
            this.key = key;
        }
    }

    private CannedServer(
            ServerSocketChannel listener,
            Selector selector,
            CannedReplies replies,
            GroupCommit log) {
        this.listener = listener;
        this.selector = selector;
        this.replies = replies;
        this.log = log;
    }

    /** As {@link #open(InetSocketAddress, int, int, Path)} with ten children. */
    public static CannedServer open(InetSocketAddress address, int dataSize, Path log)
            throws IOException {
        return open(address, dataSize, 10, log);
    }

    /**
     * Listens; {@link #run} serves.
     *
     * @param address port 0 for any free port, see {@link #port}
     * @param dataSize bytes of data every znode seems to hold
     * @param childCount children every znode seems to have
     * @param log a file to make writes durable in, null for none; it is overwritten
     */
    public static CannedServer open(
            InetSocketAddress address, int dataSize, int childCount, Path log) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(address, BACKLOG);
            listener.configureBlocking(false);
            Selector selector = Selector.open();
            listener.register(selector, SelectionKey.OP_ACCEPT);
            GroupCommit commit = log == null ? null : new GroupCommit(log);
            CannedReplies replies = new CannedReplies(dataSize, childCount);
            return new CannedServer(listener, selector, replies, commit);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    /** Where it listens. */
    public int port() {
        return listener.socket().getLocalPort();
    }

    /** Serves until {@link #close}. */
    @Override
    public void run() {
        try {
            while (!closing) {
                selector.select(this::onReady);
                if (log != null) {
                    log.commit();
                }
                for (Client client : answered) {
                    send(client);
                }
                answered.clear();
            }
        } catch (IOException e) {
            throw new BenchException("the canned server failed: " + e.getMessage(), e);
        } finally {
            release();
        }
    }

    /** Ends {@link #run}, which then closes the sockets. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
    }

    private void release() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
            if (log != null) {
                log.close();
            }
        } catch (IOException e) {
            throw new BenchException("the canned server could not end: " + e.getMessage(), e);
        }
    }

    private void onReady(SelectionKey key) {
        if (!(key.attachment() instanceof Client client)) {
            accept();
            return;
        }
        try {
            if (key.isReadable()) {
                read(client);
            }
            if (client.out.position() > 0 || client.ending) {
                answered.add(client);
            }
        } catch (IOException | MarshallingException e) {
            drop(client);
        }
    }

    private void accept() {
        try {
            SocketChannel channel = listener.accept();
            if (channel == null) {
                return;
            }
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            key.attach(new Client(channel, key));
        } catch (IOException e) {
            throw new BenchException("cannot accept a connection: " + e.getMessage(), e);
        }
    }

    private static void drop(Client client) {
        client.key.cancel();
        try {
            client.channel.close();
        } catch (IOException e) {
            // It is gone either way.
            return;
        }
    }

    private void read(Client client) throws IOException {
        in.clear();
        in.put(client.partial);
        if (client.channel.read(in) < 0) {
            drop(client);
            return;
        }
        in.flip();
        while (in.remaining() >= 4) {
            int start = in.position() + 4;
            int length = in.getInt(in.position());
            if (length < 0 || length > FRAME_MAX - 4) {
                drop(client);
                return;
            }
            if (in.remaining() - 4 < length) {
                break;
            }
            onFrame(client, start, length);
            in.position(start + length);
        }
        keep(client);
    }

    private void keep(Client client) {
        if (client.partial.capacity() < in.remaining()) {
            client.partial = ByteBuffer.allocate(in.remaining() * 2);
        }
        client.partial.clear().put(in).flip();
    }

    private void onFrame(Client client, int start, int length) throws IOException {
        makeRoom(client, length + replies.longest());
        if (!client.connected) {
            byte[] request = new byte[length];
            in.get(start, request);
            replies.answerConnect(request, client.out);
            client.connected = true;
            return;
        }
        if (!CannedReplies.isSound(in, start, length)) {
            throw new MarshallingException("request of " + length + " bytes");
        }
        if (log != null && CannedReplies.isWrite(in, start)) {
            log.append(in, start, length);
        }
        watch(client, start, length);
        client.ending |= in.getInt(start + 4) == OpCode.CLOSE_SESSION.code();
        replies.answer(in, start, client.out);
    }

    private void watch(Client client, int start, int length) {
        if (CannedReplies.asksForWatch(in, start, length)) {
            watching.add(client);
        } else if (!watching.isEmpty() && CannedReplies.isChange(in, start, length)) {
            for (Client watcher : watching) {
                makeRoom(watcher, length + CannedReplies.EVENT_LENGTH);
                CannedReplies.tell(in, start, watcher.out);
                answered.add(watcher);
            }
            watching.clear();
        }
    }

    private static void makeRoom(Client client, int length) {
        if (client.out.remaining() < length) {
            int capacity = Math.max(client.out.capacity() * 2, client.out.position() + length);
            client.out = ByteBuffer.allocateDirect(capacity).put(client.out.flip());
        }
    }

    private void send(Client client) {
        if (!client.channel.isOpen()) {
            return;
        }
        try {
            client.out.flip();
            client.channel.write(client.out);
            boolean more = client.out.hasRemaining();
            client.out.compact();
            // A client that does not read is not read from either.
            int interest = more ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (client.key.interestOps() != interest) {
                client.key.interestOps(interest);
            }
            if (client.ending && !more) {
                drop(client);
            }
        } catch (IOException e) {
            drop(client);
        }
    }
}
