/**
 * A load generator and its yardstick. {@link zabra.client.bench.Bench} drives a server through many
 * pipelining connections and says how much it did, how long each request took and what it cost;
 * {@link zabra.client.bench.CannedServer} answers without doing the work, so that the room between
 * a server and the machine's limit can be seen.
 *
 * <p>A {@code LoadThread} owns its selector, its connections and its buffers; nothing on the way of
 * a request is shared between threads but the latency recorders (one writer, one reader) and the
 * stop flag. Nothing is allocated per request: requests are copies of an encoded template with the
 * xid and a number in the path patched, and of a reply only the header is looked at.
 *
 * <p>Latency is measured from the moment the request was due. In the closed loop that is when its
 * predecessor's reply had been read; in the open loop it is the time the rate prescribes, whether
 * or not the server kept the generator from sending then.
 */
package zabra.client.bench;
