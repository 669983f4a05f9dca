/**
 * What an operator may set: read once at start from {@code zoo.cfg}, system properties, environment
 * and command line into immutable records, one per concern.
 *
 * <p>Invariants: every key is declared once, in {@code KnownKeys}, with what becomes of it
 * (applied, accepted without effect, refused). A key that nobody declared never starts a server. A
 * value is checked before any socket or file is opened, and a complaint names the key, where it was
 * given, what was given, what is allowed and how to mend it. Secrets never appear in a message or a
 * dump.
 *
 * <p>Precedence: command line, then environment, then file, then system property. Everything here
 * is immutable and used by the starting thread.
 */
package zabra.server.config;
