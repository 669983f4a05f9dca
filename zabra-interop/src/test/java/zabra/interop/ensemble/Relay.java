package zabra.interop.ensemble;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way from one server to one port of another: listens, dials on, and copies bytes both ways.
 * Cut, it moves nothing; what was under way arrives after it is healed, as with TCP over a broken
 * cable. Methods may be called by any thread.
 */
final class Relay implements AutoCloseable {
    private static final int BACKLOG = 64;
    private static final int DIAL_MILLIS = 5_000;
    private static final int BUFFER = 1 << 16;

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition healed = lock.newCondition();
    private boolean cut;
    private boolean closed;

    /** Listens at once; {@code target} is dialed for each connection that comes. */
    Relay(InetAddress address, int port, InetSocketAddress target) throws IOException {
        this.target = target;
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(address, port), BACKLOG);
        Thread.ofVirtual().name("relay " + target).start(this::accept);
    }

    /** Moves nothing from now on. */
    void cut() {
        lock.lock();
        try {
            cut = true;
        } finally {
            lock.unlock();
        }
    }

    /** Moves what waits, and what comes. */
    void heal() {
        lock.lock();
        try {
            cut = false;
            healed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Closes all connections there are; new ones may come. */
    void reset() {
        sockets.forEach(Relay::closeQuietly);
        sockets.clear();
    }

    private void accept() {
        while (true) {
            try {
                Socket near = listener.accept();
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket near) {
        sockets.add(near);
        Socket far = new Socket();
        sockets.add(far);
        try {
            awaitHealed();
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            far.connect(target, DIAL_MILLIS);
            Thread back = Thread.ofVirtual().start(() -> copy(far, near));
            copy(near, far);
            back.join();
        } catch (IOException e) {
            // The other server is not there: the dialer finds its connection closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forget(near);
            forget(far);
        }
    }

    /** Until one side ends; then the other hears of it, unless the way is cut. */
    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitHealed();
                out.write(buffer, 0, n);
            }
            awaitHealed();
            to.shutdownOutput();
        } catch (IOException e) {
            closeLater(from, to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A reset passes a cut way as little as bytes do. */
    private void closeLater(Socket from, Socket to) {
        try {
            awaitHealed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private void awaitHealed() throws InterruptedException {
        lock.lock();
        try {
            while (cut && !closed) {
                healed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void forget(Socket socket) {
        sockets.remove(socket);
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            healed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            listener.close();
        } catch (IOException e) {
            // It is gone either way.
        }
        reset();
    }
}
