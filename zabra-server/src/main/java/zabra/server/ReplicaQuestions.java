package zabra.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import zabra.peer.Replica;

/** Asks what only the replica thread may look at. Any other thread. */
final class ReplicaQuestions {
    private static final long ANSWER_SECONDS = 5;

    private final Replica replica;

    ReplicaQuestions(Replica replica) {
        this.replica = replica;
    }

    /** The answer, once the replica has come to it. */
    <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        replica.execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the replica gave no answer", e);
        }
    }
}
