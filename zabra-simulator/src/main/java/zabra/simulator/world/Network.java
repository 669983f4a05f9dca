package zabra.simulator.world;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Connections between hosts, as TCP gives them: each direction in order, with a delay; nothing is
 * lost but with the connection. Where a path is cut, what was sent waits, dials run into their
 * timeout, and nobody is told of anything until the path is whole again.
 */
public final class Network {
    /** What a dial over a path that is cut waits before it fails. */
    private static final long DIAL_TIMEOUT_MICROS = 1_000_000;

    /** Takes what comes on one side of a connection. */
    public interface Receiver {
        /** The next bytes; the array is the receiver's. */
        void bytes(byte[] bytes);

        /** The other side closed, or the connection broke: nothing more comes. Once. */
        void closed();
    }

    /** Takes connections. */
    public interface Listener {
        /** Somebody connected; the receiver returned gets what it sends. */
        Receiver accept(Socket socket);
    }

    private record Listening(Incarnation owner, Listener listener) {}

    final VirtualTime time;
    final Dice dice;
    final Trace trace;
    private final long leastMicros;
    private final long mostMicros;
    private final Map<String, Listening> listeners = new TreeMap<>();
    private final Set<String> cut = new TreeSet<>();
    private final Set<Socket> open = new LinkedHashSet<>();
    private long connections;

    /**
     * @param leastMicros the least delay of a packet
     * @param mostMicros the usual most; one in a hundred takes up to ten times as long
     */
    public Network(VirtualTime time, Dice dice, Trace trace, long leastMicros, long mostMicros) {
        this.time = time;
        this.dice = dice;
        this.trace = trace;
        this.leastMicros = leastMicros;
        this.mostMicros = mostMicros;
    }

    long delay() {
        return dice.between(leastMicros, dice.oneIn(100) ? mostMicros * 10 : mostMicros);
    }

    /** {@code owner} takes connections at {@code address} as long as it lives. */
    public void listen(Incarnation owner, String address, Listener listener) {
        listeners.put(address, new Listening(owner, listener));
    }

    /** Nobody takes connections at {@code address} any more. */
    public void unlisten(String address) {
        listeners.remove(address);
    }

    /**
     * Dials {@code address}, which is a host's name, a colon and whatever; later either calls
     * {@code connected} and returns bytes to the receiver it gives, or calls {@code failed}.
     */
    public void dial(
            Incarnation from,
            String address,
            java.util.function.Function<Socket, Receiver> connected,
            Runnable failed) {
        String host = address.substring(0, address.indexOf(':'));
        if (isCut(from.host(), host) || isCut(host, from.host())) {
            from.after(DIAL_TIMEOUT_MICROS, failed);
            return;
        }
        time.after(
                delay(),
                () -> {
                    Listening there = listeners.get(address);
                    if (there == null || !there.owner.isAlive() || !from.isAlive()) {
                        from.after(delay(), failed);
                        return;
                    }
                    connect(from, there, address, connected);
                });
    }

    private void connect(
            Incarnation from,
            Listening there,
            String address,
            java.util.function.Function<Socket, Receiver> connected) {
        String name = from.name() + ">" + address + "/" + connections++;
        Socket near = new Socket(this, name, from);
        Socket far = new Socket(this, name, there.owner);
        near.pairWith(far);
        far.pairWith(near);
        open.add(near);
        open.add(far);
        trace.line(name, "connects");
        there.owner.after(0, () -> far.receiveWith(there.listener.accept(far)));
        from.after(delay(), () -> near.receiveWith(connected.apply(near)));
    }

    void forget(Socket socket) {
        open.remove(socket);
    }

    /**
     * The process is no more: its connections break.
     *
     * @param silently whether nobody is told, as when a machine loses power or its cable
     */
    public void ended(Incarnation process, boolean silently) {
        listeners.values().removeIf(listening -> listening.owner == process);
        for (Socket socket : List.copyOf(open)) {
            if (socket.owner() == process) {
                socket.die(silently);
            }
        }
    }

    /** Breaks one connection between two servers or to one, if there is any, in mid-sentence. */
    public void breakOne() {
        List<Socket> all = new ArrayList<>(open);
        if (!all.isEmpty()) {
            dice.pick(all).breakOff();
        }
    }

    /**
     * One connection stands on both sides and carries nothing any more, as behind a firewall that
     * forgot it.
     */
    public void swallowOne() {
        List<Socket> all = new ArrayList<>(open);
        if (!all.isEmpty()) {
            dice.pick(all).swallow();
        }
    }

    /** Nothing goes from one host to the other until {@link #mend}. */
    public void cut(String from, String to) {
        if (cut.add(from + ">" + to)) {
            trace.line("network", "cut " + from + ">" + to);
        }
    }

    public void mend(String from, String to) {
        if (cut.remove(from + ">" + to)) {
            trace.line("network", "mended " + from + ">" + to);
            pump();
        }
    }

    /** All paths are whole. */
    public void mendAll() {
        cut.clear();
        trace.line("network", "whole");
        pump();
    }

    private void pump() {
        for (Socket socket : List.copyOf(open)) {
            time.after(delay(), socket::pump);
        }
    }

    public boolean isCut(String from, String to) {
        return cut.contains(from + ">" + to);
    }

    /** Every connection's side that is not closed, oldest first. */
    public void forEachOpen(Consumer<Socket> action) {
        List.copyOf(open).forEach(action);
    }
}
