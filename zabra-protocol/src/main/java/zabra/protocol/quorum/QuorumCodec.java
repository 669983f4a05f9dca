package zabra.protocol.quorum;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import zabra.protocol.Id;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.MarshallingException;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumMessage.Ack;
import zabra.protocol.quorum.QuorumMessage.AckEpoch;
import zabra.protocol.quorum.QuorumMessage.Commit;
import zabra.protocol.quorum.QuorumMessage.CommitAndActivate;
import zabra.protocol.quorum.QuorumMessage.Diff;
import zabra.protocol.quorum.QuorumMessage.FollowerInfo;
import zabra.protocol.quorum.QuorumMessage.HandOver;
import zabra.protocol.quorum.QuorumMessage.Inform;
import zabra.protocol.quorum.QuorumMessage.InformAndActivate;
import zabra.protocol.quorum.QuorumMessage.LeaderInfo;
import zabra.protocol.quorum.QuorumMessage.NewLeader;
import zabra.protocol.quorum.QuorumMessage.ObserverInfo;
import zabra.protocol.quorum.QuorumMessage.Ping;
import zabra.protocol.quorum.QuorumMessage.PingReply;
import zabra.protocol.quorum.QuorumMessage.Prepare;
import zabra.protocol.quorum.QuorumMessage.Prepared;
import zabra.protocol.quorum.QuorumMessage.Proposal;
import zabra.protocol.quorum.QuorumMessage.Request;
import zabra.protocol.quorum.QuorumMessage.Revalidate;
import zabra.protocol.quorum.QuorumMessage.Revalidated;
import zabra.protocol.quorum.QuorumMessage.Snap;
import zabra.protocol.quorum.QuorumMessage.Sync;
import zabra.protocol.quorum.QuorumMessage.Trunc;
import zabra.protocol.quorum.QuorumMessage.UpToDate;

/**
 * The bytes of messages on the leader port. A packet is {@code int type, long zxid, buffer data,
 * vector of Id}; nothing says its length, {@link QuorumDecoder} finds it. An epoch travels as the
 * zxid of its start.
 *
 * <p>Two types serve both directions and are told apart by their data: PING (none from the leader)
 * and REVALIDATE (12 bytes ask, 9 answer).
 */
public final class QuorumCodec {
    private static final int TXN_HEADER_LENGTH = 32;
    private static final int TXN_ZXID_OFFSET = 12;
    private static final int REQUEST_HEADER_LENGTH = 16;
    private static final int TOUCH_LENGTH = 12;
    private static final int REVALIDATE_LENGTH = 12;
    private static final int REVALIDATED_LENGTH = 9;

    private QuorumCodec() {}

