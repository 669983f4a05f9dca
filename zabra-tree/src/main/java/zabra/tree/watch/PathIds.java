package zabra.tree.watch;

/** Ids of watched paths. */
final class PathIds extends Ids<String> {
    PathIds() {
        super(new String[0]);
    }

    @Override
    int hash(String path) {
        return path.hashCode();
    }

    @Override
    boolean same(String a, String b) {
        return a.equals(b);
    }

    /**
     * The id of the first {@code length} characters of {@code path}, or -1, without making a string
     * of them.
     *
     * @param hash what {@link String#hashCode} would give for them
     */
    int findPrefix(String path, int length, int hash) {
        int slot = home(hash);
        for (int id = at(slot); id >= 0; id = at(slot)) {
            String candidate = get(id);
            if (candidate.length() == length && path.startsWith(candidate)) {
                return id;
            }
            slot = after(slot);
        }
        return -1;
    }
}
