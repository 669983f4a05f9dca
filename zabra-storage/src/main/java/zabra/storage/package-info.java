/**
 * Transaction log, snapshots and epoch files in the reference's formats, over the small {@link
 * zabra.storage.Disk} port.
 *
 * <p>Invariants: a failed write or sync is final, it is reported, never retried over. What was
 * synced comes back after a crash at any moment; damage is recovered from exactly or refused with
 * the file, the offset and what to do, never passed over. Nothing here starts a thread: the log has
 * one writer, snapshots another, recovery comes before both. Only {@link zabra.storage.Snapshots}
 * takes a lock, so that files come and go one change at a time; who serves the log to others
 * ({@link zabra.storage.HistoryRange}) takes none and is told when a file has gone.
 *
 * <h2>Directories</h2>
 *
 * <p>Logs and snapshots stand in one directory or two ({@code dataLogDir/version-2}, {@code
 * dataDir/version-2}), the epoch files beside the snapshots. {@code log.<zxid>}: the zxid of the
 * first record; {@code snapshot.<zxid>[.gz|.snappy]}: the last transaction that is surely inside.
 * Zxids in hexadecimal, lower case, no leading zeros. {@code *.tmp}: unfinished, deleted at the
 * start. {@code received.<zxid>}: a state that is about to replace all others; whoever finds it
 * finishes that. {@code zabra.lock}: see {@link zabra.storage.DirectoryLock}. All numbers below are
 * big-endian; "ustring" is an int length (-1 null) and UTF-8, "buffer" an int length (-1 null) and
 * bytes.
 *
 * <h2>Transaction log, version 2</h2>
 *
 * <pre>
 * 0    int   magic 5a4b4c47 "ZKLG"
 * 4    int   version 2
 * 8    long  dbid; 0 from the reference, which like us ignores it in others' files;
 *            5a61627261000001 says that batch marks (below) are written
 * 16   records, each:
 *        long  Adler-32 of the payload, zero-extended
 *        int   payload length, at least 32
 *        payload (a LoggedTxn: header, record, digest)
 *        byte  42
 *      zeros to the end of the file (preallocated space)
 * </pre>
 *
 * <p>A length of 0, an end byte other than 42 or the end of the file ends the data: the reference
 * looks no further. There we put, with each batch's write, overwritten by the next batch:
 *
 * <pre>
 * 0    12 zero bytes (read as a record of length 0)
 * 12   long  magic 7a61627261454e44 "zabraEND"
 * 20   long  file offset of the batch's begin: all before it was synced
 * 28   long  file offset of the batch's end, where this mark stands
 * 36   long  Adler-32 of the three longs
 * </pre>
 *
 * <p>A closed file is cut after the mark of an empty batch. {@link zabra.storage.LogTail} tells
 * with these marks an interrupted write from damage.
 *
 * <h2>Snapshot, version 2</h2>
 *
 * <pre>
 * int   magic 5a4b534e "ZKSN"; int version 2; long dbid -1
 * int   n; n times: long session, int timeout
 * int   n; n times: long key, ACL (int n; n times: int perms, ustring scheme, ustring id; n -1: null)
 * znodes, parents first, the root (empty path) at the begin, each:
 *   ustring path, buffer data, long ACL key (-1 open),
 *   long czxid, mzxid, ctime, mtime; int version, cversion, aversion;
 *   long ephemeralOwner, pzxid
 * ustring "/"                          ends the znodes
 * seal: long Adler-32 of all bytes so far, ustring "/"
 * long zxid, int version 2, long tree digest at it (zxid 0: none), seal      since 3.6; may be absent
 * long last zxid inside, seal                                                since 3.9; may be absent
 * </pre>
 *
 * <p>Packed as a whole: {@code .gz} one gzip member; {@code .snappy} 82 "SNAPPY" 0, int 1, int 1,
 * then chunks: int length, raw snappy block of at most 32 KiB plain bytes.
 *
 * <p>Between servers: the bytes from the sessions' number to the end of the znodes, then ustring
 * "BenWasHere"; see {@link zabra.storage.SnapshotStream}.
 *
 * <h2>Epoch files</h2>
 *
 * <p>{@code acceptedEpoch}, {@code currentEpoch}: the number in decimal ASCII; see {@link
 * zabra.storage.EpochFiles}.
 */
package zabra.storage;
