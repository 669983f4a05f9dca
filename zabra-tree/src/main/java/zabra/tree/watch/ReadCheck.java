package zabra.tree.watch;

import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.Id;

/** Whether one may read a znode, and so hear of its changes. */
@FunctionalInterface
interface ReadCheck {
    boolean mayRead(List<Acl> acl, List<Id> identities);
}
