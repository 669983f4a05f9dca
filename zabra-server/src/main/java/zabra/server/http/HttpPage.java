package zabra.server.http;

/** What is found under one path. */
@FunctionalInterface
public interface HttpPage {
    /**
     * Answers GET and HEAD. Called on a thread of its own, which may wait; many may call at once.
     */
    HttpAnswer answer();
}
