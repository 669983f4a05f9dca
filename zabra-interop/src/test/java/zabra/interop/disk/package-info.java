/**
 * Data directories handed from one server to the other and back: what one wrote, the other must
 * read as the same tree with the same sessions, and go on from there.
 */
package zabra.interop.disk;
