package zabra.storage;

import java.io.IOException;
import java.util.zip.Adler32;

/**
 * What stands in a log file after its last complete record, judged: a clean end, the remains of a
 * write that a crash interrupted (never synced, so never acknowledged), or damage to what may have
 * been acknowledged.
 *
 * <p>The evidence. A crash leaves whole sectors of an unsynced batch unwritten, or the end of it:
 * the old content stands there, zeros or an older batch mark. Damage changes bytes, and leaves the
 * records after it intact. A batch mark ({@link TxnLog}) at the end says where the last batch
 * began: all before was synced, because batches follow one another only after a sync. What cannot
 * be explained by an interrupted write is damage: when in doubt, refuse.
 *
 * @param end the file offset where the good data ends
 * @param reason what is wrong, for people; empty for a clean end
 */
public record LogTail(Kind kind, long end, String reason) {
    /** The verdict. */
    public enum Kind {
        /** Nothing but zeros, or a batch mark, follows. */
        CLEAN,
        /** An interrupted write follows: to be cut off. */
        TORN,
        /** All but the end byte of one more record was written: to be completed. */
        END_BYTE_MISSING,
        /** What follows may have been synced: refuse. */
        DAMAGED
    }

    /** No interrupted write is as large; looking further costs memory. */
    private static final int TAIL_MAX = 64 << 20;

    /** Bytes to be summed up in search of records, against constructed files. */
    private static final long SUM_MAX = 1L << 30;

    private static final int TAIL_ZEROS = 1 << 20;

    /** Zeros at a sector's edge that count as an unwritten sector. */
    private static final int HOLE_MIN = 16;

    static LogTail judge(TxnLogReader log) throws IOException {
        long end = log.end();
        byte[] head = new byte[LogFormat.MARK_LENGTH];
        int have = log.readAt(end, head, 0, head.length);
        if (isMarkFor(head, 0, have, end)) {
            // What may follow belongs to a batch whose first sector was never written.
            return new LogTail(Kind.CLEAN, end, "");
        }
        long dataEnd = lastNonZero(log, end, log.size());
        if (dataEnd == end) {
            return new LogTail(Kind.CLEAN, end, "");
        }
        if (dataEnd - end < LogFormat.FRAME_LENGTH + LogFormat.PAYLOAD_MIN) {
            return new LogTail(Kind.TORN, end, "the begin of a record, without its end");
        }
        if (dataEnd - end > TAIL_MAX) {
            return damaged(end, "more than " + TAIL_MAX + " bytes follow a damaged record");
        }
        // A payload may end in zeros: one that lacks only its end byte needs them.
        int length = (int) (dataEnd - end);
        int room = (int) Math.min(log.size() - end, (long) length + TAIL_ZEROS);
        byte[] bytes = new byte[room];
        log.readAt(end, bytes, 0, room);
        return new Judge(bytes, length, end, log.isMarked()).verdict();
    }

    private static LogTail damaged(long end, String reason) {
        return new LogTail(Kind.DAMAGED, end, reason);
    }

    private static boolean isMarkFor(byte[] bytes, int at, int limit, long end) {
        return LogFormat.isMark(bytes, at, limit) && LogFormat.markBatchEnd(bytes, at) == end;
    }

    /**
     * The offset after the last byte in {@code from..to} that is not zero; {@code from} if none.
     */
    static long lastNonZero(TxnLogReader log, long from, long to) throws IOException {
        byte[] piece = new byte[64 << 10];
        long at = to;
        while (at > from) {
            int count = (int) Math.min(piece.length, at - from);
            log.readAt(at - count, piece, 0, count);
            for (int i = count - 1; i >= 0; i--) {
                if (piece[i] != 0) {
                    return at - count + i + 1;
                }
            }
            at -= count;
        }
        return from;
    }

    /** The tail in memory: offsets here count from its begin, which is {@code base} in the file. */
    private static final class Judge {
        private final byte[] bytes;
        private final int length;
        private final long base;
        private final boolean marked;
        private final Adler32 adler = new Adler32();
        private long summed;

        /** The first complete record after the bad one; {@code length} where there is none. */
        private int nextRecord;

        /** The last batch mark; -1 where there is none. */
        private int mark = -1;

        Judge(byte[] bytes, int length, long base, boolean marked) {
            this.bytes = bytes;
            this.length = length;
            this.base = base;
            this.marked = marked;
            nextRecord = length;
        }

