package zabra.server.config;

import zabra.tree.TreeOptions;
import zabra.tree.prepare.PrepareOptions;

/**
 * Switches of the replicated state.
 *
 * @param tree how the tree reads and counts
 * @param prepare what requests may do
 */
public record TreeConfig(TreeOptions tree, PrepareOptions prepare) {
    public static final TreeConfig DEFAULT =
            new TreeConfig(TreeOptions.DEFAULT, PrepareOptions.DEFAULT);
}
