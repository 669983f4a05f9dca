package zabra.tree.acl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zabra.protocol.Acl;
import zabra.protocol.Id;

class AclsTest {
    private static final Id BOB = new Id("digest", "bob:hash");
    private static final Id AL = new Id("digest", "al:hash");
    private static final Id HERE = new Id("ip", "127.0.0.1");

    private static final Acls ACLS =
            new Acls(
                    List.of(
                            new IpAuthProvider(),
                            new DigestAuthProvider(),
                            new EnsembleAuthProvider(Set.of()),
                            new KeyAuthProvider(path -> null)),
                    false);

    private static Acl acl(int perms, String scheme, String id) {
        return new Acl(perms, new Id(scheme, id));
    }

    @Test
    void givesEverybodyWhatTheWorldIsGiven() {
        assertThat(ACLS.allows(Acl.READABLE, Acl.READ, List.of())).isTrue();
        assertThat(ACLS.allows(Acl.READABLE, Acl.WRITE, List.of(BOB))).isFalse();
        assertThat(ACLS.allows(Acl.OPEN, Acl.ADMIN, List.of())).isTrue();
    }

    @Test
    void anEmptyListGivesEverything() {
        assertThat(ACLS.allows(List.of(), Acl.ADMIN, List.of())).isTrue();
        assertThat(ACLS.allows(null, Acl.ADMIN, List.of())).isTrue();
    }

    @Test
    void oneOfSeveralBitsIsEnough() {
        List<Acl> admin = List.of(acl(Acl.ADMIN, "world", "anyone"));
        assertThat(ACLS.allows(admin, Acl.READ | Acl.ADMIN, List.of())).isTrue();
    }

    @Test
    void anIdentityMustMatchAnEntryOfItsOwnScheme() {
        List<Acl> list = List.of(acl(Acl.READ, "digest", "bob:hash"));
        assertThat(ACLS.allows(list, Acl.READ, List.of(HERE, BOB))).isTrue();
        assertThat(ACLS.allows(list, Acl.READ, List.of(AL))).isFalse();
        assertThat(ACLS.allows(list, Acl.READ, List.of(new Id("key", "bob:hash")))).isFalse();
    }

    @Test
    void anEntryOfAnUnknownSchemeMeansNobody() {
        List<Acl> list = List.of(acl(Acl.ALL, "sasl", "bob"));
        assertThat(ACLS.allows(list, Acl.READ, List.of(new Id("sasl", "bob")))).isFalse();
    }

    @Test
    void superPassesEveryCheckAndSkippingPassesAll() {
        List<Acl> nobody = List.of(acl(0, "world", "anyone"));
        assertThat(ACLS.allows(nobody, Acl.READ, List.of(BOB))).isFalse();
        assertThat(ACLS.allows(nobody, Acl.READ, List.of(BOB, Acls.SUPER))).isTrue();
        assertThat(new Acls(List.of(), true).allows(nobody, Acl.READ, List.of())).isTrue();
    }

    @Test
    void refusesListsThatAreNotWellFormed() {
        assertThat(ACLS.normalize(null, List.of(BOB))).isNull();
        assertThat(ACLS.normalize(List.of(), List.of(BOB))).isNull();
        assertThat(ACLS.normalize(List.of(acl(31, null, "anyone")), List.of())).isNull();
        assertThat(ACLS.normalize(List.of(acl(31, "world", "any")), List.of())).isNull();
        assertThat(ACLS.normalize(List.of(acl(31, "world", null)), List.of())).isNull();
        assertThat(ACLS.normalize(List.of(acl(31, "super", "")), List.of(Acls.SUPER))).isNull();
        assertThat(ACLS.normalize(List.of(acl(31, "sasl", "bob")), List.of())).isNull();
        assertThat(ACLS.normalize(List.of(acl(31, "ensemble", "red")), List.of())).isNull();
        assertThat(ACLS.normalize(List.of(acl(31, "digest", null)), List.of())).isNull();
        assertThat(ACLS.normalize(List.of(acl(31, "ip", null)), List.of())).isNull();
        assertThat(ACLS.normalize(List.of(acl(31, "key", null)), List.of())).isNull();
    }

    @Test
    void oneBadEntrySpoilsTheList() {
        List<Acl> list = List.of(acl(31, "world", "anyone"), acl(31, "auth", ""));
        assertThat(ACLS.normalize(list, List.of(HERE))).isNull();
    }

    @Test
    void dropsExactDuplicatesAndKeepsTheFirstOrder() {
        Acl read = acl(1, "world", "anyone");
        Acl write = acl(2, "world", "anyone");
        assertThat(ACLS.normalize(List.of(read, write, read), List.of()))
                .containsExactly(read, write);
    }

    @Test
    void keepsPermissionBitsItDoesNotKnow() {
        Acl odd = acl(255, "world", "anyone");
        assertThat(ACLS.normalize(List.of(odd), List.of())).containsExactly(odd);
    }

    @Test
    void expandsAuthToTheIdentitiesThatMayStandInLists() {
        List<Acl> asked =
                List.of(
                        acl(1, "auth", "ignored"),
                        acl(31, "world", "anyone"),
                        acl(2, "auth", null));
        assertThat(ACLS.normalize(asked, List.of(HERE, BOB, Acls.SUPER, AL)))
                .containsExactly(
                        new Acl(1, BOB),
                        new Acl(1, AL),
                        acl(31, "world", "anyone"),
                        new Acl(2, BOB),
                        new Acl(2, AL));
    }

