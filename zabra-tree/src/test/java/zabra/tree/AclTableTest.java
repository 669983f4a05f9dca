package zabra.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.Id;

class AclTableTest {
    private final AclTable table = new AclTable();

    @Test
    void theOpenAclIsNoEntry() {
        assertThat(table.intern(Acl.OPEN)).isEqualTo(-1);
        assertThat(table.intern(null)).isEqualTo(-1);
        assertThat(table.intern(List.of(new Acl(31, new Id("world", "anyone"))))).isEqualTo(-1);
        assertThat(table.list(-1)).isEqualTo(Acl.OPEN);
        assertThat(table.count()).isZero();
    }

    @Test
    void equalListsShareAKeyUntilTheLastIsReleased() {
        int key = table.retain(table.intern(of("a")));
        assertThat(key).isEqualTo(1);
        assertThat(table.retain(table.intern(of("a")))).isEqualTo(1);
        assertThat(table.retain(table.intern(of("b")))).isEqualTo(2);
        table.release(1);
        assertThat(table.list(1)).isEqualTo(of("a"));
        table.release(1);
        assertThat(table.count()).isEqualTo(1);
        assertThat(table.retain(table.intern(of("c")))).as("a free key").isEqualTo(1);
        assertThat(table.list(1)).isEqualTo(of("c"));
    }

    @Test
    void aCopyDoesNotSeeLaterChanges() {
        table.retain(table.intern(of("a")));
        List<List<Acl>> copy = table.copy();
        table.release(1);
        table.retain(table.intern(of("b")));
        assertThat(copy).containsExactly(of("a"));
    }

    @Test
    void holdsManyLists() {
        for (int i = 1; i <= 1000; i++) {
            assertThat(table.retain(table.intern(of("u" + i)))).isEqualTo(i);
        }
        for (int i = 1; i <= 1000; i++) {
            assertThat(table.list(i)).isEqualTo(of("u" + i));
        }
        table.intern(of("unused"));
        table.dropUnused();
        assertThat(table.count()).isEqualTo(1000);
    }

    private static List<Acl> of(String user) {
        return List.of(new Acl(Acl.READ, new Id("digest", user)));
    }
}
