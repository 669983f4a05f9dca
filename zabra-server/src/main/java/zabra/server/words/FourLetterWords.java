package zabra.server.words;

import zabra.server.config.WordsConfig;

/** Answers four-letter words. Thread-safe. */
public final class FourLetterWords {
    public FourLetterWords(ServerFacts facts, WordsConfig config) {
        throw new UnsupportedOperationException();
    }

    /**
     * Whether a connection's first four bytes (big-endian) are a known word, listed or not. Anything
     * else is a frame length.
     */
    public static boolean isWord(int word) {
        throw new UnsupportedOperationException();
    }

    /** How many bytes after the word belong to it: 8 for {@code stmk}, else 0. */
    public static int argumentBytes(int word) {
        throw new UnsupportedOperationException();
    }

    /** The word as text, for the log. */
    public static String name(int word) {
        throw new UnsupportedOperationException();
    }

    /**
     * The bytes to send before the connection is closed; none for a word that is only hung up on.
     *
     * @param argument what {@code stmk} sets, else ignored
     */
    public byte[] answer(int word, long argument) {
        throw new UnsupportedOperationException();
    }
}
