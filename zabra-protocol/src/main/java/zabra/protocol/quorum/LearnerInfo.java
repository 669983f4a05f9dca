package zabra.protocol.quorum;

import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.MarshallingException;

/**
 * Who a learner is, in its first message. Older learners say less: of 20 bytes, the first 12 or 8,
 * or nothing. Bytes beyond the 20th are passed over by ZooKeeper; Zabra says in them what it offers
 * beyond ZooKeeper's protocol.
 *
 * @param form how much it says
 * @param sid its server number; 0, without meaning, for {@link Form#NOTHING}
 * @param protocolVersion {@link #PROTOCOL_VERSION}; 1 where it is not said
 * @param configVersion of its committed config; 0 where it is not said
 * @param ranges whether it is a Zabra that lets one acknowledgement, and one commit, stand for all
 *     proposals of the epoch up to it; in force once {@link QuorumMessage.LeaderInfo} agrees
 */
public record LearnerInfo(
        Form form, long sid, int protocolVersion, long configVersion, boolean ranges) {
    /** What both sides speak; an older learner gets the handshake of before ZAB 1.0. */
    public static final int PROTOCOL_VERSION = 0x10000;

    /** How much it says. */
    public enum Form {
        /** An observer without a number; the leader gives it a negative one. */
        NOTHING,
        SID,
        SID_AND_VERSION,
        FULL
    }

    private static final int SID_LENGTH = 8;
    private static final int SID_AND_VERSION_LENGTH = 12;
    private static final int FULL_LENGTH = 20;

    /** Behind what ZooKeeper says: {@code ZABRARNG}. */
    static final long RANGES_MARK = 0x5a41_4252_4152_4e47L;

    static final int MARK_LENGTH = 8;

    public LearnerInfo(Form form, long sid, int protocolVersion, long configVersion) {
        this(form, sid, protocolVersion, configVersion, false);
    }

    /** What ZooKeeper sends today. */
    public static LearnerInfo of(long sid, long configVersion) {
        return new LearnerInfo(Form.FULL, sid, PROTOCOL_VERSION, configVersion);
    }

    /** What Zabra sends. */
    public static LearnerInfo withRanges(long sid, long configVersion) {
        return new LearnerInfo(Form.FULL, sid, PROTOCOL_VERSION, configVersion, true);
    }

    /** Whether it has a sid at all. */
    public boolean hasSid() {
        return form != Form.NOTHING;
    }

    /** Writes it with its length. */
    void write(JuteWriter out) {
        switch (form) {
            case NOTHING -> out.writeInt(-1);
            case SID -> out.writeInt(SID_LENGTH).writeLong(sid);
            case SID_AND_VERSION ->
                    out.writeInt(SID_AND_VERSION_LENGTH).writeLong(sid).writeInt(protocolVersion);
            case FULL -> {
                out.writeInt(ranges ? FULL_LENGTH + MARK_LENGTH : FULL_LENGTH)
                        .writeLong(sid)
                        .writeInt(protocolVersion)
                        .writeLong(configVersion);
                if (ranges) {
                    out.writeLong(RANGES_MARK);
                }
            }
        }
    }

    /** Reads what is in {@code data}, all of it; null is {@link Form#NOTHING}. */
    static LearnerInfo read(JuteReader data) {
        if (data == null) {
            return new LearnerInfo(Form.NOTHING, 0, 1, 0);
        }
        int length = data.remaining();
        if (length < SID_LENGTH) {
            throw new MarshallingException("learner info of " + length + " bytes");
        }
        long sid = data.readLong();
        if (length < SID_AND_VERSION_LENGTH) {
            return new LearnerInfo(Form.SID, sid, 1, 0);
        }
        int protocolVersion = data.readInt();
        if (length < FULL_LENGTH) {
            return new LearnerInfo(Form.SID_AND_VERSION, sid, protocolVersion, 0);
        }
        long configVersion = data.readLong();
        return new LearnerInfo(Form.FULL, sid, protocolVersion, configVersion, hasMark(data));
    }

    /** Whether the mark is what comes next. */
    static boolean hasMark(JuteReader data) {
        return data.remaining() >= MARK_LENGTH && data.readLong() == RANGES_MARK;
    }
}
