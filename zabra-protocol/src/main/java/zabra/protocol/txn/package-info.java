/** Transactions: the changes that history is made of, and their bytes in logs and proposals. */
package zabra.protocol.txn;
