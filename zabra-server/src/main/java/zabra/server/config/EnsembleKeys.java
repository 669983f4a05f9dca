package zabra.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import zabra.consensus.quorum.Member;
import zabra.server.config.Known.Applied;
import zabra.server.config.Known.Names;

/** The keys about ensembles that are read; a server that stands alone only checks their values. */
final class EnsembleKeys {
    private static final List<Applied<?>> ALL = new ArrayList<>();
    private static final int INT_MAX = Integer.MAX_VALUE;

    private EnsembleKeys() {}

    static final Applied<Integer> INIT_LIMIT =
            key(Names.plain("initLimit"), Values.whole(0, 1_000_000, "(ticks)"), 0);
    static final Applied<Integer> SYNC_LIMIT =
            key(Names.plain("syncLimit"), Values.whole(0, 1_000_000, "(ticks)"), 0);
    static final Applied<Boolean> STANDALONE =
            key(Names.plain("standaloneEnabled"), Values.trueOrFalse(), true);
    static final Applied<Path> DYNAMIC_FILE =
            key(Names.plain("dynamicConfigFile"), Values.file(), null);
    static final Applied<Member.Role> PEER_TYPE =
            key(
                    Names.plain("peerType"),
                    Values.choice(
                            Map.of(
                                    "participant", Member.Role.PARTICIPANT,
                                    "observer", Member.Role.OBSERVER),
                            "participant or observer"),
                    Member.Role.PARTICIPANT);
    static final Applied<Boolean> MULTI_ADDRESS =
            key(Names.prefixed("multiAddress.enabled"), Values.trueOrFalse(), false);

    static final Applied<Boolean> LISTEN_ON_ALL =
            key(Names.plain("quorumListenOnAllIPs"), Values.trueOrFalse(), false);
    static final Applied<Integer> BIND_RETRIES =
            key(Names.prefixed("electionPortBindRetry"), Values.whole(0, INT_MAX, ""), 3);
    static final Applied<Integer> CONNECT_TIMEOUT =
            key(Names.prefixed("cnxTimeout"), Values.whole(1, INT_MAX, "(ms)"), 5000);
    static final Applied<Integer> HANDSHAKE_TIMEOUT =
            key(Names.prefixed("quorumCnxnTimeoutMs"), Values.whole(-1, INT_MAX, "(ms)"), -1);

    static final Applied<Boolean> LOCAL_SESSIONS =
            key(Names.plain("localSessionsEnabled"), Values.trueOrFalse(), false);
    static final Applied<Boolean> LOCAL_SESSIONS_UPGRADING =
            key(Names.plain("localSessionsUpgradingEnabled"), Values.trueOrFalse(), false);

    static final Applied<Integer> WINDOW =
            key(Names.prefixed("commitLogCount"), Values.whole(1, INT_MAX, ""), 500);
    static final Applied<Double> HISTORY_SHARE =
            key(Names.prefixed("snapshotSizeFactor"), Values.decimal(), 0.33);
    static final Applied<Boolean> ALWAYS_SNAPSHOT =
            key(Names.prefixed("forceSnapshotSync"), Values.trueOrFalse(), false);

    /** All of them. */
    static List<Applied<?>> all() {
        return List.copyOf(ALL);
    }

    private static <T> Applied<T> key(Names names, Values<T> values, T fallback) {
        Applied<T> key = new Applied<>(names, values, fallback, false);
        ALL.add(key);
        return key;
    }
}
