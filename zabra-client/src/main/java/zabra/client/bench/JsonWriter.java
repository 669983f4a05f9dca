package zabra.client.bench;

import java.util.Locale;

/** Writes JSON, indented by nothing; just what the report needs. Not thread-safe. */
final class JsonWriter {
    private final StringBuilder out = new StringBuilder();
    private boolean comma;

    JsonWriter open(char bracket) {
        separate();
        out.append(bracket);
        comma = false;
        return this;
    }

    JsonWriter close(char bracket) {
        out.append(bracket);
        comma = true;
        return this;
    }

    JsonWriter key(String key) {
        separate();
        quote(key);
        out.append(':');
        comma = false;
        return this;
    }

    JsonWriter value(long value) {
        separate();
        out.append(value);
        return this;
    }

    JsonWriter value(boolean value) {
        separate();
        out.append(value);
        return this;
    }

    /** With three decimals. */
    JsonWriter value(double value) {
        separate();
        out.append(String.format(Locale.ROOT, "%.3f", value));
        return this;
    }

    JsonWriter value(String value) {
        separate();
        quote(value);
        return this;
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
        comma = true;
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
