package zabra.server.words;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** What will expire when, who owns which ephemerals, and the digests kept. */
final class DumpReport {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss zzz yyyy", Locale.ENGLISH);

    private DumpReport() {}

    static String dump(ServerFacts facts) {
        StringBuilder out = new StringBuilder(1000);
        out.append("SessionTracker dump:\n");
        MemberFacts member = facts.member().orElse(null);
        // Only a leader expires sessions.
        if (member == null || member.leader().isPresent()) {
            sessionsTo(out, facts.sessionExpiryBuckets());
        } else {
            globalSessionsTo(out, member.globalSessionTimeouts());
        }
        ephemeralsTo(out, facts.ephemeralPathsBySession());
        connectionsTo(out, facts.connectionExpiryBuckets());
        return out.toString();
    }

    private static void sessionsTo(StringBuilder out, SortedMap<Long, List<Long>> buckets) {
        headTo(out, "Session", buckets);
        buckets.forEach((millis, sessions) -> {
            bucketTo(out, millis, sessions.size());
            for (long session : sessions) {
                out.append("\t0x").append(Long.toHexString(session)).append('\n');
            }
        });
    }

    private static void globalSessionsTo(StringBuilder out, SortedMap<Long, Integer> timeouts) {
        out.append("Global Sessions(").append(timeouts.size()).append("):\n");
        timeouts.forEach((session, timeoutMillis) -> {
            out.append("0x").append(Long.toHexString(session));
            out.append('\t').append(timeoutMillis).append("ms\n");
        });
    }

    private static void ephemeralsTo(StringBuilder out, Map<Long, List<String>> pathsBySession) {
        out.append("ephemeral nodes dump:\n");
        out.append("Sessions with Ephemerals (").append(pathsBySession.size()).append("):\n");
        pathsBySession.forEach((session, paths) -> {
            out.append("0x").append(Long.toHexString(session)).append(":\n");
            for (String path : paths) {
                out.append('\t').append(path).append('\n');
            }
        });
    }

    private static void connectionsTo(
            StringBuilder out, SortedMap<Long, List<ConnectionFacts>> buckets) {
        out.append("Connections dump:\n");
        headTo(out, "Connections", buckets);
        buckets.forEach((millis, connections) -> {
            bucketTo(out, millis, connections.size());
            for (ConnectionFacts connection : connections) {
                long session = connection.hasSession() ? connection.sessionId() : 0;
                out.append("\tip: ").append(connection.remoteAddress());
                out.append(" sessionId: 0x").append(Long.toHexString(session));
                out.append('\n');
            }
        });
    }

    private static void headTo(
            StringBuilder out, String what, SortedMap<Long, ? extends List<?>> buckets) {
        int total = 0;
        for (List<?> bucket : buckets.values()) {
            total += bucket.size();
        }
        out.append(what).append(" Sets (").append(buckets.size());
        out.append(")/(").append(total).append("):\n");
    }

    private static void bucketTo(StringBuilder out, long millis, int size) {
        out.append(size).append(" expire at ");
        DATE.formatTo(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()), out);
        out.append(":\n");
    }

    static String hash(ServerFacts facts) {
        StringBuilder out = new StringBuilder(1000);
        facts.digests()
                .forEach((zxid, digest) ->
                        out.append(Long.toHexString(zxid))
                                .append(": ")
                                .append(digest.longValue())
                                .append('\n'));
        return out.toString();
    }
}
