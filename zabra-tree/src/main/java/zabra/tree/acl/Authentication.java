package zabra.tree.acl;

import java.util.List;
import zabra.protocol.Id;

/** What came of an auth packet. */
public sealed interface Authentication {
    /** Nothing proved, nothing wrong: the packet is answered OK and changes nothing. */
    Authentication NOTHING = new Accepted(List.of());

    /** The client is to be told AUTHFAILED, then its connection closed. */
    Authentication REFUSED = new Refused();

    /** The client's connection is to be closed without an answer. */
    Authentication CLOSED = new Closed();

    /**
     * The client proved who it is.
     *
     * @param identities to be added to those of the connection; those it has already are not
     *     doubled
     */
    record Accepted(List<Id> identities) implements Authentication {}

    /** See {@link #REFUSED}. */
    record Refused() implements Authentication {}

    /** See {@link #CLOSED}. */
    record Closed() implements Authentication {}
}
