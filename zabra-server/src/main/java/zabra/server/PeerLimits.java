package zabra.server;

import java.util.Set;
import zabra.peer.PeerOptions;
import zabra.server.config.RequestConfig;
import zabra.server.config.ServerConfig;

/** What the configuration says, and the heap allows, as the options of a peer. */
final class PeerLimits {
    private PeerLimits() {}

    static PeerOptions of(ServerConfig config) {
        PeerOptions defaults = PeerOptions.defaults(config.sessions().tickMillis());
        return new PeerOptions(
                config.sessions().tickMillis(),
                config.sessions().timeoutMillisMin(),
                config.sessions().timeoutMillisMax(),
                config.requests().frameBytesMax(),
                defaults.outstandingPerConnectionMax(),
                outstandingMax(config.requests()),
                outstandingBytesMax(defaults.outstandingBytesMax()),
                config.requests().largeBytes(),
                config.requests().largeBytesMax(),
                defaults.pendingOutputHighBytes(),
                defaults.pendingOutputMaxBytes(),
                config.requests().throttledOpMillis(),
                config.storage().snapCount(),
                config.storage().snapSizeBytesMax(),
                config.reaper().checkIntervalMillis(),
                config.reaper().perMinuteMax(),
                config.reaper().neverUsedMillisMax(),
                config.connections().throttle(),
                config.auth().enforceEnabled()
                        ? Set.copyOf(config.auth().enforceSchemes())
                        : Set.of());
    }

    private static int outstandingMax(RequestConfig requests) {
        return requests.pipelineMax() > 0
                ? Math.min(requests.outstandingMax(), requests.pipelineMax())
                : requests.outstandingMax();
    }

    /**
     * Never more than a small part of the heap: a write on its way is there several times, as the
     * frame, the request, the transaction and what is about to be logged.
     */
    private static long outstandingBytesMax(long most) {
        return Math.min(most, Runtime.getRuntime().maxMemory() / 16);
    }
}
