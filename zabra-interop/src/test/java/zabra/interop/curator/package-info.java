/** Curator's recipes, which most Java users of ZooKeeper know it by. */
package zabra.interop.curator;
