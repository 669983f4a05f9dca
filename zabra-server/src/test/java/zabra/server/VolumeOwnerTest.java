package zabra.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.server.config.DataDirs;
import zabra.server.config.IdentityConfig;
import zabra.storage.StorageException;

final class VolumeOwnerTest {
    @TempDir Path volume;
    private DataDirs dirs;

    @BeforeEach
    void aVolumeAsAServerFindsIt() throws Exception {
        Files.createDirectory(volume.resolve("lost+found"));
        dirs = new DataDirs(volume, volume, true);
        dirs.create();
        Files.writeString(dirs.snapshotFiles().resolve("zabra.lock"), "7\n");
    }

    private static IdentityConfig server(String cluster, long member) {
        return new IdentityConfig(cluster, OptionalLong.of(member), "zabra-" + (member - 1));
    }

    private void refuses(IdentityConfig identity, String... parts) {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> VolumeOwner.check(dirs, identity))
                .extracting(Throwable::getMessage)
                .asString()
                .contains(parts);
    }

    private String content(String name) throws IOException {
        return Files.readString(volume.resolve(name));
    }

    @Test
    void anEmptyVolumeIsTakenPossessionOf() throws Exception {
        VolumeOwner.check(dirs, server("ns/zabra", 2));
        assertThat(content("myid")).isEqualTo("2\n");
        assertThat(content("cluster")).isEqualTo("ns/zabra\n");
        assertThatCode(() -> VolumeOwner.check(dirs, server("ns/zabra", 2)))
                .doesNotThrowAnyException();
    }

    @Test
    void theVolumeOfAnotherMemberIsRefused() throws Exception {
        VolumeOwner.check(dirs, server("ns/zabra", 2));
        refuses(server("ns/zabra", 3), "belongs to member 2", "member 3 by its name zabra-2");
        assertThat(content("myid")).isEqualTo("2\n");
    }

    @Test
    void theVolumeOfAnotherClusterIsRefusedAndNotTouched() throws Exception {
        VolumeOwner.check(dirs, new IdentityConfig("ns/other", OptionalLong.empty(), ""));
        refuses(server("ns/zabra", 1), "belongs to cluster ns/other", "cluster.name");
        assertThat(volume.resolve("myid")).doesNotExist();
        assertThat(content("cluster")).isEqualTo("ns/other\n");
    }

    @Test
    void dataOfNobodyIsRefusedAndNotTouched() throws Exception {
        Files.createFile(dirs.snapshotFiles().resolve("snapshot.100000007"));
        refuses(server("ns/zabra", 1), "holds data but no myid", "write that number");
        assertThat(volume.resolve("cluster")).doesNotExist();
    }

    @Test
    void dataOfItsOwnIsAdoptedByTheCluster() throws Exception {
        Files.createFile(dirs.snapshotFiles().resolve("snapshot.100000007"));
        Files.writeString(volume.resolve("myid"), "1\n");
        VolumeOwner.check(dirs, server("ns/zabra", 1));
        assertThat(content("cluster")).isEqualTo("ns/zabra\n");
    }

    @Test
    void nothingIsWrittenWhereNothingIsAsked() throws Exception {
        VolumeOwner.check(dirs, IdentityConfig.DEFAULT);
        assertThat(volume.resolve("cluster")).doesNotExist();
        assertThat(volume.resolve("myid")).doesNotExist();
    }
}
