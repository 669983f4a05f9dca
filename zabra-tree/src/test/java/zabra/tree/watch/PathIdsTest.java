package zabra.tree.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathIdsTest {
    @Test
    void findsAPrefixAndNothingShorter() {
        PathIds ids = new PathIds();
        String path = "/" + "a".repeat(3000);
        for (int length = 2; length <= path.length(); length += 2) {
            ids.retain(ids.intern(path.substring(0, length)));
        }
        for (int length = 1; length <= path.length(); length++) {
            String prefix = path.substring(0, length);
            int found = ids.findPrefix(path, length, prefix.hashCode());
            assertThat(found).as(prefix).isEqualTo(ids.find(prefix));
            assertThat(found >= 0).as(prefix).isEqualTo(length % 2 == 0);
        }
    }

    @Test
    void anIdIsFreeAfterItsLastUse() {
        PathIds ids = new PathIds();
        int a = ids.intern("/a");
        ids.retain(a);
        ids.retain(a);
        ids.release(a);
        assertThat(ids.find("/a")).isEqualTo(a);
        ids.release(a);
        assertThat(ids.find("/a")).isEqualTo(-1);
        assertThat(ids.get(a)).isNull();
        assertThat(ids.intern("/b")).as("taken again").isEqualTo(a);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void behavesAsAMap(long seed) {
        Random random = new Random(seed);
        PathIds ids = new PathIds();
        Map<String, Integer> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            String path = "/" + random.nextInt(step % 5_000 < 2_500 ? 2_000 : 200);
            Integer known = model.get(path);
            assertThat(ids.find(path)).isEqualTo(known == null ? -1 : known);
            if (known == null) {
                int id = ids.intern(path);
                assertThat(model).doesNotContainValue(id);
                ids.retain(id);
                model.put(path, id);
            } else {
                ids.release(known);
                model.remove(path);
            }
            assertThat(ids.count()).isEqualTo(model.size());
            assertThat(ids.end()).isLessThanOrEqualTo(2_000);
        }
        model.forEach((path, id) -> assertThat(ids.get(id)).isEqualTo(path));
    }
}
