package zabra.server.config;

/**
 * A key and a value as somebody gave them, trimmed.
 *
 * @param origin for people: {@code zoo.cfg:12}, {@code environment}
 */
record Given(String name, String value, String origin) {}
