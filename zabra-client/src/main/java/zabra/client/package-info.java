/** A session for a few requests, one after the other, over a plain socket that blocks. */
package zabra.client;
