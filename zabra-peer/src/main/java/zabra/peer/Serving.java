package zabra.peer;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import zabra.protocol.ConnectRequest;
import zabra.protocol.Id;
import zabra.protocol.JuteReader;
import zabra.tree.acl.Acls;
import zabra.tree.acl.AuthProvider;
import zabra.tree.acl.Authentication;

/** What all connections of a peer share. Any thread. */
public final class Serving {
    private final PeerOptions options;
    private final Clock clock;
    private final Replica replica;
    private final ReadExecutor reads;
    private final Acls acls;
    private final PeerEvents events;
    private final ConnectionThrottle throttle;
    private final AtomicLong largeBytes = new AtomicLong();

    Serving(
            PeerOptions options,
            Clock clock,
            Replica replica,
            ReadExecutor reads,
            Acls acls,
            PeerEvents events,
            RandomGenerator random) {
        this.options = options;
        this.clock = clock;
        this.replica = replica;
        this.reads = reads;
        this.acls = acls;
        this.events = events;
        this.throttle =
                new ConnectionThrottle(
                        options.connectionThrottle(), random, clock.monotonicMillis());
    }

    public PeerOptions options() {
        return options;
    }

    Clock clock() {
        return clock;
    }

    ReadExecutor reads() {
        return reads;
    }

    /** The last applied transaction, as published by the replica. */
    long lastZxid() {
        return replica.lastZxid();
    }

    /** Brings it to the replica when the lane's batch of input ends. */
    void bring(Inbound message) {
        replica.bring(message);
    }

    void disconnected(ClientConnection connection) {
        replica.submit(new Inbound.Disconnected(connection));
    }

    /** Whether this client may be served here; where not, it is closed without an answer. */
    boolean admit(ConnectRequest request) {
        // A client that saw a later state must not be shown an earlier one. The replica checks
        // again
        // when it opens the session; here the answer is only sooner.
        if (request.lastZxidSeen() > lastZxid()) {
            events.clientAhead(request.lastZxidSeen(), lastZxid());
            return false;
        }
        return throttle.admit(request.sessionId() != 0, clock.monotonicMillis());
    }

    /** How fast sessions may be opened. */
    public ConnectionThrottle throttle() {
        return throttle;
    }

    void open(ClientConnection connection, ConnectRequest request) {
        replica.submit(
                new Inbound.OpenSession(
                        connection,
                        request.lastZxidSeen(),
                        clampTimeout(request.timeoutMillis()),
                        request.sessionId(),
                        request.password(),
                        request.hasReadOnly(),
                        request.readOnly()));
    }

    private int clampTimeout(int askedMillis) {
        return Math.clamp(
                askedMillis, options.minSessionTimeoutMillis(), options.maxSessionTimeoutMillis());
    }

    boolean isAuthenticatedEnough(List<Id> identities) {
        if (options.requiredSchemes().isEmpty()) {
            return true;
        }
        for (Id identity : identities) {
            if (options.requiredSchemes().contains(identity.scheme())) {
                return true;
            }
        }
        return false;
    }

    /** What an auth packet proves; the scheme may be unknown. */
    Authentication authenticate(JuteReader packet, String remoteHost) {
        packet.readInt();
        String scheme = packet.readString();
        byte[] auth = packet.readBuffer();
        AuthProvider provider = scheme == null ? null : acls.provider(scheme);
        Authentication outcome =
                provider == null ? Authentication.REFUSED : provider.authenticate(auth, remoteHost);
        if (!(outcome instanceof Authentication.Accepted)) {
            events.authFailed(scheme, remoteHost);
        }
        return outcome;
    }

    /** Takes room for a large request; false where there is none: the sender is closed. */
    boolean admitLarge(int bytes) {
        if (!isLarge(bytes)) {
            return true;
        }
        if (largeBytes.addAndGet(bytes) > options.largeRequestMaxBytes()) {
            largeBytes.addAndGet(-bytes);
            events.largeRequestRefused(bytes);
            return false;
        }
        return true;
    }

    void releaseLarge(int bytes) {
        if (isLarge(bytes)) {
            largeBytes.addAndGet(-bytes);
        }
    }

    private boolean isLarge(int bytes) {
        return options.largeRequestThresholdBytes() >= 0
                && bytes > options.largeRequestThresholdBytes();
    }

    void frameTooLong(ClientConnection connection, int length) {
        events.frameTooLong(connection.remoteAddress(), length, options.maxFrameBytes());
    }

    void connectionFailed(ClientConnection connection, Throwable cause) {
        events.connectionFailed(connection.remoteAddress(), cause);
    }

    void outputTooLong(ClientConnection connection) {
        events.outputTooLong(connection.remoteAddress(), options.pendingOutputMaxBytes());
    }
}
