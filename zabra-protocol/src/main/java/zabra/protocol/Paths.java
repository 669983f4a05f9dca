package zabra.protocol;

/**
 * The rules of znode paths. Paths are absolute, components are separated by one {@code /}, the root
 * is {@code /}. All functions are pure and allocate nothing but their result.
 */
public final class Paths {
    public static final String ROOT = "/";

    private Paths() {}

    /**
     * Whether {@code path} may name a znode: it starts with {@code /} and, but for the root, does
     * not end with one; no component is empty, {@code .} or {@code ..}; no character is a control
     * character, a surrogate (hence none beyond the basic plane), private use, or above U+FFEF.
     * Null is not valid.
     */
    public static boolean isValid(String path) {
        if (path == null || path.isEmpty() || path.charAt(0) != '/') {
            return false;
        }
        int length = path.length();
        if (length == 1) {
            return true;
        }
        int start = 1; // of the component at hand
        for (int i = 1; i < length; i++) {
            char c = path.charAt(i);
            if (c == '/') {
                if (!isComponent(path, start, i)) {
                    return false;
                }
                start = i + 1;
            } else if (!isAllowed(c)) {
                return false;
            }
        }
        return isComponent(path, start, length);
    }

    private static boolean isComponent(String path, int start, int end) {
        return switch (end - start) {
            case 0 -> false;
            case 1 -> path.charAt(start) != '.';
            case 2 -> path.charAt(start) != '.' || path.charAt(start + 1) != '.';
            default -> true;
        };
    }

    private static boolean isAllowed(char c) {
        if (c < 0x7f) {
            return c > 0x1f;
        }
        return c > 0x9f && (c < 0xd800 || c > 0xf8ff) && c < 0xfff0;
    }

    /**
     * Whether {@code path} can be split into {@link #parent} and {@link #name} at all: it holds a
     * {@code /} and no NUL. This weaker rule decides before the parent is looked up. Null does not
     * pass.
     */
    public static boolean isSplittable(String path) {
        return path != null && path.indexOf('/') >= 0 && path.indexOf('\0') < 0;
    }

    /**
     * All before the last {@code /}; the root for a child of the root, and for the root itself.
     *
     * @throws IllegalArgumentException where there is no {@code /}
     */
    public static String parent(String path) {
        int slash = lastSlash(path);
        return slash == 0 ? ROOT : path.substring(0, slash);
    }

    /**
     * All after the last {@code /}; empty for the root.
     *
     * @throws IllegalArgumentException where there is no {@code /}
     */
    public static String name(String path) {
        return path.substring(lastSlash(path) + 1);
    }

    /** The path of the child {@code name} of {@code parent}. */
    public static String child(String parent, String name) {
        return parent.length() <= 1 ? ROOT + name : parent + ROOT + name;
    }

    private static int lastSlash(String path) {
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("path without a slash: " + path);
        }
        return slash;
    }
}
