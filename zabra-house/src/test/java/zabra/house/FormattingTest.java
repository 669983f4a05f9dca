package zabra.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class FormattingTest {
    @Test
    void everySourceIsFormatted() throws IOException {
        assertThat(SourceFormat.check(Repository.ofWorkingDirectory(), false))
                .as("not formatted: run bin/format")
                .isEmpty();
    }

    @Test
    void importsAreOneSortedBlockWithoutTheUnused() throws FormatterException {
        String source =
                """
                package a;
                import zabra.B;
                import java.util.Map;

                import java.util.List;
                class A {
                  List<B> b;
                }
                """;
        assertThat(SourceFormat.format(source))
                .isEqualTo(
                        """
                        package a;

                        import java.util.List;
                        import zabra.B;

                        class A {
                            List<B> b;
                        }
                        """);
    }
}
