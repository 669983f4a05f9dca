package zabra.protocol;

/**
 * What a watch tells: the body of a notification.
 *
 * @param type 1 created, 2 deleted, 3 data changed, 4 children changed
 * @param state always {@link #SYNC_CONNECTED} from a server
 * @param path absolute, as the server knows it
 */
public record WatcherEvent(int type, int state, String path) {
    public static final int SYNC_CONNECTED = 3;

    public void write(JuteWriter out) {
        write(out, type, state, path);
    }

    /** As {@link #write(JuteWriter)}, without a record to make first. */
    public static void write(JuteWriter out, int type, int state, String path) {
        out.writeInt(type).writeInt(state).writeString(path);
    }

    public static WatcherEvent read(JuteReader in) {
        return new WatcherEvent(in.readInt(), in.readInt(), in.readString());
    }
}
