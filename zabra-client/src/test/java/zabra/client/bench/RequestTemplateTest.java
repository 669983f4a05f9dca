package zabra.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import zabra.protocol.OpCode;

class RequestTemplateTest {

    private static String hex(RequestTemplate template, int xid, long number) {
        ByteBuffer out = ByteBuffer.allocateDirect(512);
        template.put(out, xid, number);
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        assertThat(bytes).hasSize(template.length());
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void getDataHasTheBytesOfTheProtocol() {
        assertThat(hex(RequestTemplate.getData("/n/", 3), 7, 42))
                .isEqualTo(
                        "00000013" // length 19
                                + "00000007" // xid
                                + "00000004" // getData
                                + "00000006" // path of 6 bytes
                                + "2f6e2f303432" // /n/042
                                + "00"); // no watch
    }

    @Test
    void existsAndGetChildrenDifferFromGetDataByTheirNumber() {
        assertThat(hex(RequestTemplate.exists("/a", 1), 1, 9))
                .isEqualTo("00000010" + "00000001" + "00000003" + "00000003" + "2f6139" + "00");
        assertThat(hex(RequestTemplate.getChildren("/a"), 1, 0))
                .isEqualTo("0000000f" + "00000001" + "00000008" + "00000002" + "2f61" + "00");
    }

    @Test
    void setDataCarriesDataAndAnyVersion() {
        assertThat(hex(RequestTemplate.setData("/a", 1, new byte[] {1, 2}), 3, 5))
                .isEqualTo(
                        "00000019"
                                + "00000003"
                                + "00000005"
                                + "00000003"
                                + "2f6135" // /a5
                                + "00000002"
                                + "0102"
                                + "ffffffff"); // any version
    }

    @Test
    void createIsPersistentAndOpenToEverybody() {
        assertThat(hex(RequestTemplate.create("/a", 0, new byte[0]), 1, 0))
                .isEqualTo(
                        "00000031"
                                + "00000001"
                                + "00000001"
                                + "00000002"
                                + "2f61"
                                + "00000000" // no data
                                + "00000001" // one entry
                                + "0000001f" // all permissions
                                + "00000005776f726c64" // world
                                + "00000006616e796f6e65" // anyone
                                + "00000000"); // persistent
    }

    @Test
    void deleteAndBareRequests() {
        assertThat(hex(RequestTemplate.delete("/a", 0), 2, 0))
                .isEqualTo("00000012" + "00000002" + "00000002" + "00000002" + "2f61" + "ffffffff");
        assertThat(hex(RequestTemplate.bare(OpCode.PING), -2, 0))
                .isEqualTo("00000008" + "fffffffe" + "0000000b");
    }

    @Test
    void aTemplateIsPatchedAnewForEachRequest() {
        RequestTemplate template = RequestTemplate.getData("/", 4);
        String first = hex(template, 1, 9876);
        String second = hex(template, 2, 1);
        assertThat(first)
                .contains(HexFormat.of().formatHex("/9876".getBytes(StandardCharsets.US_ASCII)));
        assertThat(second)
                .contains(HexFormat.of().formatHex("/0001".getBytes(StandardCharsets.US_ASCII)));
    }
}
