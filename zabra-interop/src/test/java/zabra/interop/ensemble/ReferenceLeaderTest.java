package zabra.interop.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.AsyncCallback;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import zabra.cli.dev.FreePorts;
import zabra.consensus.quorum.Member;
import zabra.consensus.quorum.Membership;
import zabra.interop.ensemble.Reports.Closed;
import zabra.interop.ensemble.Reports.Dialed;
import zabra.interop.ensemble.Reports.Reachable;
import zabra.interop.ensemble.Reports.Vote;
import zabra.interop.server.Await;
import zabra.interop.server.JavaCommand;
import zabra.peer.ensemble.PeerLink;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.LearnerInfo;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.PeerState;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.Ack;
import zabra.protocol.quorum.QuorumMessage.AckEpoch;
import zabra.protocol.quorum.QuorumMessage.Commit;
import zabra.protocol.quorum.QuorumMessage.FollowerInfo;
import zabra.protocol.quorum.QuorumMessage.LeaderInfo;
import zabra.protocol.quorum.QuorumMessage.NewLeader;
import zabra.protocol.quorum.QuorumMessage.Proposal;
import zabra.protocol.quorum.QuorumMessage.Snap;
import zabra.protocol.quorum.QuorumMessage.UpToDate;
import zabra.server.net.quorum.DiskSyncStorage;
import zabra.server.net.quorum.QuorumNetwork;
import zabra.server.net.quorum.QuorumOptions;
import zabra.server.run.Fatal;
import zabra.storage.FileSystemDisk;
import zabra.storage.Snapshots;
import zabra.tree.DataTree;
import zabra.tree.TreeOptions;
import zabra.tree.ZnodeView;

/**
 * Server 2 is ZooKeeper's; 1 and 3 are our networks with this test for a replica: they elect 2, and
 * follow it. So each rule about who connects to whom is met from either side.
 */
