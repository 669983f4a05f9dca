package zabra.tree;

import java.nio.charset.StandardCharsets;

/** A path's UTF-8 bytes in an array that is used again for the next path. */
final class Utf8Path {
    byte[] bytes = new byte[256];
    int length;

    /** Where the last name begins, minus one; -1 where there is no slash. */
    int lastSlash;

    void set(String path) {
        int chars = path.length();
        if (chars > bytes.length) {
            bytes = new byte[Math.max(chars, bytes.length * 2)];
        }
        int slash = -1;
        for (int i = 0; i < chars; i++) {
            char c = path.charAt(i);
            if (c >= 0x80) {
                setOther(path);
                return;
            }
            if (c == '/') {
                slash = i;
            }
            bytes[i] = (byte) c;
        }
        length = chars;
        lastSlash = slash;
    }

    private void setOther(String path) {
        bytes = path.getBytes(StandardCharsets.UTF_8);
        length = bytes.length;
        lastSlash = length - 1;
        while (lastSlash >= 0 && bytes[lastSlash] != '/') {
            lastSlash--;
        }
    }

    /** "/" becomes the empty path, which is the root's inside. */
    void setNode(String path) {
        set(path);
        if (length == 1 && lastSlash == 0) {
            length = 0;
            lastSlash = -1;
        }
    }
}
