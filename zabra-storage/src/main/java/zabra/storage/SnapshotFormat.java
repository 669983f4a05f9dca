package zabra.storage;

/** The fixed numbers of the snapshot format; see the package's documentation. */
final class SnapshotFormat {
    static final int MAGIC = 0x5A4B534E;
    static final int VERSION = 2;
    static final long DBID = -1;

    /** Ends the list of znodes, and each seal. */
    static final byte END = '/';

    /** checksum, length 1, {@link #END}. */
    static final int SEAL_LENGTH = 13;

    static final int DIGEST_LENGTH = 20 + SEAL_LENGTH;
    static final int LAST_ZXID_LENGTH = 8 + SEAL_LENGTH;

    /** A znode's stat. */
    static final int STAT_LENGTH = 60;

    private SnapshotFormat() {}
}
