package zabra.tree;

import java.nio.charset.StandardCharsets;

/**
 * The text in quota znodes. Limits are {@code count=5,bytes=-1}, or with hard limits {@code
 * count=5,bytes=-1=;byteHardLimit=9;countHardLimit=-1}; usage is {@code count=2,bytes=8}. Read
 * leniently, as clients write it by hand: unknown keys and order do not matter, and a key that is
 * absent or empty is unset.
 */
final class QuotaText {
    private QuotaText() {}

    /** The limits, or null where the text is none. */
    static Quotas.Limits limits(byte[] bytes, int offset, int length) {
        long[] values = parse(bytes, offset, length);
        return values == null
                ? null
                : new Quotas.Limits(values[0], values[1], values[2], values[3]);
    }

    /** The usage, or null where the text is none. */
    static Quotas.Usage usage(byte[] bytes, int offset, int length) {
        long[] values = parse(bytes, offset, length);
        return values == null || values[0] < 0 || values[1] < 0
                ? null
                : new Quotas.Usage(values[0], values[1]);
    }

    static byte[] of(Quotas.Usage usage) {
        return ("count=" + usage.count() + ",bytes=" + usage.bytes())
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** count, bytes, countHardLimit, byteHardLimit; null where there is neither of the first. */
    private static long[] parse(byte[] bytes, int offset, int length) {
        if (length <= 0) {
            return null;
        }
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        long[] values = {-1, -1, -1, -1};
        boolean any = false;
        int from = 0;
        while (from <= text.length()) {
            int to = from;
            while (to < text.length() && text.charAt(to) != ',' && text.charAt(to) != ';') {
                to++;
            }
            int equals = text.indexOf('=', from);
            if (equals >= 0 && equals < to) {
                int slot = slot(text.substring(from, equals).trim());
                if (slot >= 0) {
                    try {
                        values[slot] = value(text, equals + 1, to);
                    } catch (NumberFormatException e) {
                        return null;
                    }
                    any |= slot < 2;
                }
            }
            from = to + 1;
        }
        return any ? values : null;
    }

    private static int slot(String key) {
        return switch (key) {
            case "count" -> 0;
            case "bytes" -> 1;
            case "countHardLimit" -> 2;
            case "byteHardLimit" -> 3;
            default -> -1;
        };
    }

    private static long value(String text, int from, int to) {
        // A lone "=" ends the older part of the text where hard limits follow.
        int end = text.indexOf('=', from);
        String number = text.substring(from, end >= 0 && end < to ? end : to).trim();
        return number.isEmpty() ? -1 : Long.parseLong(number);
    }
}
