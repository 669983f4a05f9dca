package zabra.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodesTest {
    @ParameterizedTest
    @EnumSource(OpCode.class)
    void anOperationIsFoundByItsNumber(OpCode op) {
        assertThat(OpCode.of(op.code())).isSameAs(op);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 23, 99, 108, 127, 128, 1_000_000, -2, -9, -12, Integer.MIN_VALUE})
    void otherNumbersAreNoOperation(int code) {
        assertThat(OpCode.of(code)).isNull();
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void anErrorIsFoundByItsNumber(ErrorCode error) {
        assertThat(ErrorCode.of(error.code())).isSameAs(error);
    }

    @Test
    void otherNumbersAreNoError() {
        assertThat(ErrorCode.of(1)).isNull();
        assertThat(ErrorCode.of(-12)).as("internal to ZooKeeper").isNull();
    }

    @Test
    void aZxidIsEpochAndCounter() {
        assertThat(Zxid.of(3, 1)).isEqualTo(0x300000001L);
        assertThat(Zxid.epoch(0x300000001L)).isEqualTo(3);
        assertThat(Zxid.counter(0x3ffffffffL)).isEqualTo(0xffffffffL);
        assertThat(Zxid.toString(0x300000001L)).isEqualTo("0x300000001");
    }

    @Test
    void theStoredOwnerTellsTheKind() {
        long ttl = EphemeralOwner.ofTtl(600_000);
        assertThat(ttl).isEqualTo(0xff00_0000_0009_27c0L);
        assertThat(EphemeralOwner.isTtl(ttl, true)).isTrue();
        assertThat(EphemeralOwner.ttlMillis(ttl)).isEqualTo(600_000);
        assertThat(EphemeralOwner.session(ttl, true)).isZero();
        assertThat(EphemeralOwner.isTtl(ttl, false)).as("extended types off").isFalse();
        assertThat(EphemeralOwner.session(ttl, false)).isEqualTo(ttl);
        assertThat(EphemeralOwner.isTtl(0xff01_0000_0000_0001L, true)).isFalse();
        assertThat(EphemeralOwner.session(EphemeralOwner.CONTAINER, true)).isZero();
        assertThat(EphemeralOwner.session(EphemeralOwner.CONTAINER, false)).isZero();
        assertThat(EphemeralOwner.session(0x8100_0000_0000_0000L, true))
                .isEqualTo(0x8100_0000_0000_0000L);
        assertThatThrownBy(() -> EphemeralOwner.ofTtl(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EphemeralOwner.ofTtl(1L << 40))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
