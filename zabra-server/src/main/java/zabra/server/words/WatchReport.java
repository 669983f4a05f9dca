package zabra.server.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who watches what: {@code wchs}, {@code wchc}, {@code wchp}. */
final class WatchReport {
    private WatchReport() {}

    static String summary(Map<Long, List<String>> pathsBySession) {
        int total = 0;
        for (List<String> paths : pathsBySession.values()) {
            total += paths.size();
        }
        return pathsBySession.size()
                + " connections watching "
                + sessionsByPath(pathsBySession).size()
                + " paths\nTotal watches:"
                + total
                + "\n";
    }

    static String bySession(Map<Long, List<String>> pathsBySession) {
        StringBuilder out = new StringBuilder(1000);
        for (Map.Entry<Long, List<String>> entry : pathsBySession.entrySet()) {
            out.append("0x").append(Long.toHexString(entry.getKey())).append('\n');
            for (String path : entry.getValue()) {
                out.append('\t').append(path).append('\n');
            }
        }
        return out.append('\n').toString();
    }

    static String byPath(Map<Long, List<String>> pathsBySession) {
        StringBuilder out = new StringBuilder(1000);
        for (Map.Entry<String, List<Long>> entry : sessionsByPath(pathsBySession).entrySet()) {
            out.append(entry.getKey()).append('\n');
            for (long session : entry.getValue()) {
                out.append("\t0x").append(Long.toHexString(session)).append('\n');
            }
        }
        return out.append('\n').toString();
    }

    private static Map<String, List<Long>> sessionsByPath(Map<Long, List<String>> pathsBySession) {
        Map<String, List<Long>> sessions = new LinkedHashMap<>();
        pathsBySession.forEach((session, paths) -> {
            for (String path : paths) {
                sessions.computeIfAbsent(path, _ -> new ArrayList<>()).add(session);
            }
        });
        return sessions;
    }
}