    @Test
    void whatAuthExpandsToMayDoubleAnEntry() {
        List<Acl> asked = List.of(acl(31, "auth", ""), new Acl(31, BOB));
        assertThat(ACLS.normalize(asked, List.of(BOB)))
                .containsExactly(new Acl(31, BOB), new Acl(31, BOB));
    }

    @Test
    void theOpenListIsStoredAsOneObject() {
        List<Acl> open = List.of(acl(31, "world", "anyone"));
        assertThat(ACLS.normalize(open, List.of())).isSameAs(Acl.OPEN);
    }

    @Test
    void manyDifferentEntriesAreHandledInOnePass() {
        List<Acl> many = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            many.add(acl(i, "world", "anyone"));
        }
        assertThat(ACLS.normalize(many, List.of())).hasSize(50_000);
    }

    @Test
    void whoAmIShowsUsersWithoutTheirHashes() {
        assertThat(ACLS.whoAmI(List.of(HERE, BOB, Acls.SUPER, new Id("digest", ":hash"))))
                .containsExactly(
                        HERE, new Id("digest", "bob"), new Id("super", ""), new Id("digest", ""));
    }

    @ParameterizedTest
    @CsvSource({"bob:hash, bob:x", "a:b:, a:x", ":b, :x"})
    void masksDigestHashes(String id, String shown) {
        assertThat(ACLS.masked(List.of(acl(2, "digest", id), acl(1, "ip", "1.2.3.4"))))
                .containsExactly(acl(2, "digest", shown), acl(1, "ip", "1.2.3.4"));
    }

    @Test
    void namesTheProviderOfAScheme() {
        assertThat(ACLS.provider("ip")).isInstanceOf(IpAuthProvider.class);
        assertThat(ACLS.provider("world")).isNull();
        assertThat(ACLS.provider(null)).isNull();
    }

    @Test
    void aPasswordProvesADigestIdentity() {
        // The identity that the reference server stores for this user and password.
        Id bob = new Id("digest", "bob:ikIaKsbtGweaHnb/jKn7OHqbunM=");
        assertThat(digest(new DigestAuthProvider(), "bob:pw"))
                .isEqualTo(new Authentication.Accepted(List.of(bob)));
    }

    @ParameterizedTest
    @CsvSource({
        "bob, bob:SBgazSKz7a68ikR4aKfffOYpkgo=",
        "'', :2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
        "':', :BaefBs8/Z/cm2uaNGKIpD2yaUMk="
    })
    void aPacketWithoutPasswordOrUserProvesAnIdentityToo(String packet, String id) {
        assertThat(digest(new DigestAuthProvider(), packet))
                .isEqualTo(new Authentication.Accepted(List.of(new Id("digest", id))));
    }

    @Test
    void theSuperUserIsAlsoHimself() {
        DigestAuthProvider provider =
                new DigestAuthProvider("SHA1", "bob:ikIaKsbtGweaHnb/jKn7OHqbunM=");
        assertThat(digest(provider, "bob:pw"))
                .isEqualTo(
                        new Authentication.Accepted(
                                List.of(
                                        Acls.SUPER,
                                        new Id("digest", "bob:ikIaKsbtGweaHnb/jKn7OHqbunM="))));
        assertThat(digest(provider, "bob:other").toString()).doesNotContain("super");
    }

    @Test
    void anotherAlgorithmGivesAnotherIdentity() {
        assertThat(DigestAuthProvider.digest("SHA-256", "bob:pw"))
                .startsWith("bob:")
                .hasSize("bob:".length() + 44);
    }

    @Test
    void aDigestPacketWithoutBytesIsRefused() {
        assertThat(new DigestAuthProvider().authenticate(null, "::1"))
                .isEqualTo(Authentication.REFUSED);
    }

    private static Authentication digest(DigestAuthProvider provider, String packet) {
        return provider.authenticate(packet.getBytes(StandardCharsets.UTF_8), "127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "a, false", "a:, false", "a:b, true", "a:b:, true", "a:b::, true", ":b, true",
        "':', false", "'', false", "'::', false", "a::b, false", "::b, false", "' : ', true",
        "a:b:c, false", "a:b:c:, false"
    })
    void aDigestIdHasAUserAndAHash(String id, boolean valid) {
        assertThat(new DigestAuthProvider().isValid(id)).isEqualTo(valid);
    }

    @Test
    void anEnsembleIsMeantByNameOrNotAtAll() {
        EnsembleAuthProvider provider = new EnsembleAuthProvider(Set.of("red", "blue"));
        assertThat(provider.authenticate(bytes("red"), "")).isEqualTo(Authentication.NOTHING);
        assertThat(provider.authenticate(bytes(""), "")).isEqualTo(Authentication.NOTHING);
        assertThat(provider.authenticate(null, "")).isEqualTo(Authentication.NOTHING);
        assertThat(provider.authenticate(bytes(" blue"), "")).isEqualTo(Authentication.CLOSED);
        assertThat(new EnsembleAuthProvider(Set.of()).authenticate(bytes("any"), ""))
                .isEqualTo(Authentication.NOTHING);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 25, true", "5, 26, false", "5, 0, true", "5, -5, true", "5, abc, false",
        "5, '', false", "5, ' 25', false", "abc, 25, false", "0, 25, true", "'', 25, false",
        ", 25, true", ", x, false", ", , false"
    })
    void aMultipleOfTheKeyPasses(String key, String packet, boolean accepted) {
        KeyAuthProvider provider =
                new KeyAuthProvider(path -> path.equals("/key") ? bytes(key) : null);
        assertThat(provider.authenticate(bytes(packet), ""))
                .isEqualTo(
                        accepted
                                ? new Authentication.Accepted(List.of(new Id("key", "")))
                                : Authentication.REFUSED);
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
