/** What a client may conclude from the order in which frames come, while others write. */
package zabra.interop.ordering;
