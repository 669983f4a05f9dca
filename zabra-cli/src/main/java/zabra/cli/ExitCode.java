package zabra.cli;

/** What the process ends with. */
final class ExitCode {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int INVALID = 2;
    static final int DATA_DIR = 3;

    private ExitCode() {}
}
