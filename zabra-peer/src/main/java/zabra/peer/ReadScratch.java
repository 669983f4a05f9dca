package zabra.peer;

import zabra.tree.ZnodeView;

/** What a thread that answers reads keeps to itself. */
final class ReadScratch {
    final ZnodeView view = new ZnodeView();
}
