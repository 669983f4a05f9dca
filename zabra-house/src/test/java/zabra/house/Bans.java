package zabra.house;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Calls that make a run differ from its repetition, and what to do instead. What a declared {@code
 * Map} or {@code Set} is made of cannot be seen here; reviewers look at its iteration.
 *
 * @param what the forbidden, for messages
 * @param instead what to do
 * @param matches whether an access is one
 */
record Bans(String what, String instead, Predicate<JavaAccess<?>> matches) {
    private static final List<String> HASH_ORDER =
            List.of("keySet", "values", "entrySet", "forEach", "iterator", "stream", "spliterator");

    /** Of everything that must replay from a seed. */
    static final List<Bans> WORLD =
            List.of(
                    calls(
                            "java.lang.System",
                            "take time, settings and output as arguments",
                            "currentTimeMillis",
                            "nanoTime",
                            "getProperty",
                            "getProperties",
                            "getenv",
                            "exit",
                            "out",
                            "err"),
                    in(
                            "java.time.",
                            "take milliseconds as an argument",
                            "now",
                            "systemUTC",
                            "systemDefaultZone",
                            "systemDefault"),
                    without("java.util.Date", "take milliseconds as an argument"),
                    in("java.net.", "sockets and addresses belong to zabra-server"),
                    in("java.nio.channels.", "use the Disk port"),
                    in("java.nio.file.", "use the Disk port"),
                    in("java.io.File", "use the Disk port"),
                    in("java.io.RandomAccessFile", "use the Disk port"),
                    without("java.util.Random", "give it a seed"),
                    without("java.util.SplittableRandom", "give it a seed"),
                    in("java.util.concurrent.ThreadLocalRandom", "take a seeded generator"),
                    in("java.security.SecureRandom", "take a seeded generator"),
                    calls("java.lang.Math", "take a seeded generator", "random"),
                    calls("java.util.UUID", "take a seeded generator", "randomUUID"),
                    calls("java.util.Locale", "say which", "getDefault"),
                    calls("java.util.TimeZone", "say which", "getDefault"),
                    calls("java.util.Collection", "one thread, one order", "parallelStream"),
                    in("java.util.stream.", "one thread, one order", "parallel"),
                    calls("java.util.HashMap", "sorted or insertion order", HASH_ORDER),
                    calls("java.util.HashSet", "sorted or insertion order", HASH_ORDER),
                    calls("java.util.IdentityHashMap", "insertion order", HASH_ORDER));

    /** Of what is also free of threads: the caller brings them. */
    static final List<Bans> THREADS =
            List.of(
                    in("java.lang.Thread", "the caller has the thread"),
                    in("java.util.Timer", "take ticks as calls"),
                    in("java.util.concurrent.Executor", "the caller has the thread"),
                    in("java.util.concurrent.ForkJoin", "the caller has the thread"),
                    in("java.util.concurrent.CompletableFuture", "return a value"),
                    in("java.util.concurrent.locks.", "the caller has the lock"),
                    in("java.lang.System$Logger", "return what is worth saying"),
                    in("java.util.logging.", "return what is worth saying"),
                    in("org.slf4j.", "return what is worth saying"));

    /** Each forbidden access of {@code type}, with what to do instead. */
    static Stream<String> violations(JavaClass type, List<Bans> bans) {
        return type.getAccessesFromSelf().stream()
                .flatMap(access -> first(bans, access).stream().map(ban -> ban.message(access)));
    }

    /** Each method of {@code type} that is {@code synchronized}. */
    static Stream<String> locks(JavaClass type) {
        return type.getMethods().stream()
                .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
                .map(method -> method.getFullName() + " is synchronized: the caller has the lock");
    }

    private static Optional<Bans> first(List<Bans> bans, JavaAccess<?> access) {
        return bans.stream().filter(ban -> ban.matches.test(access)).findFirst();
    }

    private String message(JavaAccess<?> access) {
        return "%s.%s %s: %s; %s"
                .formatted(
                        access.getOriginOwner().getName(),
                        access.getOrigin().getName(),
                        access.getSourceCodeLocation(),
                        what,
                        instead);
    }

    private static Bans calls(String owner, String instead, String... names) {
        return calls(owner, instead, List.of(names));
    }

    private static Bans calls(String owner, String instead, List<String> names) {
        return new Bans(
                owner,
                instead,
                access ->
                        access.getTargetOwner().getName().equals(owner)
                                && names.contains(access.getName()));
    }

    /** Anything whose type begins with {@code prefix}; only {@code names}, where there are any. */
    private static Bans in(String prefix, String instead, String... names) {
        List<String> listed = List.of(names);
        return new Bans(
                prefix,
                instead,
                access ->
                        access.getTargetOwner().getName().startsWith(prefix)
                                && (listed.isEmpty() || listed.contains(access.getName())));
    }

    /** The constructor without arguments. */
    private static Bans without(String type, String instead) {
        return new Bans(
                "new " + type + "()",
                instead,
                access -> access.getTarget().getFullName().equals(type + ".<init>()"));
    }
}