        LogTail verdict() {
            search();
            if (summed > SUM_MAX) {
                return damaged(base, "unreadable data follows");
            }
            if (mark >= 0) {
                return besideMark();
            }
            if (nextRecord < length) {
                return marked && isHole(nextRecord)
                        ? torn("parts of the last batch were not written")
                        : damaged(
                                base,
                                "a damaged record, and good ones follow at offset "
                                        + (base + nextRecord));
            }
            return lastRecord();
        }

        /** A mark further on: its batch is the last, and all before that was synced. */
        private LogTail besideMark() {
            long start = LogFormat.markBatchStart(bytes, mark);
            if (base < start) {
                return damaged(base, "a damaged record before offset " + start + ", synced before");
            }
            return isHole(Math.min(nextRecord, mark))
                    ? torn("parts of the last batch were not written")
                    : damaged(base, "a damaged record in the last batch, which is all there");
        }

        /** Nothing good follows: one bad record, perhaps with more bad ones after it. */
        private LogTail lastRecord() {
            long crc = LogFormat.getLong(bytes, 0);
            int claimed = LogFormat.getInt(bytes, 8);
            long claimedEnd = (long) claimed + LogFormat.FRAME_LENGTH;
            boolean plausible = claimed >= LogFormat.PAYLOAD_MIN;
            if (bytes[length - 1] == LogFormat.END_OF_RECORD
                    && sum(LogFormat.PREFIX_LENGTH, length - LogFormat.FRAME_LENGTH) == crc) {
                return damaged(base, "the last record's length is damaged, its content is not");
            }
            if (plausible && sum(LogFormat.PREFIX_LENGTH, claimed) == crc) {
                return claimedEnd > length
                        ? new LogTail(
                                Kind.END_BYTE_MISSING,
                                base + claimedEnd,
                                "the last record lacks its end byte")
                        : damaged(base, "the last record's end byte is damaged");
            }
            if (plausible && claimedEnd > length) {
                return torn("a record that was not written to its end");
            }
            return isHole(length)
                    ? torn("parts of the last batch were not written")
                    : damaged(base, "the last record is damaged (its checksum is wrong)");
        }

        private LogTail torn(String reason) {
            return new LogTail(Kind.TORN, base, reason);
        }

        private long sum(int offset, int count) {
            if (count < 0 || offset + (long) count > bytes.length) {
                return -1;
            }
            summed += count;
            return LogFormat.adler(adler, bytes, offset, count);
        }

        /** Looks for complete records and marks at every offset after the first. */
        private void search() {
            for (int at = 1; at + LogFormat.FRAME_LENGTH < length && summed <= SUM_MAX; at++) {
                if (bytes[at] != 0 || bytes[at + 1] != 0 || bytes[at + 2] != 0) {
                    continue;
                }
                if (LogFormat.isMark(bytes, at, bytes.length)
                        && LogFormat.markBatchEnd(bytes, at) == base + at) {
                    mark = at;
                } else if (nextRecord == length && isRecord(at)) {
                    nextRecord = at;
                }
            }
        }

        private boolean isRecord(int at) {
            long crc = LogFormat.getLong(bytes, at);
            if (crc <= 0 || crc > 0xffff_ffffL) {
                return false;
            }
            int count = LogFormat.getInt(bytes, at + 8);
            return count >= LogFormat.PAYLOAD_MIN
                    && count <= length - at - LogFormat.FRAME_LENGTH
                    && bytes[at + LogFormat.PREFIX_LENGTH + count] == LogFormat.END_OF_RECORD
                    && sum(at + LogFormat.PREFIX_LENGTH, count) == crc;
        }

        /** Whether a sector between the bad record's begin and {@code to} looks unwritten. */
        private boolean isHole(int to) {
            int firstEdge = (int) (LogFormat.SECTOR - base % LogFormat.SECTOR);
            // Old content at a batch's begin is the mark of the batch before. Four zeros begin any
            // record; five are evidence.
            if (firstEdge > 4
                    && firstEdge <= LogFormat.MARK_LENGTH
                    && LogFormat.isMarkBegin(bytes, 0, firstEdge)) {
                return true;
            }
            int edge = firstEdge;
            int from = LogFormat.MARK_LENGTH;
            while (from < to) {
                while (edge <= from) {
                    edge += LogFormat.SECTOR;
                }
                int until = Math.min(edge, to);
                boolean wide = until - from >= HOLE_MIN;
                if (wide && LogFormat.isZero(bytes, from, until)) {
                    return true;
                }
                from = until;
            }
            return false;
        }
    }
}
