/**
 * Transaction log, snapshots and epoch files in the reference's formats, over the small {@link
 * zabra.storage.Disk} port. A failed write or sync is final: it is reported, never retried over.
 */
package zabra.storage;
