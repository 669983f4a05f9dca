/**
 * Watches: who asked to be told of changes, who is told of which, and what a client missed while it
 * was away.
 *
 * <p>There are two tables. The <em>data</em> table holds the watches of getData, exists and
 * addWatch; the <em>child</em> table those of getChildren and of addWatch in persistent mode.
 * Watches belong to a connection and go with it.
 *
 * <table>
 * <caption>What a change of path p with parent q tells, in this order</caption>
 * <tr><th>change<th>data table<th>child table
 * <tr><td>create<td>created(p) to the watchers of p<td>children changed(q) to the watchers of q
 * <tr><td>set data<td>data changed(p)<td>
 * <tr><td>delete<td>deleted(p)<td>deleted(p) to those watchers of p whom the data table did not
 *     tell, then children changed(q)
 * </table>
 *
 * <p>Invariants: one connection hears of one change at most once per table, whatever the number of
 * its modes; standard watches are spent when fired, also where the ACL hid the event; recursive
 * watches are in the data table only, so they never tell of changed children; watchers are told in
 * the order of their ids, which follows from the order of calls alone.
 *
 * <p>Size: a registration is a number in the path's set and one in the watcher's set, about 2 bytes
 * each where sets are large ({@link zabra.tree.watch.IntSet}); a path with one watcher costs its
 * string and a few ints. A change of something unwatched costs one or two hash lookups, and a walk
 * up its ancestors only while anybody watches recursively.
 */
package zabra.tree.watch;
