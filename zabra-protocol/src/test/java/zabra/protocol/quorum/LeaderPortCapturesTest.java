package zabra.protocol.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zabra.protocol.Bytes.written;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zabra.protocol.Id;
import zabra.protocol.JuteReader;
import zabra.protocol.MarshallingException;
import zabra.protocol.txn.LoggedTxn;

/** What servers of ZooKeeper 3.9.5 said on the leader port. */
class LeaderPortCapturesTest {
    private static final List<Capture> CAPTURES = Capture.read("leader-port.txt");

    private static final String STREAM = "STREAM";

    private static List<Capture> packets() {
        return CAPTURES.stream().filter(capture -> !capture.name().equals(STREAM)).toList();
    }

    private static QuorumMessage read(byte[] bytes) {
        JuteReader in = new JuteReader(bytes);
        QuorumMessage message = QuorumCodec.read(in);
        assertThat(in.remaining()).isZero();
        return message;
    }

    private static List<QuorumMessage> messages(String conversation, String name) {
        return packets().stream()
                .filter(c -> c.conversation().equals(conversation) && c.name().equals(name))
                .map(capture -> read(capture.bytes()))
                .toList();
    }

    private static String wireName(QuorumMessage message) {
        return switch (message.getClass().getSimpleName()) {
            case "PingReply" -> "PING";
            case "Revalidated" -> "REVALIDATE";
            case String simple -> simple.toUpperCase(Locale.ROOT);
        };
    }

    /** But for those that only servers of Zabra send. */
    @Test
    void everyKindWasCaptured() {
        Set<String> ours = Set.of("Prepare", "Prepared", "HandOver");
        assertThat(
                        packets().stream()
                                .map(capture -> read(capture.bytes()).getClass().getSimpleName())
                                .distinct())
                .containsExactlyInAnyOrder(
                        Arrays.stream(QuorumMessage.class.getPermittedSubclasses())
                                .map(Class::getSimpleName)
                                .filter(kind -> !ours.contains(kind))
                                .toArray(String[]::new));
    }

    @Test
    void isReadAndWrittenAgainAsItWas() {
        for (Capture capture : packets()) {
            QuorumMessage message = read(capture.bytes());
            assertThat(wireName(message)).isEqualTo(capture.name());
            assertThat(written(out -> QuorumCodec.write(out, message)))
                    .as("%s", message)
                    .isEqualTo(capture.bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 15, 16, 17, 64, 1000, 1_000_000})
    void isFoundInPiecesOfAnySize(int piece) {
        Map<String, List<Capture>> conversations = new LinkedHashMap<>();
        CAPTURES.forEach(c ->
                conversations.computeIfAbsent(c.conversation(), k -> new ArrayList<>()).add(c));
        assertThat(conversations).hasSizeGreaterThan(10);
        conversations.forEach((name, captures) -> follow(captures, piece));
    }

    /** Feeds a whole conversation; what follows a snapshot's packet goes past the decoder. */
    private static void follow(List<Capture> captures, int piece) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        captures.forEach(capture -> all.writeBytes(capture.bytes()));
        byte[] wire = all.toByteArray();
        QuorumDecoder decoder = new QuorumDecoder(QuorumDecoder.LENGTH_MAX_DEFAULT);
        int at = 0;
        int index = 0;
        int end = 0;
        while (at < wire.length) {
            if (captures.get(index).name().equals(STREAM)) {
                assertThat(decoder.isBetweenMessages()).isTrue();
                at += captures.get(index++).bytes().length;
                end = at;
                continue;
            }
            at += decoder.feed(wire, at, Math.min(piece, wire.length - at));
            QuorumMessage message = decoder.take();
            assertThat(decoder.take()).isNull();
            if (message != null) {
                Capture expected = captures.get(index++);
                end += expected.bytes().length;
                assertThat(at).as("stops behind %s", message).isEqualTo(end);
                assertThat(written(out -> QuorumCodec.write(out, message)))
                        .isEqualTo(expected.bytes());
            }
        }
        assertThat(index).isEqualTo(captures.size());
        assertThat(decoder.isBetweenMessages()).isTrue();
    }

