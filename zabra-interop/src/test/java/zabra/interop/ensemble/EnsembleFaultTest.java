package zabra.interop.ensemble;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.server.ServerKind;

/**
 * Faults of every kind strike an ensemble under load, one after another, and it keeps every
 * promise: {@code -Dinterop.faults} of them ({@code -Dinterop.servers}, {@code -Dinterop.seed}).
 */
final class EnsembleFaultTest {
    @TempDir Path directory;

    @Test
    void keepsWhatItPromised() throws Exception {
        strike(Integer.getInteger("interop.faults", 10), Integer.getInteger("interop.servers", 3));
    }

    @Test
    @Tag("soak")
    void keepsWhatItPromisedForLong() throws Exception {
        strike(Integer.getInteger("interop.faults", 100), Integer.getInteger("interop.servers", 5));
    }

    private void strike(int faults, int servers) throws Exception {
        long seed = Long.getLong("interop.seed", 1);
        SplittableRandom random = new SplittableRandom(seed);
        try (Drill drill = new Drill(directory, Ensemble.all(ServerKind.underTest(), servers))) {
            drill.say("seed " + seed);
            for (int i = 0; i < faults; i++) {
                drill.strike(Fault.any(drill.ensemble(), i, random), random);
            }
            drill.check();
        }
    }
}
