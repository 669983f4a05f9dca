/**
 * The rules of the house that need more than a compiler flag. The rules themselves are this
 * module's tests; here is only what people also run by hand: the formatter behind {@code
 * bin/format}.
 */
package zabra.house;