    @Test
    void isNothingUntilItsLastByte() {
        for (Capture capture : packets()) {
            byte[] bytes = capture.bytes();
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> QuorumCodec.read(new JuteReader(cut)))
                        .isInstanceOf(MarshallingException.class);
                QuorumDecoder decoder = new QuorumDecoder(QuorumDecoder.LENGTH_MAX_DEFAULT);
                assertThat(decoder.feed(cut, 0, length)).isEqualTo(length);
                assertThat(decoder.take()).isNull();
                assertThat(decoder.isBetweenMessages()).isEqualTo(length == 0);
            }
        }
    }

    @Test
    void aFollowerJoins() {
        LearnerInfo first = new LearnerInfo(LearnerInfo.Form.FULL, 1, 0x10000, 0);
        assertThat(messages("follower 1 to leader", "FOLLOWERINFO"))
                .containsExactly(new QuorumMessage.FollowerInfo(0, first));
        assertThat(messages("follower 1 from leader", "LEADERINFO"))
                .containsExactly(new QuorumMessage.LeaderInfo(1, LearnerInfo.PROTOCOL_VERSION));
        assertThat(messages("follower 1 to leader", "ACKEPOCH"))
                .containsExactly(new QuorumMessage.AckEpoch(0, 0));
        assertThat(messages("follower 1 from leader", "DIFF"))
                .containsExactly(new QuorumMessage.Diff(0));
        assertThat(messages("follower 1 from leader", "NEWLEADER"))
                .singleElement()
                .isInstanceOfSatisfying(
                        QuorumMessage.NewLeader.class,
                        message -> {
                            assertThat(message.epoch()).isEqualTo(1);
                            assertThat(message.config())
                                    .startsWith("server.1=127.0.0.1:24041:24051:participant;")
                                    .endsWith("\nversion=100000000");
                        });
        assertThat(messages("follower 1 again to leader", "FOLLOWERINFO"))
                .containsExactly(
                        new QuorumMessage.FollowerInfo(1, LearnerInfo.of(1, 0x1_0000_0000L)));
        assertThat(messages("observer 4 to leader", "OBSERVERINFO"))
                .containsExactly(
                        new QuorumMessage.ObserverInfo(0, LearnerInfo.of(4, 0x1_0000_0000L)));
        assertThat(messages("observer 4 from leader", "SNAP"))
                .containsExactly(new QuorumMessage.Snap(0x1_0000_0005L));
        assertThat(messages("learner 9, ahead from leader", "TRUNC"))
                .containsExactly(new QuorumMessage.Trunc(0x1_0000_000bL));
        assertThat(messages("learner 9, ahead to leader", "ACKEPOCH"))
                .containsExactly(
                        new QuorumMessage.AckEpoch(
                                0x1_0000_0063L, QuorumMessage.AckEpoch.ALREADY_ACCEPTED));
    }

    @Test
    void oldLearnersSayLess() {
        assertThat(messages("learner 8, protocol 1 to leader", "FOLLOWERINFO"))
                .containsExactly(
                        new QuorumMessage.FollowerInfo(
                                0, new LearnerInfo(LearnerInfo.Form.SID_AND_VERSION, 8, 1, 0)));
        assertThat(messages("learner 8, no protocol to leader", "FOLLOWERINFO"))
                .containsExactly(
                        new QuorumMessage.FollowerInfo(
                                0, new LearnerInfo(LearnerInfo.Form.SID, 8, 1, 0)));
        assertThat(messages("learner 8, protocol 1 from leader", "NEWLEADER"))
                .containsExactly(new QuorumMessage.NewLeader(1, null));
    }

    @Test
    void aWriteGoesThrough() {
        assertThat(messages("follower 1 to leader", "REQUEST").getFirst())
                .isInstanceOfSatisfying(
                        QuorumMessage.Request.class,
                        request -> {
                            assertThat(request.sessionId()).isEqualTo(0x100006e9c330000L);
                            assertThat(request.cxid()).isEqualTo(1);
                            assertThat(request.opCode()).isEqualTo(1);
                            assertThat(new JuteReader(request.body()).readString()).isEqualTo("/a");
                            assertThat(request.authInfo())
                                    .containsExactly(new Id("ip", "127.0.0.1"));
                        });
        assertThat(messages("follower 1 to leader", "REQUEST").get(2))
                .as("createSession, made by the server")
                .isInstanceOfSatisfying(
                        QuorumMessage.Request.class,
                        request -> {
                            assertThat(request.opCode()).isEqualTo(-10);
                            assertThat(request.authInfo()).isNull();
                        });
        QuorumMessage.Proposal proposal =
                (QuorumMessage.Proposal) messages("follower 1 from leader", "PROPOSAL").getFirst();
        LoggedTxn txn = LoggedTxn.read(new JuteReader(proposal.txn()));
        assertThat(txn.header().zxid()).isEqualTo(proposal.zxid()).isEqualTo(0x1_0000_0001L);
        assertThat(txn.hasDigest()).isTrue();
        assertThat(written(txn::write)).isEqualTo(proposal.txn());
        assertThat(messages("follower 1 to leader", "ACK"))
                .startsWith(
                        new QuorumMessage.Ack(0x1_0000_0000L),
                        new QuorumMessage.Ack(0x1_0000_0000L),
                        new QuorumMessage.Ack(0x1_0000_0001L));
        assertThat(messages("follower 1 from leader", "COMMIT"))
                .startsWith(new QuorumMessage.Commit(0x1_0000_0001L));
    }

    @Test
    void sessionsAndConfigs() {
        assertThat(messages("follower 1 to leader", "PING"))
                .contains(
                        new QuorumMessage.PingReply(0x1_0000_0000L, List.of()),
                        new QuorumMessage.PingReply(
                                0x1_0000_0004L,
                                List.of(new SessionTouch(0x100006e9c330000L, 10_000))));
        assertThat(messages("follower 3 to leader", "REVALIDATE"))
                .containsExactly(new QuorumMessage.Revalidate(0x100006e9c330000L, 10_000));
        assertThat(messages("follower 3 from leader", "REVALIDATE"))
                .containsExactly(new QuorumMessage.Revalidated(0x100006e9c330000L, true));
        assertThat(messages("follower 3 from leader", "COMMITANDACTIVATE"))
                .containsExactly(new QuorumMessage.CommitAndActivate(0x1_0000_000dL, 2));
        assertThat(messages("observer 4 from leader", "INFORMANDACTIVATE"))
                .singleElement()
                .isInstanceOfSatisfying(
                        QuorumMessage.InformAndActivate.class,
                        message -> {
                            assertThat(message.designatedLeader()).isEqualTo(2);
                            assertThat(
                                            LoggedTxn.read(new JuteReader(message.txn()))
                                                    .header()
                                                    .type())
                                    .isEqualTo(16);
                        });
    }
}
