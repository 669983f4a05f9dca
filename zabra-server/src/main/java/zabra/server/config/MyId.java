package zabra.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The file {@code myid} in {@code dataDir}: which server of the ensemble this one is. */
final class MyId {
    private MyId() {}

    /** Reads it; empty where something is wrong, which is complained of. */
    static OptionalLong read(Path dataDir, ServerLines servers, Settings settings) {
        Path file = dataDir.resolve("myid");
        String remedy =
                "; write this server's number, one of "
                        + servers.names()
                        + ", into it: echo "
                        + servers.members().firstKey()
                        + " > "
                        + file;
        String text;
        try {
            if (!Files.exists(file)) {
                settings.problem(file + ": myid file is missing" + remedy);
                return OptionalLong.empty();
            }
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            settings.problem(file + ": cannot be read: " + e);
            return OptionalLong.empty();
        }
        String first = text.lines().findFirst().orElse("").strip();
        long sid;
        try {
            sid = Long.parseLong(first);
        } catch (NumberFormatException e) {
            settings.problem(file + ": serverid " + first + " is not a number" + remedy);
            return OptionalLong.empty();
        }
        if (!servers.members().containsKey(sid)) {
            settings.problem(
                    file
                            + ": My id "
                            + sid
                            + " not in the peer list: "
                            + servers.names()
                            + " ("
                            + servers.place()
                            + "); add a line server."
                            + sid
                            + "=…, or correct the file");
            return OptionalLong.empty();
        }
        return OptionalLong.of(sid);
    }

    /** The number that the server's name says; empty where no line has it. */
    static OptionalLong named(IdentityConfig identity, ServerLines servers, Settings settings) {
        long sid = identity.member().getAsLong();
        if (!servers.members().containsKey(sid)) {
            settings.problem(
                    settings.say(
                            OwnKeys.MEMBER_NAME,
                            "makes this server "
                                    + sid
                                    + ", which is not in the peer list: "
                                    + servers.names()
                                    + " ("
                                    + servers.place()
                                    + "); add a line server."
                                    + sid
                                    + "=…, or correct member.first"));
            return OptionalLong.empty();
        }
        return identity.member();
    }
}
