package zabra.server.config;

/** Whether an empty directory is a new database, {@code db.autocreate}. */
enum Autocreate {
    TRUE,
    /** Only with a file {@code initialize}. */
    FALSE,
    /** Where every voter of the ensemble has none either. */
    AGREED
}