    /** Appends the packet. */
    public static void write(JuteWriter out, QuorumMessage message) {
        switch (message) {
            case Request m -> writeRequest(out, m);
            case Proposal m -> writeTxn(out, PacketType.PROPOSAL, m.zxid(), m.txn());
            case Ack m -> writeEmpty(out, PacketType.ACK, m.zxid());
            case Commit m -> writeEmpty(out, PacketType.COMMIT, m.zxid());
            case Ping m -> writeEmpty(out, PacketType.PING, m.zxid());
            case PingReply m -> {
                head(out, PacketType.PING, m.zxid())
                        .writeInt(Math.multiplyExact(TOUCH_LENGTH, m.touches().size()));
                for (SessionTouch touch : m.touches()) {
                    out.writeLong(touch.sessionId()).writeInt(touch.timeoutMillis());
                }
                end(out);
            }
            case Revalidate m ->
                    end(
                            head(out, PacketType.REVALIDATE, -1)
                                    .writeInt(REVALIDATE_LENGTH)
                                    .writeLong(m.sessionId())
                                    .writeInt(m.timeoutMillis()));
            case Revalidated m ->
                    end(
                            head(out, PacketType.REVALIDATE, -1)
                                    .writeInt(REVALIDATED_LENGTH)
                                    .writeLong(m.sessionId())
                                    .writeBoolean(m.valid()));
            case Sync m -> writeEmpty(out, PacketType.SYNC, 0);
            case Inform m -> writeTxn(out, PacketType.INFORM, m.zxid(), m.txn());
            case CommitAndActivate m ->
                    end(
                            head(out, PacketType.COMMIT_AND_ACTIVATE, m.zxid())
                                    .writeInt(8)
                                    .writeLong(m.designatedLeader()));
            case InformAndActivate m ->
                    end(
                            head(out, PacketType.INFORM_AND_ACTIVATE, m.zxid())
                                    .writeInt(Math.addExact(8, m.txn().length))
                                    .writeLong(m.designatedLeader())
                                    .writeBytes(m.txn(), 0, m.txn().length));
            case NewLeader m -> {
                String config = m.config();
                end(
                        head(out, PacketType.NEW_LEADER, Zxid.of(m.epoch(), 0))
                                .writeBuffer(
                                        config == null
                                                ? null
                                                : config.getBytes(StandardCharsets.UTF_8)));
            }
            case FollowerInfo m ->
                    writeInfo(out, PacketType.FOLLOWER_INFO, m.acceptedEpoch(), m.info());
            case ObserverInfo m ->
                    writeInfo(out, PacketType.OBSERVER_INFO, m.acceptedEpoch(), m.info());
            case UpToDate m -> writeEmpty(out, PacketType.UP_TO_DATE, -1);
            case Diff m -> writeEmpty(out, PacketType.DIFF, m.zxid());
            case Trunc m -> writeEmpty(out, PacketType.TRUNC, m.zxid());
            case Snap m -> writeEmpty(out, PacketType.SNAP, m.zxid());
            case LeaderInfo m -> {
                head(out, PacketType.LEADER_INFO, Zxid.of(m.epoch(), 0))
                        .writeInt(m.ranges() ? 4 + LearnerInfo.MARK_LENGTH : 4)
                        .writeInt(m.protocolVersion());
                if (m.ranges()) {
                    out.writeLong(LearnerInfo.RANGES_MARK);
                }
                end(out);
            }
            case AckEpoch m ->
                    end(
                            head(out, PacketType.ACK_EPOCH, m.lastZxid())
                                    .writeInt(4)
                                    .writeInt(m.currentEpoch()));
            case Prepare m ->
                    end(
                            head(out, PacketType.PREPARE, Zxid.of(m.epoch(), 0))
                                    .writeInt(8)
                                    .writeLong(m.successor()));
            case Prepared m -> writeEmpty(out, PacketType.PREPARED, Zxid.of(m.epoch(), 0));
            case HandOver m ->
                    end(
                            head(out, PacketType.HAND_OVER, m.zxid())
                                    .writeInt(16)
                                    .writeLong(m.successor())
                                    .writeLong(m.round()));
        }
    }

    private static JuteWriter head(JuteWriter out, PacketType type, long zxid) {
        return out.writeInt(type.code()).writeLong(zxid);
    }

    /** No identities. */
    private static void end(JuteWriter out) {
        out.writeInt(-1);
    }

    private static void writeEmpty(JuteWriter out, PacketType type, long zxid) {
        head(out, type, zxid).writeInt(-1).writeInt(-1);
    }

    private static void writeTxn(JuteWriter out, PacketType type, long zxid, byte[] txn) {
        end(head(out, type, zxid).writeBuffer(txn));
    }

    private static void writeInfo(JuteWriter out, PacketType type, long epoch, LearnerInfo info) {
        head(out, type, Zxid.of(epoch, 0));
        info.write(out);
        end(out);
    }

    private static void writeRequest(JuteWriter out, Request request) {
        byte[] body = request.body();
        head(out, PacketType.REQUEST, -1)
                .writeInt(Math.addExact(REQUEST_HEADER_LENGTH, body.length))
                .writeLong(request.sessionId())
                .writeInt(request.cxid())
                .writeInt(request.opCode())
                .writeBytes(body, 0, body.length);
        List<Id> authInfo = request.authInfo();
        if (authInfo == null) {
            end(out);
            return;
        }
        out.writeInt(authInfo.size());
        for (Id id : authInfo) {
            id.write(out);
        }
    }

    /**
     * Reads one packet; bytes behind it are left unread.
     *
     * @throws MarshallingException where it is none, or not all there
     */
    public static QuorumMessage read(JuteReader in) {
        int code = in.readInt();
        PacketType type = PacketType.of(code);
        if (type == null) {
            throw new MarshallingException("quorum packet of type " + code);
        }
        long zxid = in.readLong();
        int length = in.readLength();
        JuteReader data = null;
        if (length >= 0) {
            data = new JuteReader().wrap(in.array(), in.position(), length);
            in.skip(length);
        }
        List<Id> authInfo = in.readVector(QuorumCodec::readId);
        return read(type, zxid, data, authInfo);
    }

    private static Id readId(JuteReader in) {
        Id id = Id.read(in);
        if (id.scheme() == null || id.id() == null) {
            throw new MarshallingException("request of " + id);
        }
        return id;
    }

