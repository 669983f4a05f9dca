/**
 * The words of the protocol and their exact bytes: jute cursors, codes, and the small records that
 * every other module speaks in. Pure: no thread, file, socket, clock or random source. Bytes that
 * come from outside are checked here and refused with {@link zabra.protocol.MarshallingException}.
 */
package zabra.protocol;
