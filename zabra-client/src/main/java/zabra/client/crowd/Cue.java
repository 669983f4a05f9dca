package zabra.client.crowd;

/** Whoever acts on the server while an occasion goes on. Asked by the crowd's thread. */
public interface Cue {
    /** The occasion has come to this point; called once for each, and returns at once. */
    void reached(String point);

    /** Whether the occasion may leave the point it reached last. */
    boolean given();

    /** Nobody acts: no point is waited at. */
    Cue NOBODY =
            new Cue() {
                @Override
                public void reached(String point) {
                    // Nobody is there to be told.
                }

                @Override
                public boolean given() {
                    return true;
                }
            };
}
