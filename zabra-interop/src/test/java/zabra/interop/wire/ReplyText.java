package zabra.interop.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongFunction;
import zabra.protocol.Acl;
import zabra.protocol.JuteReader;
import zabra.protocol.MarshallingException;
import zabra.protocol.OpCode;
import zabra.protocol.Stat;

/**
 * Writes replies and events as text that is equal for two servers which did the same: wall-clock
 * times become relations, session ids become names, and lists without an order are sorted. A body
 * that is not what its request's kind calls for is shown as bytes.
 */
public final class ReplyText {
    private final LongFunction<String> sessionNames;

    /** {@code sessionNames} names the session with an id that is not 0. */
    public ReplyText(LongFunction<String> sessionNames) {
        this.sessionNames = sessionNames;
    }

    /** An event. */
    public String event(Frame frame) {
        StringBuilder text = header(frame);
        JuteReader in = frame.reader();
        try {
            text.append(" type ").append(in.readInt());
            text.append(" state ").append(in.readInt());
            text.append(' ').append(in.readString());
            rest(in, text);
        } catch (MarshallingException e) {
            return unreadable(frame);
        }
        return text.toString();
    }

    /** The reply to a request of this type. */
    public String reply(int type, Frame frame) {
        StringBuilder text = header(frame);
        JuteReader in = frame.reader();
        try {
            if (frame.err() == 0) {
                body(type, in, text);
            }
            // A refused multiRead may carry a body, which clients do not look at.
            if (frame.err() == 0 || type != OpCode.MULTI_READ.code()) {
                rest(in, text);
            }
        } catch (MarshallingException e) {
            return unreadable(frame);
        }
        return text.toString();
    }

    private static StringBuilder header(Frame frame) {
        return new StringBuilder(96)
                .append(frame.isEvent() ? "event" : "xid " + frame.xid())
                .append(" zxid ")
                .append(frame.zxid())
                .append(" err ")
                .append(frame.err());
    }

    private static String unreadable(Frame frame) {
        return header(frame) + " unreadable " + HexFormat.of().formatHex(frame.body());
    }

    private static void rest(JuteReader in, StringBuilder text) {
        if (in.remaining() > 0) {
            text.append(" and ")
                    .append(
                            HexFormat.of()
                                    .formatHex(
                                            in.array(),
                                            in.position(),
                                            in.position() + in.remaining()));
        }
    }

    private void body(int type, JuteReader in, StringBuilder text) {
        OpCode op = OpCode.of(type);
        if (op == null) {
            return;
        }
        switch (op) {
            case CREATE, SYNC -> text.append(' ').append(in.readString());
            case CREATE2, CREATE_CONTAINER, CREATE_TTL -> {
                text.append(' ').append(in.readString());
                stat(in, text);
            }
            case EXISTS, SET_DATA -> stat(in, text);
            case GET_DATA, RECONFIG -> {
                data(in.readBuffer(), text);
                stat(in, text);
            }
            case GET_ACL -> {
                // Sorted, because "auth" stands for a connection's identities in any order.
                List<String> entries = in.readVector(r -> Acl.read(r).toString());
                Collections.sort(entries);
                text.append(' ').append(entries);
                stat(in, text);
            }
            case SET_ACL -> stat(in, text);
            case GET_CHILDREN, GET_EPHEMERALS -> names(in, text);
            case GET_CHILDREN2 -> {
                names(in, text);
                stat(in, text);
            }
            case GET_ALL_CHILDREN_NUMBER, ADD_WATCH -> text.append(' ').append(in.readInt());
            case SASL -> data(in.readBuffer(), text);
            case WHO_AM_I -> identities(in, text);
            case MULTI, MULTI_READ -> results(in, text);
            default -> {}
        }
    }

    private void results(JuteReader in, StringBuilder text) {
        while (true) {
            int type = in.readInt();
            boolean done = in.readBoolean();
            int err = in.readInt();
            text.append(" | ").append(type).append(' ').append(done).append(' ').append(err);
            if (done) {
                return;
            }
            if (type == OpCode.ERROR.code()) {
                text.append(' ').append(in.readInt());
            } else {
                body(type, in, text);
            }
        }
    }

    private static void identities(JuteReader in, StringBuilder text) {
        List<String> ids = in.readVector(r -> r.readString() + ":" + r.readString());
        Collections.sort(ids);
        text.append(' ').append(ids);
    }

    private static void names(JuteReader in, StringBuilder text) {
        List<String> names = in.readStrings();
        if (names != null) {
            names = new ArrayList<>(names);
            Collections.sort(names);
        }
        text.append(' ').append(names);
    }

    private static void data(byte[] data, StringBuilder text) {
        if (data == null) {
            text.append(" null");
        } else if (data.length > 200) {
            text.append(' ').append(data.length).append(" bytes ");
            text.append(java.util.Arrays.hashCode(data));
        } else {
            text.append(" '").append(new String(data, StandardCharsets.ISO_8859_1)).append('\'');
        }
    }

    private void stat(JuteReader in, StringBuilder text) {
        Stat stat = Stat.read(in);
        text.append(" {c ").append(stat.czxid()).append(" m ").append(stat.mzxid());
        text.append(" p ").append(stat.pzxid());
        text.append(" v ").append(stat.version()).append(' ').append(stat.cversion());
        text.append(' ').append(stat.aversion());
        text.append(" owner ");
        text.append(stat.ephemeralOwner() == 0 ? "0" : sessionNames.apply(stat.ephemeralOwner()));
        text.append(" length ").append(stat.dataLength());
        text.append(" children ").append(stat.numChildren());
        times(stat, text);
        text.append('}');
    }

    /** Times say: none, the same, or two; a node that was never set has one time. */
    private static void times(Stat stat, StringBuilder text) {
        if (stat.ctime() == 0 && stat.mtime() == 0) {
            text.append(" times 0");
        } else if (stat.czxid() == stat.mzxid()) {
            text.append(stat.ctime() == stat.mtime() ? " times equal" : " TIMES DIFFER");
        } else if (stat.ctime() > stat.mtime()) {
            text.append(" TIMES RUN BACK");
        } else {
            text.append(stat.ctime() == 0 ? " times 0 and set" : " times set");
        }
    }
}