@Timeout(180)
class ReferenceLeaderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path directory;

    private final Map<Long, Member> members = new TreeMap<>();
    private final List<QuorumNetwork> networks = new ArrayList<>();
    private final Fatal fatal = new Fatal();
    private int clientPort;
    private Process reference;
    private ZooKeeper client;

    @BeforeEach
    void choosePorts() throws IOException {
        for (long sid = 1; sid <= 3; sid++) {
            members.put(sid, Member.parse(sid, "127.0.0.1:" + freePort() + ":" + freePort()));
        }
        clientPort = freePort();
    }

    @AfterEach
    void stop() throws InterruptedException {
        networks.forEach(QuorumNetwork::stop);
        if (reference != null) {
            reference.destroyForcibly().waitFor();
        }
        if (client != null) {
            client.close();
        }
    }

    @Test
    void weElectAReferenceServerAndFollowIt() throws Exception {
        Reports one = new Reports();
        Reports three = new Reports();
        QuorumNetwork first = network(1, one);
        QuorumNetwork third = network(3, three);
        startReference();

        // It calls the smaller, and asks the larger to call.
        Notification asked = three.await(Vote.class, vote -> vote.from() == 2).notification();
        assertThat(asked.state()).isEqualTo(PeerState.LOOKING);
        assertThat(asked.leader()).isEqualTo(2);
        assertThat(Membership.parse(asked.config()).members().keySet()).containsExactly(1L, 2L, 3L);
        assertThat(one.await(Vote.class, vote -> vote.from() == 2).notification()).isEqualTo(asked);
        send(first, 2, asked);
        send(third, 2, asked);

        PeerLink up = dial(first, one);
        // Whoever looks for a leader is told.
        send(first, 2, asked);
        assertThat(one.await(Vote.class).notification().state()).isEqualTo(PeerState.LEADING);
        long epoch = join(up, first, one, 1);
        send(first, up, new AckEpoch(0, 0));
        NewLeader leader = one.await(NewLeader.class);
        assertThat(leader.epoch()).isEqualTo(epoch);
        send(first, up, new Ack(Zxid.of(epoch, 0)));
        one.await(UpToDate.class);
        send(first, up, new Ack(Zxid.of(epoch, 0)));

        byte[] data = new byte[100_000];
        CompletableFuture<Integer> created = new CompletableFuture<>();
        client = new ZooKeeper("127.0.0.1:" + clientPort, 30_000, _ -> {});
        AsyncCallback.StringCallback done = (code, _, _, _) -> created.complete(code);
        client.create("/big", data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT, done, 0);
        long last = 0;
        while (last < Zxid.of(epoch, 2)) {
            // The session, then the znode.
            Proposal proposal = one.await(Proposal.class);
            assertThat(proposal.zxid()).isGreaterThan(last);
            last = proposal.zxid();
            send(first, up, new Ack(last));
            long zxid = last;
            one.await(Commit.class, commit -> commit.zxid() == zxid);
        }
        assertThat(created.get()).isZero();

        // Who knows nothing gets the state.
        PeerLink late = dial(third, three);
        assertThat(join(late, third, three, 3)).isEqualTo(epoch);
        send(third, late, new AckEpoch(0, 0));
        long snapZxid = three.await(Snap.class).zxid();
        DataTree tree = three.await(DataTree.class);
        assertThat(tree.lastZxid()).isEqualTo(snapZxid).isGreaterThanOrEqualTo(last);
        ZnodeView big = new ZnodeView();
        assertThat(tree.find("/big", big)).isTrue();
        assertThat(big.dataLength()).isEqualTo(data.length);
        assertThat(three.await(NewLeader.class).epoch()).isEqualTo(epoch);

        reference.destroyForcibly();
        three.await(Closed.class, closed -> closed.link().equals(late));
        one.await(Reachable.class, report -> report.sid() == 2 && !report.reachable());
        assertThat(fatal.isEnding()).isFalse();
    }

    /** Its quorum port opens a moment after it is elected. */
    private static PeerLink dial(QuorumNetwork network, Reports reports) {
        PeerLink[] link = new PeerLink[1];
        Await.until(
                "server 2 listens to learners",
                PATIENCE,
                () -> {
                    network.dialLeader(2);
                    link[0] = reports.await(Dialed.class).link();
                    return link[0] != null;
                });
        return link[0];
    }

    private static long join(PeerLink link, QuorumNetwork network, Reports reports, long sid) {
        send(network, link, new FollowerInfo(0, LearnerInfo.of(sid, 0)));
        LeaderInfo info = reports.await(LeaderInfo.class);
        assertThat(info.protocolVersion()).isEqualTo(LearnerInfo.PROTOCOL_VERSION);
        return info.epoch();
    }

    private static void send(QuorumNetwork network, long to, Notification notification) {
        network.sendVote(to, notification);
        network.flush();
    }

    private static void send(QuorumNetwork network, PeerLink link, QuorumMessage message) {
        link.send(message);
        network.flush();
    }

    private QuorumNetwork network(long sid, Reports reports) throws IOException {
        FileSystemDisk disk = new FileSystemDisk(directory.resolve("ours" + sid), true);
        QuorumNetwork network =
                new QuorumNetwork(
                        sid,
                        () -> Membership.majority(0, members.values()),
                        QuorumOptions.defaults(10_000, 1 << 21),
                        new DiskSyncStorage(
                                disk,
                                disk,
                                new Snapshots(disk, disk, Snapshots.Compression.NONE),
                                0,
                                () -> 0,
                                () -> new DataTree(TreeOptions.DEFAULT),
                                1 << 20),
                        fatal);
        networks.add(network);
        network.start(reports);
        return network;
    }

    private void startReference() throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("myid"), "2\n");
        List<String> lines = new ArrayList<>();
        lines.add("tickTime=2000");
        lines.add("initLimit=30");
        lines.add("syncLimit=30");
        lines.add("admin.enableServer=false");
        lines.add("dataDir=" + data);
        lines.add("clientPort=" + clientPort);
        lines.add("clientPortAddress=127.0.0.1");
        members.forEach((sid, member) -> lines.add("server." + sid + "=" + member));
        Path config = Files.write(directory.resolve("zoo.cfg"), lines, StandardCharsets.UTF_8);
        reference =
                new ProcessBuilder(
                                JavaCommand.of(
                                        "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                                        Map.of(),
                                        256,
                                        List.of(config.toString())))
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("reference.log").toFile())
                        .start();
    }

    private static int freePort() throws IOException {
        return FreePorts.find("127.0.0.1", 1, List.of()).getFirst();
    }
}
