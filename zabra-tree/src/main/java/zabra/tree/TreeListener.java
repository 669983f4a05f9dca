package zabra.tree;

import java.util.List;
import zabra.protocol.Acl;

/**
 * Is told of each change while its transaction is applied, in the order watches must see: one call
 * per changed znode, inside a multi part by part.
 */
public interface TreeListener {
    /** A listener that does nothing: for replay. */
    TreeListener NONE =
            new TreeListener() {
                @Override
                public void created(
                        String path,
                        List<Acl> acl,
                        String parent,
                        List<Acl> parentAcl,
                        long zxid) {}

                @Override
                public void deleted(
                        String path,
                        List<Acl> lastAcl,
                        String parent,
                        List<Acl> parentAcl,
                        long zxid) {}

                @Override
                public void dataChanged(String path, List<Acl> acl, long zxid) {}
            };

    /** {@code path} was created under {@code parent} ("/" for the root). */
    void created(String path, List<Acl> acl, String parent, List<Acl> parentAcl, long zxid);

    /** {@code path} was deleted; {@code lastAcl} was its ACL. */
    void deleted(String path, List<Acl> lastAcl, String parent, List<Acl> parentAcl, long zxid);

    /** {@code path} got new data. */
    void dataChanged(String path, List<Acl> acl, long zxid);
}
