package zabra.protocol.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;

/** How two servers of ours agree on ranges, in bytes that ZooKeeper passes over. */
final class RangesTest {
    private static byte[] bytes(QuorumMessage message) {
        JuteWriter out = new JuteWriter();
        QuorumCodec.write(out, message);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void assertMarked(QuorumMessage plain, QuorumMessage marked) {
        byte[] without = bytes(plain);
        byte[] with = bytes(marked);
        assertThat(with).hasSize(without.length + 8);
        // Behind type, zxid and length all is as without, up to where that ends.
        assertThat(Arrays.copyOfRange(with, 16, without.length - 4))
                .isEqualTo(Arrays.copyOfRange(without, 16, without.length - 4));
        assertThat(QuorumCodec.read(new JuteReader(with))).isEqualTo(marked);
        assertThat(QuorumCodec.read(new JuteReader(without))).isEqualTo(plain);
    }

    @Test
    void aLearnerOffersRangesBehindWhatZooKeeperReads() {
        assertMarked(
                new QuorumMessage.FollowerInfo(3, LearnerInfo.of(1, 9)),
                new QuorumMessage.FollowerInfo(3, LearnerInfo.withRanges(1, 9)));
    }

    @Test
    void aLeaderAgreesBehindWhatZooKeeperReads() {
        assertMarked(
                new QuorumMessage.LeaderInfo(3, LearnerInfo.PROTOCOL_VERSION),
                new QuorumMessage.LeaderInfo(3, LearnerInfo.PROTOCOL_VERSION, true));
    }

    @Test
    void otherBytesBehindAreNoOffer() {
        byte[] with = bytes(new QuorumMessage.FollowerInfo(3, LearnerInfo.withRanges(1, 9)));
        with[with.length - 5] ^= 1;
        assertThat(QuorumCodec.read(new JuteReader(with)))
                .isEqualTo(new QuorumMessage.FollowerInfo(3, LearnerInfo.of(1, 9)));
    }
}
