package zabra.tree.prepare;

import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.JuteWriter;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnCodec;

/**
 * Whether a transaction can be read back. What a client sends is limited by its frame, but
 * expanding {@code auth} entries, or listing the ephemerals of a session, can make more of it than
 * any reader takes: such a transaction would be committed and then lost.
 */
final class TxnSize {
    /** Header and digest. */
    private static final int ENVELOPE_BYTES = 32 + 12;

    private static final int FIXED_FIELDS_BYTES = 32;
    private static final int UTF8_BYTES_MAX = 3;

    private final int bytesMax;

    TxnSize(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** How many bytes a record may have. */
    int recordBytesMax() {
        return bytesMax - ENVELOPE_BYTES;
    }

    boolean fits(Txn txn) {
        return atMost(txn) <= recordBytesMax() || exact(txn) <= recordBytesMax();
    }

    private static int exact(Txn txn) {
        JuteWriter out = new JuteWriter(1 << 16);
        TxnCodec.write(out, txn);
        return out.position();
    }

    /** A bound that costs nothing to compute: nearly every transaction is far below the limit. */
    private static long atMost(Txn txn) {
        return switch (txn) {
            case Txn.Create t -> atMost(t.path(), t.data(), t.acl());
            case Txn.CreateContainer t -> atMost(t.path(), t.data(), t.acl());
            case Txn.CreateTtl t -> atMost(t.path(), t.data(), t.acl());
            case Txn.SetData t -> atMost(t.path(), t.data(), List.of());
            case Txn.SetAcl t -> atMost(t.path(), null, t.acl());
            case Txn.Delete t -> atMost(t.path(), null, List.of());
            case Txn.Check t -> atMost(t.path(), null, List.of());
            case Txn.CreateSession _, Txn.Failed _ -> FIXED_FIELDS_BYTES;
            case Txn.CloseSession t -> atMost(t.paths());
            case Txn.Multi t -> {
                long sum = FIXED_FIELDS_BYTES;
                for (Txn part : t.parts()) {
                    sum += 8 + atMost(part);
                }
                yield sum;
            }
        };
    }

    private static long atMost(List<String> paths) {
        long sum = FIXED_FIELDS_BYTES;
        if (paths != null) {
            for (String path : paths) {
                sum += 4 + utf8(path);
            }
        }
        return sum;
    }

    private static long atMost(String path, byte[] data, List<Acl> acl) {
        long sum = FIXED_FIELDS_BYTES + utf8(path) + (data == null ? 0 : data.length);
        for (int i = 0; i < acl.size(); i++) {
            sum += 12 + utf8(acl.get(i).id().scheme()) + utf8(acl.get(i).id().id());
        }
        return sum;
    }

    private static long utf8(String text) {
        return (long) UTF8_BYTES_MAX * text.length();
    }
}
