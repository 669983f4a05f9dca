/**
 * The four-letter words: {@code ruok}, {@code srvr}, {@code mntr} and the others, asked on the
 * client port in place of a first frame, answered as text.
 *
 * <p>Invariants: the text is what the tools of two decades parse, byte for byte. A word reads the
 * server only through {@link zabra.server.words.ServerFacts} and changes nothing but statistics and
 * the trace mask. No socket here: bytes out, the caller sends and closes. May be called from any
 * thread.
 */
package zabra.server.words;
