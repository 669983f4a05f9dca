package zabra.server.words;

import java.util.HashMap;
import java.util.Map;

/** The words that are known, listed or not. */
enum FourLetterWord {
    CONF("conf"),
    CONS("cons"),
    CRST("crst"),
    DIRS("dirs"),
    DUMP("dump"),
    ENVI("envi"),
    GTMK("gtmk"),
    HASH("hash"),
    ISRO("isro"),
    MNTR("mntr"),
    RUOK("ruok"),
    SRST("srst"),
    SRVR("srvr"),
    STAT("stat"),
    STMK("stmk"),
    WCHC("wchc"),
    WCHP("wchp"),
    WCHS("wchs"),
    /** What telnet sends when its user gives up: known, so that it is not taken for a length. */
    TELNET_CLOSE("telnet close", 0xfff4fffd);

    private static final Map<Integer, FourLetterWord> BY_CODE = new HashMap<>();

    static {
        for (FourLetterWord word : values()) {
            BY_CODE.put(word.code, word);
        }
    }

    private final String text;
    private final int code;

    FourLetterWord(String text) {
        this(
                text,
                text.charAt(0) << 24 | text.charAt(1) << 16 | text.charAt(2) << 8 | text.charAt(3));
    }

    FourLetterWord(String text, int code) {
        this.text = text;
        this.code = code;
    }

    /** The word of these four bytes, big-endian; null for none. */
    static FourLetterWord of(int code) {
        return BY_CODE.get(code);
    }

    /** As in the whitelist. */
    String text() {
        return text;
    }

    /** The four bytes, big-endian. */
    int code() {
        return code;
    }

    /** Whether it is answered by a server that serves nobody. */
    boolean worksWhenNotServing() {
        return switch (this) {
            case RUOK, ENVI, GTMK, STMK, ISRO, TELNET_CLOSE -> true;
            case CONF, CONS, CRST, DIRS, DUMP, HASH, MNTR, SRST, SRVR, STAT -> false;
            case WCHC, WCHP, WCHS -> false;
        };
    }
}
