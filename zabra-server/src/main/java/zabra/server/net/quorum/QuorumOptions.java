package zabra.server.net.quorum;

/**
 * Limits of the connections between servers. All times in milliseconds, all sizes in bytes.
 *
 * @param listenOnAllIps listen on every address of the machine, not only on this server's own
 * @param multiAddress tell others all our election addresses, in a form that only servers
 *     understand which were told the same
 * @param connectTimeoutMillis for a name to be resolved and a connection to be made
 * @param introductionTimeoutMillis for who connects to say who it is
 * @param electionSilenceMillis of the machine at the other end of an election connection, or of its
 *     server when asked who leads, before it counts as broken
 * @param bindAttempts to bind a port, a second apart; 0: without end
 * @param redialMinMillis before a lost election connection is made anew the first time
 * @param redialMaxMillis what this doubles up to
 * @param strangersMax connections, on each of the two ports, that have not said who they are; a
 *     further one closes the oldest
 * @param unknownServersMax election connections to servers that the config does not name
 * @param linksMax connections on the quorum port that did say who they are
 * @param messageBytesMax of a message's data: {@code jute.maxbuffer} with its extra size
 * @param queuedBytesMax waiting for one learner that takes no more; beyond it is given up
 * @param syncQueuedBytesMax the same while a history or a snapshot goes ahead
 * @param unreadBytesMax of one link that the replica has yet to see before reading stops
 */
public record QuorumOptions(
        boolean listenOnAllIps,
        boolean multiAddress,
        int connectTimeoutMillis,
        int introductionTimeoutMillis,
        int electionSilenceMillis,
        int bindAttempts,
        int redialMinMillis,
        int redialMaxMillis,
        int strangersMax,
        int unknownServersMax,
        int linksMax,
        int messageBytesMax,
        long queuedBytesMax,
        long syncQueuedBytesMax,
        long unreadBytesMax) {

    /**
     * ZooKeeper's values, and ours where it has none.
     *
     * @param introductionTimeoutMillis {@code tickTime × syncLimit}
     * @param messageBytesMax as above
     */
    public static QuorumOptions defaults(int introductionTimeoutMillis, int messageBytesMax) {
        return new QuorumOptions(
                false,
                false,
                5000,
                introductionTimeoutMillis,
                introductionTimeoutMillis,
                3,
                100,
                3000,
                64,
                64,
                1024,
                messageBytesMax,
                64L << 20,
                256L << 20,
                8L << 20);
    }

    /** The same, listening on all addresses or not, with several addresses or not. */
    public QuorumOptions with(boolean allIps, boolean severalAddresses) {
        return new QuorumOptions(
                allIps,
                severalAddresses,
                connectTimeoutMillis,
                introductionTimeoutMillis,
                electionSilenceMillis,
                bindAttempts,
                redialMinMillis,
                redialMaxMillis,
                strangersMax,
                unknownServersMax,
                linksMax,
                messageBytesMax,
                queuedBytesMax,
                syncQueuedBytesMax,
                unreadBytesMax);
    }
}
