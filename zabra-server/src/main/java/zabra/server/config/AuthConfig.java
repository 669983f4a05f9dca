package zabra.server.config;

import java.util.List;
import java.util.Set;

/**
 * Who may connect and who is super.
 *
 * @param skipAcl every ACL check passes ({@code skipACL=yes})
 * @param digestEnabled whether scheme {@code digest} exists
 * @param digestAlgorithm a message digest's name, {@code SHA1} unless set
 * @param superDigest {@code super:base64(sha1(super:password))}; empty for none. A secret.
 * @param ensembleEnabled whether scheme {@code ensemble} was asked for
 * @param keyEnabled whether the reference's sample scheme {@code key}, a number in /key, was asked
 *     for
 * @param ensembleNames what scheme {@code ensemble} takes
 * @param enforceEnabled sessions without an identity of {@code enforceSchemes} are refused
 * @param enforceSchemes the schemes that satisfy {@code enforceEnabled}
 */
public record AuthConfig(
        boolean skipAcl,
        boolean digestEnabled,
        String digestAlgorithm,
        String superDigest,
        boolean ensembleEnabled,
        boolean keyEnabled,
        Set<String> ensembleNames,
        boolean enforceEnabled,
        List<String> enforceSchemes) {
    public static final AuthConfig DEFAULT =
            new AuthConfig(false, true, "SHA1", "", false, false, Set.of(), false, List.of());

    public AuthConfig {
        ensembleNames = Set.copyOf(ensembleNames);
        enforceSchemes = List.copyOf(enforceSchemes);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AuthConfig[skipAcl=%s, digestEnabled=%s, digestAlgorithm=%s, superDigest=%s, ensembleEnabled=%s, keyEnabled=%s, ensembleNames=%s, enforceEnabled=%s, enforceSchemes=%s]"
                .formatted(
                        skipAcl,
                        digestEnabled,
                        digestAlgorithm,
                        superDigest.isEmpty() ? "none" : "***",
                        ensembleEnabled,
                        keyEnabled,
                        ensembleNames.size(),
                        enforceEnabled,
                        enforceSchemes);
    }
}
