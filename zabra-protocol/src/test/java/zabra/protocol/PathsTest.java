package zabra.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a",
                "/a/b",
                "/...",
                "/..b",
                "/a.b",
                "/.a",
                "/a..",
                "/a./b",
                "/ ",
                "/a b",
                "/ü/日本",
                "/a~",
                "/a\u00a0",
                "/a\ud7ff",
                "/a\uf900",
                "/a\uffef"
            })
    void takesGoodPaths(String path) {
        assertThat(Paths.isValid(path)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "foo",
                "a/b",
                "/a/",
                "//",
                "//a",
                "/a//b",
                "/.",
                "/..",
                "/./a",
                "/../a",
                "/a/.",
                "/a/..",
                "/a/./b",
                "/a/../b",
                "/a\0",
                "/\u0001",
                "/a\u001f",
                "/a\u007f",
                "/a\u009f",
                "/a\ud800",
                "/\ud83d\ude00",
                "/a\udfff",
                "/a\ue000",
                "/a\uf8ff",
                "/a\ufff0",
                "/a\uffff"
            })
    void refusesBadOnes(String path) {
        assertThat(Paths.isValid(path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/a,/,a",
        "/a/b,/a,b",
        "/a/b/c,/a/b,c",
        "/,/,''",
        "/t/,/t,''",
        "//t,/,t",
        "t/x,t,x"
    })
    void splitsAtTheLastSlash(String path, String parent, String name) {
        assertThat(Paths.parent(path)).isEqualTo(parent);
        assertThat(Paths.name(path)).isEqualTo(name);
    }

    @Test
    void splittingNeedsASlashAndNoNul() {
        assertThat(Paths.isSplittable("/t/")).isTrue();
        assertThat(Paths.isSplittable("t/x")).isTrue();
        assertThat(Paths.isSplittable("t")).isFalse();
        assertThat(Paths.isSplittable("")).isFalse();
        assertThat(Paths.isSplittable(null)).isFalse();
        assertThat(Paths.isSplittable("/t\0")).isFalse();
        assertThatThrownBy(() -> Paths.parent("t")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Paths.name("t")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void childIsTheInverse() {
        assertThat(Paths.child("/", "a")).isEqualTo("/a");
        assertThat(Paths.child("/a", "b")).isEqualTo("/a/b");
    }
}
