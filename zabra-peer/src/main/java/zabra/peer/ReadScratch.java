package zabra.peer;

import zabra.tree.ZnodeView;

/** What a thread that answers reads keeps to itself. */
final class ReadScratch {
    final ZnodeView view = new ZnodeView();

    /** Null where lists are asked for too seldom to keep them. */
    final ListedNames names;

    ReadScratch() {
        this(null);
    }

    ReadScratch(ListedNames names) {
        this.names = names;
    }
}
