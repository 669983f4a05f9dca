package zabra.interop.differential;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Picks paths: few names, so that operations meet, and with preference those that were created and
 * not yet deleted as far as was seen.
 */
final class Namespace {
    private static final int LIVE_MAX = 250;
    private static final int WATCHED = 10;
    private static final List<String> NAMES =
            List.of("a", "b", "c", "d", "e", "name with space", "\u00e9", "\u540d\u524d", "...");
    private static final List<String> SPECIAL =
            List.of(
                    "/",
                    "/",
                    "/zookeeper",
                    "/zookeeper/quota",
                    "/zookeeper/config",
                    "/zookeeper/x",
                    "/zookeeper/quota/x");
    private static final List<String> BAD =
            List.of(
                    "a",
                    "/a/",
                    "//a",
                    "/a//b",
                    "/.",
                    "/a/./b",
                    "/a/..",
                    "/../a",
                    "/a\u0000b",
                    "/a\u0001b",
                    "/a/\u007f",
                    "/\u009f",
                    "/\ud800x",
                    "/a/\uf8ff",
                    "/\uf900",
                    "/\uffef",
                    "/\ufff0",
                    "/\uffff",
                    "/\ud83d\ude00");

    private final RandomGenerator random;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<String> live = new ArrayList<>();
    private final List<String> watched = new ArrayList<>(Collections.nCopies(WATCHED, "/"));

    Namespace(RandomGenerator random) {
        this.random = random;
    }

    /** A server said that this node exists. Quota nodes are not offered: they need their text. */
    void created(String path) {
        if (!path.startsWith("/zookeeper/quota/") && known.add(path)) {
            live.add(path);
        }
    }

    /** A server said that this node is no more. */
    void deleted(String path) {
        if (known.remove(path)) {
            live.remove(path);
        }
    }

    /** True if there are so many nodes that some should go. */
    boolean isCrowded() {
        return live.size() > LIVE_MAX;
    }

    /** A path for a node that may be there. */
    String path() {
        int roll = random.nextInt(100);
        if (roll < 60 && !live.isEmpty()) {
            return live();
        }
        if (roll < 93) {
            return fresh();
        }
        return roll < 97 ? pick(SPECIAL) : odd();
    }

    /** A path of a node that was created, if one was. */
    String live() {
        return live.isEmpty() ? fresh() : live.get(random.nextInt(live.size()));
    }

    /** A path of a created node that is rather deep down, so that it can often be deleted. */
    String leaf() {
        String path = live();
        for (int i = 0; i < 2; i++) {
            String other = live();
            path = other.length() > path.length() ? other : path;
        }
        return path;
    }

    /** A path for a watch; {@link #watched} finds it again. */
    String watch() {
        String path = path();
        watched.set(random.nextInt(WATCHED), path == null ? "/" : path);
        return path;
    }

    /** A path that was watched of late, or any. */
    String watched() {
        return random.nextInt(4) == 0 ? path() : pick(watched);
    }

    /** A path for a node to be created. */
    String newPath() {
        int roll = random.nextInt(100);
        if (roll < 45) {
            return fresh();
        }
        if (roll < 90) {
            String parent = live();
            return parent.length() > 60 ? fresh() : parent + "/" + pick(NAMES);
        }
        return roll < 96 ? pick(SPECIAL) : odd();
    }

    private String fresh() {
        StringBuilder path = new StringBuilder();
        for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
            path.append('/').append(NAMES.get(random.nextInt(4)));
        }
        return path.toString();
    }

    private String odd() {
        return random.nextInt(6) == 0 ? null : pick(BAD);
    }

    private String pick(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
