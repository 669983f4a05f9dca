package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import zabra.peer.ensemble.MemberOptions;
import zabra.protocol.ConnectResponse;
import zabra.protocol.ErrorCode;
import zabra.protocol.OpCode;
import zabra.protocol.ReplyHeader;

/** A server that is cut off from its quorum, and lets clients read that accept it. */
final class ReadOnlyTest {
    private final Members members = Members.three(new MemberOptions(false, false, true));
    private Members.One only;

    /** All but one end, and it has looked for the others for long enough. */
    private void cutOff() {
        PeerHarness.Client writer = members.connect(members.member(1));
        writer.create(1, "/a", "x");
        members.settle();
        only = members.member(1);
        members.end(members.member(2));
        members.end(members.member(3));
        members.pass(2 * Members.TICK);
        assertThat(only.harness.peer.isReadOnly()).isTrue();
        assertThat(writer.transport.aborted).isTrue();
    }

    private PeerHarness.Client connect(boolean readOnly) {
        PeerHarness.Client client = only.harness.new Client();
        client.connect(0, new byte[16], readOnly);
        members.settle();
        return client;
    }

    @Test
    void servesReadsAndRefusesWrites() {
        cutOff();
        PeerHarness.Client client = connect(true);
        ConnectResponse response = ConnectResponse.read(client.frames().getFirst());
        assertThat(response.readOnly()).isTrue();
        client.getData(1, "/a", false);
        client.setData(2, "/a", "y");
        client.request(3, OpCode.SYNC, out -> out.writeString("/a"));
        client.getData(4, "/a", false);
        members.settle();
        assertThat(client.headers())
                .extracting(ReplyHeader::error)
                .containsExactly(0, ErrorCode.NOTREADONLY.code(), ErrorCode.NOTREADONLY.code(), 0);
        assertThat(client.transport.closed).isFalse();
    }

    @Test
    void turnsAwayWhoWantsToWrite() {
        cutOff();
        assertThat(connect(false).transport.closed).isTrue();
    }

    @Test
    void doesNotSayThatASessionOfTheEnsembleLives() {
        PeerHarness.Client known = members.connect(members.member(1));
        cutOff();
        PeerHarness.Client again = only.harness.new Client();
        again.connect(known.sessionId, known.password, true);
        members.settle();
        assertThat(again.transport.closed).isTrue();
        assertThat(again.frames()).isEmpty();
    }

    @Test
    void isNotWhatAServerDoesThatWasNotAskedTo() {
        Members strict = Members.three(MemberOptions.DEFAULT);
        strict.end(strict.member(2));
        strict.end(strict.member(3));
        strict.pass(2 * Members.TICK);
        assertThat(strict.member(1).harness.peer.isReadOnly()).isFalse();
    }
}
