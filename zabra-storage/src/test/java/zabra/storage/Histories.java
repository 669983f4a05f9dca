package zabra.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.snapshot.ZnodeRecord;
import zabra.protocol.txn.LoggedTxn;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;

/** Small histories and states for tests, and what recovery makes of them. */
final class Histories {
    private Histories() {}

    static byte[] payload(long zxid, int dataLength) {
        byte[] data = new byte[dataLength];
        for (int i = 0; i < dataLength; i++) {
            data[i] = (byte) (zxid * 31 + i * 7L + 1);
        }
        Txn txn = new Txn.Create(OpCode.CREATE, "/n" + zxid, data, Acl.OPEN, false, (int) zxid);
        JuteWriter out = new JuteWriter();
        new LoggedTxn(new TxnHeader(7, (int) zxid, zxid, 1000 + zxid, 1), txn, true, zxid * 3)
                .write(out);
        return out.toByteArray();
    }

    static void append(TxnLog log, long zxid, int dataLength) throws IOException {
        byte[] payload = payload(zxid, dataLength);
        log.append(zxid, payload, 0, payload.length);
    }

    /** A log of zxids {@code from..to}, each synced, closed. */
    static void write(Disk disk, TxnLogOptions options, long from, long to) throws IOException {
        try (TxnLog log = new TxnLog(disk, options)) {
            for (long zxid = from; zxid <= to; zxid++) {
                append(log, zxid, 20);
                log.sync();
            }
        }
    }

    /** A state of a root and some znodes. */
    static StateImage state(long zxid, int znodes, int dataLength) {
        return new StateImage() {
            @Override
            public long lastZxid() {
                return zxid;
            }

            @Override
            public long digest() {
                return zxid * 3;
            }

            @Override
            public long znodeCount() {
                return znodes + 1L;
            }

            @Override
            public void accept(StateVisitor visitor) {
                visitor.begin(2, 1);
                visitor.session(1, 1000);
                visitor.session(2, 2000);
                visitor.acl(1, Acl.READABLE);
                ZnodeRecord record = new ZnodeRecord();
                record.pathBytes = new byte[0];
                record.dataBytes = new byte[0];
                record.aclKey = -1;
                visitor.znode(record);
                for (int i = 0; i < znodes; i++) {
                    record.pathBytes =
                            ("/node" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                    record.pathLength = record.pathBytes.length;
                    record.dataBytes = new byte[dataLength];
                    java.util.Arrays.fill(record.dataBytes, (byte) (i + 1));
                    record.dataLength = i == 1 ? -1 : dataLength;
                    record.aclKey = 1;
                    record.czxid = zxid + i;
                    record.mtime = i;
                    record.version = i;
                    visitor.znode(record);
                }
                visitor.end();
            }
        };
    }

    static void copyResource(String name, Disk disk) throws IOException {
        byte[] bytes = resource(name);
        try (DiskFile file = disk.open(name)) {
            file.write(0, bytes, 0, bytes.length);
            file.sync();
        }
        disk.syncDirectory();
    }

    static byte[] resource(String name) {
        try (InputStream in = Histories.class.getResourceAsStream("reference/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(Disk disk, String name) throws IOException {
        byte[] bytes = new byte[(int) disk.size(name)];
        try (DiskFile file = disk.openForRead(name)) {
            int done = 0;
            while (done < bytes.length) {
                done += file.read(done, bytes, done, bytes.length - done);
            }
        }
        return bytes;
    }

    static SimulatedDisk diskWith(String name, byte[] bytes) throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (DiskFile file = disk.open(name)) {
            file.write(0, bytes, 0, bytes.length);
            file.sync();
        }
        disk.syncDirectory();
        return disk;
    }

    /** Everything that recovery hands over, as text. */
    static final class Collected implements Recovery.Target, StateVisitor {
        final List<String> pieces = new ArrayList<>();
        final List<Long> zxids = new ArrayList<>();
        final List<LoggedTxn> txns = new ArrayList<>();
        boolean ended;
        String digest = "none";

        @Override
        public StateVisitor snapshot(long zxid) {
            pieces.clear();
            ended = false;
            return this;
        }

        @Override
        public void snapshotDigest(long zxid, int version, long value) {
            digest = Long.toHexString(zxid) + " " + version + " " + Long.toHexString(value);
        }

        @Override
        public void txn(LoggedTxn txn) {
            txns.add(txn);
            zxids.add(txn.header().zxid());
        }

        @Override
        public void begin(int sessionCount, int aclCount) {
            pieces.add("begin " + sessionCount + " " + aclCount);
        }

        @Override
        public void session(long sessionId, int timeoutMillis) {
            pieces.add("session " + sessionId + " " + timeoutMillis);
        }

        @Override
        public void acl(long key, List<Acl> acl) {
            pieces.add("acl " + key + " " + acl);
        }

        @Override
        public void znode(ZnodeRecord r) {
            int hash = 0;
            for (int i = 0; i < r.dataLength; i++) {
                hash = hash * 31 + r.dataBytes[r.dataOffset + i];
            }
            pieces.add(
                    String.join(
                            " ",
                            "znode",
                            r.path(),
                            r.dataLength + "#" + hash,
                            r.aclKey + "",
                            r.czxid + "," + r.mzxid + "," + r.pzxid,
                            r.ctime + "," + r.mtime,
                            r.version + "," + r.cversion + "," + r.aversion,
                            r.ephemeralOwner + ""));
        }

        @Override
        public void end() {
            ended = true;
        }
    }

    static Collected recover(Disk disk) throws IOException {
        return recover(disk, new RecoveryOptions(true, true));
    }

    static Collected recover(Disk disk, RecoveryOptions options) throws IOException {
        Collected collected = new Collected();
        new Recovery(disk, disk, options).recover(collected);
        return collected;
    }
}
