package zabra.tree.acl;

/**
 * The texts of IP addresses: IPv4 as four decimal numbers, IPv6 as groups of hexadecimal digits
 * with at most one {@code ::}. No host names, scopes or IPv4 inside IPv6.
 */
final class IpAddress {
    private IpAddress() {}

    /** 4 or 16 bytes; null where {@code text} is no address. */
    static byte[] parse(String text) {
        return text.indexOf(':') < 0 ? parseV4(text) : parseV6(text);
    }

    private static byte[] parseV4(String text) {
        byte[] address = new byte[4];
        int start = 0;
        for (int i = 0; i < 4; i++) {
            int end = i == 3 ? text.length() : text.indexOf('.', start);
            int value = end < 0 ? -1 : number(text, start, end, 10, 255);
            if (value < 0) {
                return null;
            }
            address[i] = (byte) value;
            start = end + 1;
        }
        return address;
    }

    private static byte[] parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] address = new byte[16];
            return groups(text, 0, text.length(), address, 0) == 8 ? address : null;
        }
        byte[] address = new byte[16];
        int head = groups(text, 0, gap, address, 0);
        byte[] end = new byte[16];
        int tail = groups(text, gap + 2, text.length(), end, 0);
        if (head < 0 || tail < 0 || head + tail > 7) {
            return null;
        }
        System.arraycopy(end, 0, address, 16 - 2 * tail, 2 * tail);
        return address;
    }

    /** Fills in the groups between two places of the text; how many, -1 where one is none. */
    private static int groups(String text, int from, int to, byte[] address, int first) {
        int group = first;
        int start = from;
        while (start < to) {
            int colon = text.indexOf(':', start);
            int end = colon < 0 || colon > to ? to : colon;
            int value = end - start > 4 ? -1 : number(text, start, end, 16, 0xffff);
            if (value < 0 || group == 8 || end == to - 1) {
                return -1;
            }
            address[2 * group] = (byte) (value >> 8);
            address[2 * group + 1] = (byte) value;
            group++;
            start = end + 1;
        }
        return group - first;
    }

    /** The number that the digits between two places write, 0 … {@code max}; else -1. */
    private static int number(String text, int from, int to, int radix, int max) {
        if (from >= to) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
            if (value > max) {
                return -1;
            }
        }
        return value;
    }
}
