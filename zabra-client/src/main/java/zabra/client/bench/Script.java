package zabra.client.bench;

import java.nio.ByteBuffer;

/**
 * Chooses the requests of one phase. One instance belongs to one load thread. The phase, not the
 * script, decides when a connection has sent enough.
 */
interface Script {
    /** Kinds of requests, told apart in the report. */
    int READ = 0;

    int WRITE = 1;
    int KINDS = 2;

    /** Appends the next request of {@code connection} to {@code out}; answers its kind. */
    int next(LoadConnection connection, ByteBuffer out, int xid);

    /** No request is longer than this, in bytes of its frame. */
    int longestRequest();

    /** Length of a good reply's frame, without the prefix; -1 where it varies. */
    int replyLength(int kind);
}
