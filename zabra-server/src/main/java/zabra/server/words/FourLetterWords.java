package zabra.server.words;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import zabra.server.config.ServerConfig;

/** Answers four-letter words. Thread-safe. */
public final class FourLetterWords {
    /** The reference's default: requests, leader packets, sessions and bit 8. */
    private static final long TRACE_MASK_DEFAULT = 306;

    private final ServerFacts facts;
    private final ServerConfig config;
    private final AtomicLong traceMask = new AtomicLong(TRACE_MASK_DEFAULT);

    public FourLetterWords(ServerFacts facts, ServerConfig config) {
        this.facts = facts;
        this.config = config;
    }

    /**
     * Whether a connection's first four bytes (big-endian) are a known word, listed or not.
     * Anything else is a frame length.
     */
    public static boolean isWord(int word) {
        return FourLetterWord.of(word) != null;
    }

    /**
     * How many bytes after the word belong to it: 8 for {@code stmk}, else 0. One that is not
     * listed is refused before its argument comes.
     */
    public int argumentBytes(int word) {
        return FourLetterWord.of(word) == FourLetterWord.STMK
                        && config.words().allows(FourLetterWord.STMK.text())
                ? Long.BYTES
                : 0;
    }

    /** The word as text, for the log. */
    public static String name(int word) {
        return known(word).text();
    }

    /**
     * The bytes to send before the connection is closed; none for a word that is only hung up on.
     *
     * @param word one for which {@link #isWord} holds
     * @param argument what {@code stmk} sets, else ignored
     */
    public byte[] answer(int word, long argument) {
        return text(known(word), argument).getBytes(StandardCharsets.UTF_8);
    }

    private static FourLetterWord known(int word) {
        FourLetterWord known = FourLetterWord.of(word);
        if (known == null) {
            throw new IllegalArgumentException("0x%08x is not a four-letter word".formatted(word));
        }
        return known;
    }

    private String text(FourLetterWord word, long argument) {
        if (!config.words().allows(word.text())) {
            return word.text() + " is not executed because it is not in the whitelist.\n";
        }
        if (!facts.isServing() && !word.worksWhenNotServing()) {
            return "This ZooKeeper instance is not currently serving requests\n";
        }
        return switch (word) {
            case RUOK -> "imok";
            case ISRO -> isro();
            case CONF -> ServerReport.conf(facts, config);
            case CONS -> ConnectionReport.cons(facts);
            case CRST -> resetConnections();
            case SRST -> resetServer();
            case SRVR -> ServerReport.srvr(facts);
            case STAT -> ServerReport.stat(facts);
            case MNTR -> MonitorReport.mntr(facts);
            case DIRS -> ServerReport.dirs(facts);
            case DUMP -> DumpReport.dump(facts);
            case ENVI -> EnvironmentReport.envi();
            case HASH -> DumpReport.hash(facts);
            case WCHS -> WatchReport.summary(facts.watchedPathsBySession());
            case WCHC -> WatchReport.bySession(facts.watchedPathsBySession());
            case WCHP -> WatchReport.byPath(facts.watchedPathsBySession());
            case GTMK -> Long.toString(traceMask.get());
            case STMK -> {
                traceMask.set(argument);
                yield Long.toString(argument);
            }
            case TELNET_CLOSE -> "";
        };
    }

    private String isro() {
        if (!facts.isServing()) {
            return "null";
        }
        return facts.isReadOnly() ? "ro" : "rw";
    }

    private String resetConnections() {
        facts.resetConnectionStatistics();
        return "Connection stats reset.\n";
    }

    private String resetServer() {
        facts.resetStatistics();
        return "Server stats reset.\n";
    }
}
