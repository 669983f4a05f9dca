package zabra.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import zabra.house.bad.Nondeterministic;

/** What must give the same result for the same calls does nothing that could differ. */
final class DeterminismTest {
    /** No thread, lock, clock, socket, file, random source, logger or system property. */
    private static final Set<String> PURE = Set.of("protocol", "consensus", "tree");

    /** As the pure ones, but the world, threads too, comes to it through ports. */
    private static final Set<String> REPLAYABLE =
            Set.of("protocol", "consensus", "tree", "peer", "simulator");

    /** Classes whose documentation says why they hold a lock. */
    private static final Set<String> LOCKS = Set.of("zabra.tree.watch.Watches");

    @Test
    void whatReplaysIsDeterministic() {
        assertThat(in(REPLAYABLE).flatMap(type -> Bans.violations(type, Bans.WORLD))).isEmpty();
    }

    @Test
    void pureModulesHaveNoThreadsLocksOrLoggers() {
        assertThat(
                        in(PURE).filter(type -> !LOCKS.contains(type.getName()))
                                .flatMap(type ->
                                        Stream.concat(
                                                Bans.violations(type, Bans.THREADS),
                                                Bans.locks(type))))
                .isEmpty();
    }

    @Test
    void eachKindIsFound() {
        JavaClass planted =
                new ClassFileImporter()
                        .importClasses(Nondeterministic.class)
                        .get(Nondeterministic.class);
        assertThat(Bans.violations(planted, Bans.WORLD))
                .satisfiesExactlyInAnyOrder(
                        clock -> assertThat(clock).contains(".clock ").contains("System"),
                        hashes -> assertThat(hashes).contains(".order ").contains("HashMap"),
                        unseeded -> assertThat(unseeded).contains(".random ").contains("Random()"),
                        unique -> assertThat(unique).contains(".random ").contains("UUID"));
        assertThat(Bans.violations(planted, Bans.THREADS)).hasSize(2);
        assertThat(Bans.locks(planted)).hasSize(1);
    }

    private static Stream<JavaClass> in(Set<String> modules) {
        return Zabra.classes().stream().filter(type -> modules.contains(Zabra.module(type)));
    }
}
