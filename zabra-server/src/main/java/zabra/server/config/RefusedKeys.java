package zabra.server.config;

import java.util.List;
import java.util.Set;
import zabra.server.config.Known.Names;
import zabra.server.config.Known.Refused;

/**
 * Keys that ask for what this build cannot do, where starting without it would surprise: clients
 * would find no port, or a door open that was to be locked, or servers would not meet.
 */
final class RefusedKeys {
    private static final String TLS =
            "this build has no TLS yet; remove the key to serve plaintext on clientPort";
    private static final String QUORUM_TLS =
            "this build has no TLS yet; remove the key on every server to let them talk plaintext";
    private static final String SASL =
            "this build has no SASL yet; remove the key on every server to let them in without it";

    private RefusedKeys() {}

    /** All of them. */
    static List<Refused> all() {
        return List.of(
                new Refused(Names.plain("secureClientPort"), Set.of("0"), TLS),
                new Refused(Names.plain("secureClientPortAddress"), Set.of(), TLS),
                new Refused(Names.prefixed("client.portUnification"), Set.of("false"), TLS),
                new Refused(Names.plain("sslQuorum"), Set.of("false"), QUORUM_TLS),
                new Refused(Names.plain("quorum.auth.enableSasl"), Set.of("false"), SASL),
                new Refused(Names.plain("quorum.auth.learnerRequireSasl"), Set.of("false"), SASL),
                new Refused(Names.plain("quorum.auth.serverRequireSasl"), Set.of("false"), SASL),
                new Refused(
                        Names.plain("electionAlg"),
                        Set.of("3"),
                        "Invalid electionAlg value. Only 3 is supported."),
                new Refused(
                        Names.prefixed("sessionRequireClientSASLAuth"),
                        Set.of("false"),
                        "this build has no SASL yet, so no client could open a session; remove the"
                                + " key to admit clients without it"));
    }
}
