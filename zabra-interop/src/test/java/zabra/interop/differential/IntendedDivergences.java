package zabra.interop.differential;

import java.util.List;
import zabra.interop.wire.Request;
import zabra.protocol.OpCode;

/**
 * Where Zabra answers otherwise than Apache ZooKeeper on purpose. The generator asks for none of
 * these; each has its reason here, and nowhere else.
 *
 * <ul>
 *   <li>DELETE_CONTAINER from a client deletes any childless node there, without a look at its ACL.
 *   <li>CREATE_SESSION from a client is answered there by a second handshake reply.
 *   <li>CREATE_TTL with flags of another kind and a negative time to live ends the process there.
 *   <li>A wrong password evicts the session's live connection there; so we ask only for sessions
 *       that have none.
 *   <li>A quota node whose text is none makes all writes below it fail there.
 *   <li>The usage of a quota is there what its stats node says: a client may write it, it misses
 *       what happens while limits or stats are absent or under a quota further down, and it may
 *       become negative. Here usage is what is used.
 *   <li>A burst of creates may overshoot a hard quota there by as many as are under way, which
 *       depends on timing; so bursts are single requests where quotas refuse.
 *   <li>A list of watches that is null is found there only after the lists before it were replayed;
 *       so only the first one is null here.
 *   <li>A ping is answered there in its turn; here it may overtake what waits for the disk, which
 *       clients expect of pings.
 *   <li>A part of a multi whose list of ACLs, or an id in it, is null fails the whole multi there,
 *       which takes a zxid or not depending on the exception that it runs into.
 *   <li>What is sent behind CLOSE_SESSION or behind an unknown opcode may or may not be answered
 *       there.
 * </ul>
 */
final class IntendedDivergences {
    private static final List<Integer> TYPES =
            List.of(OpCode.DELETE_CONTAINER.code(), OpCode.CREATE_SESSION.code());

    private IntendedDivergences() {}

    /** True if a multi with this part is answered differently on purpose. */
    static boolean coversInMulti(Request part) {
        return part.words().contains("acl=null") || part.words().contains("id=null]");
    }

    /** True if the servers answer this request differently on purpose. */
    static boolean covers(Request request) {
        return TYPES.contains(request.type());
    }
}
