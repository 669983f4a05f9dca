package zabra.client.bench;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import zabra.protocol.ReplyHeader;

/** The scripts there are. */
final class Scripts {
    private static final int STAT_LENGTH = 68;

    /** Length of the reply to exists and setData. */
    static final int STAT_REPLY = ReplyHeader.LENGTH + STAT_LENGTH;

    static final int VARIES = -1;

    private Scripts() {}

    /** Length of the reply to getData of {@code dataSize} bytes. */
    static int dataReply(int dataSize) {
        return ReplyHeader.LENGTH + 4 + dataSize + STAT_LENGTH;
    }

    /**
     * Writes with one template, each with its own number: the connections deal out 0, 1, 2 … among
     * themselves.
     */
    static Script numbered(RequestTemplate template, int replyLength) {
        return fixed(template, replyLength, Script.WRITE, LoadConnection::globalSequence);
    }

    /** Reads with one template and no number. */
    static Script same(RequestTemplate template) {
        return fixed(template, VARIES, Script.READ, connection -> 0);
    }

    private static Script fixed(
            RequestTemplate template,
            int replyLength,
            int kind,
            ToLongFunction<LoadConnection> number) {
        return new Script() {
            @Override
            public int next(LoadConnection connection, ByteBuffer out, int xid) {
                template.put(out, xid, number.applyAsLong(connection));
                return kind;
            }

            @Override
            public int longestRequest() {
                return template.length();
            }

            @Override
            public int replyLength(int kind) {
                return replyLength;
            }
        };
    }

    /**
     * Each connection counts for itself, with its own template.
     *
     * @param connections how many there are over all threads
     */
    static Script owned(int connections, IntFunction<RequestTemplate> templateOf) {
        RequestTemplate[] templates = new RequestTemplate[connections];
        return new Script() {
            @Override
            public int next(LoadConnection connection, ByteBuffer out, int xid) {
                RequestTemplate template = templates[connection.index()];
                if (template == null) {
                    template = templateOf.apply(connection.index());
                    templates[connection.index()] = template;
                }
                template.put(out, xid, connection.sequence());
                return WRITE;
            }

            @Override
            public int longestRequest() {
                return templateOf.apply(0).length();
            }

            @Override
            public int replyLength(int kind) {
                return VARIES;
            }
        };
    }

    /**
     * Each connection sends the one, then the other with the same number, and so on.
     *
     * @param numbers how many numbers there are; they come round
     */
    static Script inTurns(
            int connections,
            int numbers,
            IntFunction<RequestTemplate> oneOf,
            IntFunction<RequestTemplate> otherOf) {
        RequestTemplate[] ones = new RequestTemplate[connections];
        RequestTemplate[] others = new RequestTemplate[connections];
        return new Script() {
            @Override
            public int next(LoadConnection connection, ByteBuffer out, int xid) {
                int index = connection.index();
                if (ones[index] == null) {
                    ones[index] = oneOf.apply(index);
                    others[index] = otherOf.apply(index);
                }
                long turn = connection.sequence();
                RequestTemplate template = (turn & 1) == 0 ? ones[index] : others[index];
                template.put(out, xid, (turn >> 1) % numbers);
                return WRITE;
            }

            @Override
            public int longestRequest() {
                return Math.max(oneOf.apply(0).length(), otherOf.apply(0).length());
            }

            @Override
            public int replyLength(int kind) {
                return VARIES;
            }
        };
    }

    /** Reads and writes of znodes at random. */
    static Script random(
            RequestTemplate read,
            int readReply,
            RequestTemplate write,
            int readPercent,
            int znodes,
            long seed) {
        return new AtRandom(read, readReply, write, readPercent, znodes, seed);
    }

    private static final class AtRandom implements Script {
        private final RequestTemplate read;
        private final int readReply;
        private final RequestTemplate write;
        private final int readPercent;
        private final int znodes;
        private long state;

        AtRandom(
                RequestTemplate read,
                int readReply,
                RequestTemplate write,
                int readPercent,
                int znodes,
                long seed) {
            this.read = read;
            this.readReply = readReply;
            this.write = write;
            this.readPercent = readPercent;
            this.znodes = znodes;
            this.state = seed | 1;
        }

        @Override
        public int next(LoadConnection connection, ByteBuffer out, int xid) {
            long random = random();
            long znode = ((random >>> 32) * znodes) >>> 32;
            if ((((random & 0xffff) * 100) >>> 16) < readPercent) {
                read.put(out, xid, znode);
                return READ;
            }
            write.put(out, xid, znode);
            return WRITE;
        }

        /** The generator xorshift64*: a few cycles, good enough to spread load. */
        private long random() {
            state ^= state >>> 12;
            state ^= state << 25;
            state ^= state >>> 27;
            return state * 0x2545F4914F6CDD1DL;
        }

        @Override
        public int longestRequest() {
            return Math.max(read.length(), write.length());
        }

        @Override
        public int replyLength(int kind) {
            return kind == READ ? readReply : STAT_REPLY;
        }
    }
}
