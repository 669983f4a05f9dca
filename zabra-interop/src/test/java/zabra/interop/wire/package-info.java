/**
 * The client protocol by hand: requests as bytes, a blocking connection that shows every frame in
 * the order it came. Nothing here retries, reconnects or hides an answer.
 */
package zabra.interop.wire;
