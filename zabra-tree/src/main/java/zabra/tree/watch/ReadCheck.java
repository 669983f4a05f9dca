package zabra.tree.watch;

import zabra.protocol.Acl;
import zabra.protocol.Id;

import java.util.List;

/** Whether one may read a znode, and so hear of its changes. */
@FunctionalInterface
interface ReadCheck {
    boolean mayRead(List<Acl> acl, List<Id> identities);
}
