package zabra.protocol.quorum;

/**
 * The kinds of packets on the leader port, by their codes on the wire: ZooKeeper's, without a gap,
 * and far behind them those that only servers of Zabra send to one another.
 */
enum PacketType {
    REQUEST(1),
    PROPOSAL(2),
    ACK(3),
    COMMIT(4),
    PING(5),
    REVALIDATE(6),
    SYNC(7),
    INFORM(8),
    COMMIT_AND_ACTIVATE(9),
    NEW_LEADER(10),
    FOLLOWER_INFO(11),
    UP_TO_DATE(12),
    DIFF(13),
    TRUNC(14),
    SNAP(15),
    OBSERVER_INFO(16),
    LEADER_INFO(17),
    ACK_EPOCH(18),
    INFORM_AND_ACTIVATE(19),
    PREPARE(0x5a01),
    PREPARED(0x5a02),
    HAND_OVER(0x5a03);

    private static final PacketType[] TYPES = values();
    private static final int ZOOKEEPER_LAST = INFORM_AND_ACTIVATE.code;
    private static final int ZABRA_FIRST = PREPARE.code;

    private final int code;

    PacketType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The type with this number, or null where there is none. */
    static PacketType of(int code) {
        if (code >= 1 && code <= ZOOKEEPER_LAST) {
            return TYPES[code - 1];
        }
        int later = code - ZABRA_FIRST;
        return later >= 0 && later < TYPES.length - ZOOKEEPER_LAST
                ? TYPES[ZOOKEEPER_LAST + later]
                : null;
    }
}
