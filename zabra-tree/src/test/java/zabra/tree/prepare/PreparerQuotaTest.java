package zabra.tree.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.ErrorCode;
import zabra.protocol.OpCode;

class PreparerQuotaTest {
    private static final String LIMITS = "/zookeeper/quota/q/zookeeper_limits";

    private final Leader leader = new Leader(new PrepareOptions(false, true, true, true));

    @BeforeEach
    void limitedToTwoZnodesAndTenBytes() {
        limit(leader);
    }

    private static void limit(Leader leader) {
        leader.given("/q");
        leader.given("/zookeeper/quota/q");
        leader.given(LIMITS);
        limit(leader, "count=-1,bytes=-1=;byteHardLimit=10;countHardLimit=2");
        leader.given("/zookeeper/quota/q/zookeeper_stats");
    }

    private static void limit(Leader leader, String text) {
        assertThat(leader.setData(LIMITS, text.getBytes(StandardCharsets.US_ASCII), -1))
                .isEqualTo(ErrorCode.OK);
        leader.applyAll();
    }

    private ErrorCode create(String path, int length) {
        ErrorCode error =
                leader.ask(OpCode.CREATE, Bodies.create(path, new byte[length], Acl.OPEN, 0));
        leader.applyAll();
        return error;
    }

    private ErrorCode setData(int length) {
        return setData(length, -1);
    }

    private ErrorCode setData(int length, int version) {
        ErrorCode error = leader.setData("/q/a", new byte[length], version);
        leader.applyAll();
        return error;
    }

    @Test
    void hardLimitsRefuse() {
        assertThat(create("/q/a", 11)).isEqualTo(ErrorCode.QUOTAEXCEEDED);
        assertThat(create("/q/a", 5)).isEqualTo(ErrorCode.OK);
        assertThat(create("/q/b", 0)).isEqualTo(ErrorCode.QUOTAEXCEEDED);
        assertThat(setData(11)).isEqualTo(ErrorCode.QUOTAEXCEEDED);
        assertThat(setData(10)).isEqualTo(ErrorCode.OK);
        assertThat(leader.delete("/q/a")).isEqualTo(ErrorCode.OK);
        leader.applyAll();
        assertThat(create("/q/b", 10)).isEqualTo(ErrorCode.OK);
    }

    @Test
    void withoutMemoryForMoreNothingGrows() {
        Leader plain = new Leader(new PrepareOptions(false, false, true, true));
        plain.given("/a");
        plain.preparer.setFull(true);
        assertThat(plain.ask(OpCode.CREATE, Bodies.create("/b", new byte[1], Acl.OPEN, 0)))
                .isEqualTo(ErrorCode.QUOTAEXCEEDED);
        assertThat(plain.setData("/a", new byte[5], -1)).isEqualTo(ErrorCode.QUOTAEXCEEDED);
        assertThat(plain.delete("/a")).isEqualTo(ErrorCode.OK);
        plain.applyAll();
        plain.preparer.setFull(false);
        assertThat(plain.ask(OpCode.CREATE, Bodies.create("/b", new byte[1], Acl.OPEN, 0)))
                .isEqualTo(ErrorCode.OK);
    }

    @Test
    void existenceComesBeforeTheQuotaAndTheQuotaBeforeTheVersion() {
        assertThat(create("/q/a", 5)).isEqualTo(ErrorCode.OK);
        assertThat(create("/q/a", 50)).isEqualTo(ErrorCode.NODEEXISTS);
        assertThat(setData(11, 9)).isEqualTo(ErrorCode.QUOTAEXCEEDED);
        assertThat(setData(9, 9)).isEqualTo(ErrorCode.BADVERSION);
    }

    @Test
    void aChangeOfDataIsNotCountedAsAZnode() {
        assertThat(create("/q/a", 5)).isEqualTo(ErrorCode.OK);
        limit(leader, "count=-1,bytes=-1=;byteHardLimit=10;countHardLimit=1");
        assertThat(setData(10)).isEqualTo(ErrorCode.OK);
    }

    @Test
    void whatShrinksButIsStillTooMuchIsRefused() {
        assertThat(create("/q/a", 10)).isEqualTo(ErrorCode.OK);
        limit(leader, "count=-1,bytes=-1=;byteHardLimit=5;countHardLimit=2");
        assertThat(setData(7)).isEqualTo(ErrorCode.QUOTAEXCEEDED);
        assertThat(setData(10)).isEqualTo(ErrorCode.OK);
        assertThat(setData(4)).isEqualTo(ErrorCode.OK);
    }

    @Test
    void softLimitsRefuseNothingAndNeitherDoTextsThatAreNone() {
        limit(leader, "count=1,bytes=1");
        assertThat(create("/q/a", 5)).isEqualTo(ErrorCode.OK);
        limit(leader, "what?");
        assertThat(create("/q/b", 5)).isEqualTo(ErrorCode.OK);
    }

    @Test
    void nothingIsRefusedUnlessQuotasAreEnforced() {
        Leader lenient = new Leader(PrepareOptions.DEFAULT);
        limit(lenient);
        assertThat(lenient.create("/q/a", 0)).isEqualTo(ErrorCode.OK);
        lenient.applyAll();
        assertThat(lenient.create("/q/b", 0)).isEqualTo(ErrorCode.OK);
    }
}
