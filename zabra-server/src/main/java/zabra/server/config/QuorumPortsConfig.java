package zabra.server.config;

/**
 * The two ports for other servers: quorum port and election port.
 *
 * @param listenOnAll listen on every address of the machine, not on the own line's ({@code
 *     quorumListenOnAllIPs})
 * @param bindRetries how often a port that is taken is tried again; 0 for ever ({@code
 *     electionPortBindRetry})
 * @param connectTimeoutMillis how long a connection may take to be made ({@code cnxTimeout})
 * @param handshakeTimeoutMillis how long an election connection may take to say whose it is; -1 for
 *     {@code syncLimit} ticks ({@code quorumCnxnTimeoutMs})
 * @param multiAddress a server may have several addresses ({@code multiAddress.enabled})
 */
public record QuorumPortsConfig(
        boolean listenOnAll,
        int bindRetries,
        int connectTimeoutMillis,
        int handshakeTimeoutMillis,
        boolean multiAddress) {

    /** What holds where nothing is said. */
    public static final QuorumPortsConfig DEFAULT =
            new QuorumPortsConfig(false, 3, 5000, -1, false);
}
