package zabra.server.config;

import java.util.OptionalLong;

/**
 * Whose data directory it must be. A volume that is mounted in the wrong place is a server with
 * another's votes and promises; what is said here is compared with what is written in it.
 *
 * @param cluster the name of the ensemble ({@code cluster.name}); empty where nobody gave it one
 * @param member the number that the server's name makes it; empty where {@code myid} says it
 * @param memberName that name ({@code member.name}); empty for none
 */
public record IdentityConfig(String cluster, OptionalLong member, String memberName) {
    public static final IdentityConfig DEFAULT = new IdentityConfig("", OptionalLong.empty(), "");
}
