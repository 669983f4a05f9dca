package zabra.tree.acl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAuthProviderTest {
    private final IpAuthProvider provider = new IpAuthProvider();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1/0",
                "127.0.0.1/32",
                "127.0.0.1/+8",
                "1.2.3.4/08",
                "01.2.3.4",
                "::",
                "::1",
                "::1/0",
                "::1/128",
                "1::",
                "fe80::1",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
            })
    void takesAddressesAndPrefixes(String id) {
        assertThat(provider.isValid(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "1.2.3",
                "1.2.3.",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.-4",
                "0x7f.0.0.1",
                " 127.0.0.1",
                "localhost",
                "127.0.0.1/",
                "127.0.0.1/-1",
                "127.0.0.1/33",
                "127.0.0.1/8/8",
                "::1/129",
                "::/x",
                ":::",
                ":1",
                "1:",
                "g::1",
                "1::2::3",
                "12345::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                "fe80::1%eth0",
                "::ffff:1.2.3.4",
                "0000:0000:0000:0000:0000:0000:127.0.0.1",
            })
    void refusesEverythingElse(String id) {
        assertThat(provider.isValid(id)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "127.200.0.1, 127.0.0.0/8, true",
        "128.0.0.1, 127.0.0.0/8, false",
        "10.1.191.7, 10.1.128.0/18, true",
        "10.1.192.7, 10.1.128.0/18, false",
        "1.2.3.4, 9.9.9.9/0, true",
        "1.2.3.4, ::/0, false",
        "0:0:0:0:0:0:0:1, ::1, true",
        "0:0:0:0:0:0:0:1%lo, ::1, true",
        "fe80:0:0:0:1:2:3:4%2, fe80::/10, true",
        "fec0:0:0:0:1:2:3:4, fe80::/10, false",
        "0:0:0:0:0:0:0:1, 0.0.0.1/0, false",
        "not an address, 1.2.3.4/0, false",
        "1.2.3.4, not an address, false",
    })
    void matchesByPrefixWithinOneFamily(String address, String aclId, boolean matches) {
        assertThat(provider.matches(address, aclId)).isEqualTo(matches);
    }

    @Test
    void aPacketProvesNothingMore() {
        assertThat(provider.authenticate(new byte[] {1}, "127.0.0.1"))
                .isEqualTo(Authentication.NOTHING);
        assertThat(provider.isAuthenticating()).isFalse();
    }
}
