package zabra.tree;

import java.util.Arrays;

/**
 * The directories by number, from 1; a packed znode names its own. In pages, so that an image needs
 * a copy of the list of pages only: a page, like a directory, is copied when it changes after an
 * image took it.
 */
final class Directories {
    private static final int PAGE_BITS = 10;
    private static final int PAGE = 1 << PAGE_BITS;

    private Directory[][] pages;
    private int[] pageGenerations;
    private int limit = 1;
    private int[] free = new int[4];
    private int freeCount;
    private int generation = 1;

    Directories() {
        this(new Directory[0][]);
    }

    private Directories(Directory[][] pages) {
        this.pages = pages;
        pageGenerations = new int[pages.length];
    }

    /** These directories as they are and stay. */
    Directories image() {
        generation++;
        return new Directories(pages.clone());
    }

    /** In which a directory may be changed, see {@link Namespace}. */
    int generation() {
        return generation;
    }

    /** One more than the highest number. */
    int limit() {
        return limit;
    }

    /** Null where the number is free. */
    Directory get(int number) {
        return pages[number >>> PAGE_BITS][number & PAGE - 1];
    }

    /** The same, to be changed. */
    Directory own(int number) {
        Directory directory = get(number);
        if (directory.generation != generation) {
            directory = directory.copy(generation);
            put(number, directory);
        }
        return directory;
    }

    /** The number of a directory that is new. */
    int add(Directory directory) {
        int number = freeCount > 0 ? free[--freeCount] : limit++;
        put(number, directory);
        return number;
    }

    void remove(int number) {
        put(number, null);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = number;
    }

    private void put(int number, Directory directory) {
        int page = number >>> PAGE_BITS;
        if (page >= pages.length) {
            int length = Math.max(page + 1, 2 * pages.length);
            pages = Arrays.copyOf(pages, length);
            pageGenerations = Arrays.copyOf(pageGenerations, length);
        }
        if (pages[page] == null) {
            pages[page] = new Directory[PAGE];
            pageGenerations[page] = generation;
        } else if (pageGenerations[page] != generation) {
            pages[page] = pages[page].clone();
            pageGenerations[page] = generation;
        }
        pages[page][number & PAGE - 1] = directory;
    }
}