    private static QuorumMessage read(
            PacketType type, long zxid, JuteReader data, List<Id> authInfo) {
        return switch (type) {
            case REQUEST -> {
                JuteReader request = need(data, type);
                yield new Request(
                        request.readLong(),
                        request.readInt(),
                        request.readInt(),
                        rest(request),
                        authInfo);
            }
            case PROPOSAL -> new Proposal(zxid, txn(data, type, zxid));
            case ACK -> new Ack(zxid);
            case COMMIT -> new Commit(zxid);
            case PING -> data == null ? new Ping(zxid) : new PingReply(zxid, touches(data));
            case REVALIDATE -> revalidate(need(data, type));
            case SYNC -> new Sync();
            case INFORM -> new Inform(zxid, txn(data, type, zxid));
            case COMMIT_AND_ACTIVATE -> new CommitAndActivate(zxid, need(data, type).readLong());
            case NEW_LEADER -> new NewLeader(Zxid.epoch(zxid), data == null ? null : text(data));
            case FOLLOWER_INFO -> new FollowerInfo(Zxid.epoch(zxid), LearnerInfo.read(data));
            case UP_TO_DATE -> new UpToDate();
            case DIFF -> new Diff(zxid);
            case TRUNC -> new Trunc(zxid);
            case SNAP -> new Snap(zxid);
            case OBSERVER_INFO -> new ObserverInfo(Zxid.epoch(zxid), LearnerInfo.read(data));
            case LEADER_INFO -> {
                int protocolVersion = need(data, type).readInt();
                yield new LeaderInfo(Zxid.epoch(zxid), protocolVersion, LearnerInfo.hasMark(data));
            }
            case ACK_EPOCH -> new AckEpoch(zxid, need(data, type).readInt());
            case INFORM_AND_ACTIVATE -> {
                long designatedLeader = need(data, type).readLong();
                yield new InformAndActivate(zxid, designatedLeader, txn(data, type, zxid));
            }
            case PREPARE -> new Prepare(need(data, type).readLong(), Zxid.epoch(zxid));
            case PREPARED -> new Prepared(Zxid.epoch(zxid));
            case HAND_OVER -> {
                long successor = need(data, type).readLong();
                yield new HandOver(successor, zxid, data.readLong());
            }
        };
    }

    private static JuteReader need(JuteReader data, PacketType type) {
        if (data == null) {
            throw new MarshallingException(type + " without data");
        }
        return data;
    }

    private static byte[] rest(JuteReader data) {
        byte[] bytes = new byte[data.remaining()];
        System.arraycopy(data.array(), data.position(), bytes, 0, bytes.length);
        data.skip(bytes.length);
        return bytes;
    }

    private static String text(JuteReader data) {
        return new String(data.array(), data.position(), data.remaining(), StandardCharsets.UTF_8);
    }

    /** Logged and committed under the packet's zxid, it must be the one that the record holds. */
    private static byte[] txn(JuteReader data, PacketType type, long zxid) {
        byte[] txn = rest(need(data, type));
        if (txn.length < TXN_HEADER_LENGTH) {
            throw new MarshallingException(
                    type + " with a transaction of " + txn.length + " bytes");
        }
        JuteReader header = new JuteReader(txn);
        header.skip(TXN_ZXID_OFFSET);
        long inside = header.readLong();
        if (inside != zxid) {
            throw new MarshallingException(
                    type
                            + " "
                            + Zxid.toString(zxid)
                            + " with transaction "
                            + Zxid.toString(inside));
        }
        return txn;
    }

    private static List<SessionTouch> touches(JuteReader data) {
        if (data.remaining() % TOUCH_LENGTH != 0) {
            throw new MarshallingException("ping reply of " + data.remaining() + " bytes");
        }
        List<SessionTouch> touches = new ArrayList<>(data.remaining() / TOUCH_LENGTH);
        while (data.remaining() > 0) {
            touches.add(new SessionTouch(data.readLong(), data.readInt()));
        }
        return touches;
    }

    private static QuorumMessage revalidate(JuteReader data) {
        return switch (data.remaining()) {
            case REVALIDATE_LENGTH -> new Revalidate(data.readLong(), data.readInt());
            case REVALIDATED_LENGTH -> new Revalidated(data.readLong(), data.readBoolean());
            default ->
                    throw new MarshallingException(
                            "revalidation of " + data.remaining() + " bytes");
        };
    }
}
