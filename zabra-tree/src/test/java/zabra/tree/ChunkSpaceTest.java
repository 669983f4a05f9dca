package zabra.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkSpaceTest {
    private static final ChunkLayout SMALL = new ChunkLayout(1 << 10, 8);

    private final Random random = new Random(11);

    /** Bytes that are all of one value, so that any overlap shows. */
    private record Place(int ref, int bytes, byte stamp) {}

    @Test
    void placesNeverOverlapAndImagesStay() {
        ChunkSpace space = new ChunkSpace(SMALL);
        List<Place> places = new ArrayList<>();
        Map<Chunks, List<Place>> images = new HashMap<>();
        for (int step = 0; step < 50_000; step++) {
            if (random.nextInt(100) < 52) {
                places.add(placed(space, (byte) step));
            } else if (!places.isEmpty()) {
                free(space, places);
            }
            if (random.nextInt(1_000) == 0) {
                images.put(space.image(), List.copyOf(places));
            }
            if (random.nextInt(20) == 0 && !places.isEmpty()) {
                change(space, places);
            }
        }
        assertThat(places).hasSizeGreaterThan(500);
        places.forEach(place -> assertHolds(space.chunks, place));
        assertThat(images).hasSizeGreaterThan(20);
        images.forEach((chunks, shown) -> shown.forEach(place -> assertHolds(chunks, place)));
        places.forEach(place -> space.free(place.ref, place.bytes));
        assertThat(space.garbage()).isLessThanOrEqualTo(SMALL.chunkBytes());
    }

    private Place placed(ChunkSpace space, byte stamp) {
        int bytes = 1 + random.nextInt(random.nextInt(30) == 0 ? 3_000 : 100);
        Place place = new Place(space.allocate(bytes), bytes, stamp);
        assertThat(place.ref).isNotEqualTo(Chunks.NONE);
        fill(space.chunks, place);
        return place;
    }

    private void free(ChunkSpace space, List<Place> places) {
        int index = random.nextInt(places.size());
        Place place = places.get(index);
        assertHolds(space.chunks, place);
        space.free(place.ref, place.bytes);
        places.set(index, places.getLast());
        places.removeLast();
    }

    private void change(ChunkSpace space, List<Place> places) {
        int index = random.nextInt(places.size());
        Place place = places.get(index);
        if (space.mayChange(place.ref)) {
            Place changed = new Place(place.ref, place.bytes, (byte) (place.stamp + 1));
            fill(space.chunks, changed);
            places.set(index, changed);
        }
    }

    private static void fill(Chunks chunks, Place place) {
        int at = chunks.offset(place.ref);
        Arrays.fill(chunks.array(place.ref), at, at + place.bytes, place.stamp);
    }

    private static void assertHolds(Chunks chunks, Place place) {
        byte[] array = chunks.array(place.ref);
        int at = chunks.offset(place.ref);
        for (int i = 0; i < place.bytes; i++) {
            assertThat(array[at + i]).isEqualTo(place.stamp);
        }
    }

    @Test
    void whatAnImageShowsIsNotChanged() {
        ChunkSpace space = new ChunkSpace(SMALL);
        int before = space.allocate(20);
        assertThat(space.mayChange(before)).isTrue();
        Chunks image = space.image();
        assertThat(space.mayChange(before)).isFalse();
        int after = space.allocate(20);
        assertThat(space.mayChange(after)).isTrue();
        assertThat(image.array(before)).isNotSameAs(space.chunks.array(after));
    }

    @Test
    void anEmptyChunkGoesAndItsNumberComesAgain() {
        ChunkSpace space = new ChunkSpace(SMALL);
        for (int i = 0; i < 100_000; i++) {
            int ref = space.allocate(200);
            assertThat(space.chunks.number(ref)).isLessThan(4);
            space.free(ref, 200);
        }
        assertThat(space.garbage()).isLessThanOrEqualTo(SMALL.chunkBytes());
    }

    @Test
    void aChunkThatAnImageShowsIsNotUsedAgain() {
        ChunkSpace space = new ChunkSpace(SMALL);
        List<Place> shown = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            shown.add(placed(space, (byte) i));
        }
        Chunks image = space.image();
        shown.forEach(place -> space.free(place.ref, place.bytes));
        for (int i = 0; i < 2_000; i++) {
            placed(space, (byte) 0x55);
        }
        shown.forEach(place -> assertHolds(image, place));
    }

    @Test
    void whatIsLargeHasAnArrayOfItsOwn() {
        ChunkSpace space = new ChunkSpace(SMALL);
        space.allocate(10);
        int large = space.allocate(100_000);
        assertThat(space.chunks.array(large)).hasSize(100_000);
        assertThat(space.garbage()).isLessThan(100);
        space.free(large, 100_000);
        assertThat(space.chunks.array(large)).isNull();
    }

    @Test
    void sharesChunksWhereNumbersBecomeFew() {
        ChunkSpace space = new ChunkSpace(SMALL, 8);
        for (int i = 0; i < 4; i++) {
            int ref = space.allocate(400);
            assertThat(space.chunks.array(ref)).hasSize(400);
        }
        int first = space.allocate(400);
        int second = space.allocate(400);
        assertThat(space.chunks.array(first)).hasSize(SMALL.chunkBytes());
        assertThat(space.chunks.array(second)).isSameAs(space.chunks.array(first));
        for (int i = 0; i < 6; i++) {
            space.allocate(500);
        }
        assertThatThrownBy(() -> space.allocate(500)).hasMessageStartingWith("the tree is full");
    }

    @Test
    void keepsTheTailOfWhatBecomesShorterAsGarbage() {
        ChunkSpace space = new ChunkSpace(SMALL);
        int ref = space.allocate(200);
        long before = space.garbage();
        space.free(ref, 96);
        assertThat(space.garbage() - before).isEqualTo(96);
        space.free(ref, 104);
        assertThat(space.garbage() - before).isEqualTo(200);
    }

    @Test
    void theLayoutReachesTheWholeHeap() {
        assertThat(ChunkLayout.of(1 << 20, 1L << 30)).isEqualTo(new ChunkLayout((1 << 20) - 16, 8));
        assertThat(ChunkLayout.of(0, 16L << 30).granuleBytes()).isEqualTo(8);
        assertThat(ChunkLayout.of(16 << 20, 32L << 30))
                .isEqualTo(new ChunkLayout((16 << 20) - 16, 16));
        assertThat(ChunkLayout.of(32 << 20, 256L << 30).granuleBytes()).isEqualTo(128);
        assertThatThrownBy(() -> new ChunkLayout(1 << 20, 12)).hasMessage("granules of 12 bytes");
        assertThatThrownBy(() -> new ChunkLayout(100, 8)).hasMessage("a chunk of 100 bytes");
    }
}
