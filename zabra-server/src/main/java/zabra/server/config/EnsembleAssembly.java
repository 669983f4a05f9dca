package zabra.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import zabra.consensus.quorum.Member;
import zabra.consensus.quorum.Membership;
import zabra.peer.ensemble.MemberOptions;
import zabra.protocol.quorum.PeerAddress;

/** Decides whether a server stands alone, and makes an {@link EnsembleConfig} where it does not. */
final class EnsembleAssembly {
    /**
     * What came of it.
     *
     * @param config empty for a server that stands alone
     * @param client where clients connect, as this server's line says
     */
    record Assembled(Optional<EnsembleConfig> config, Optional<PeerAddress> client) {
        static final Assembled ALONE = new Assembled(Optional.empty(), Optional.empty());
    }

    /** TTL znodes have the greatest server number in the top byte of their owner. */
    private static final int TTL_SID_MAX = 254;

    private static final int EMULATED_TTL_SID_MAX = 127;

    private final Settings settings;
    private final Families families;

    EnsembleAssembly(Settings settings, Families families) {
        this.settings = settings;
        this.families = families;
    }

    Assembled assemble(Path dataDir, IdentityConfig identity) {
        // Wrong values are told to a server that stands alone, too.
        EnsembleKeys.all().forEach(settings::get);
        DynamicFile file = file();
        ServerLines servers = ServerLines.read(file.lines(), settings);
        if (!servers.hasServers()) {
            return withoutServers(servers);
        }
        if (!servers.isGood()) {
            return Assembled.ALONE;
        }
        boolean mayStandAlone = settings.get(EnsembleKeys.STANDALONE);
        if (!hasVoters(servers, mayStandAlone)) {
            return Assembled.ALONE;
        }
        if (servers.voterCount() == 1 && mayStandAlone) {
            return alone(servers);
        }
        return member(dataDir, identity, servers, file.version());
    }

    /** The lines from where they stand; only one place may have them. */
    private DynamicFile file() {
        List<Given> here = families.membership();
        Path path = settings.get(EnsembleKeys.DYNAMIC_FILE);
        if (path == null) {
            return new DynamicFile(here, 0);
        }
        for (Given line : here) {
            settings.problem(
                    line.origin()
                            + ": parameter: "
                            + line.name()
                            + " must be in a separate dynamic config file; move it into "
                            + path
                            + ", or remove dynamicConfigFile");
        }
        return DynamicFile.read(path, settings);
    }

    private Assembled withoutServers(ServerLines servers) {
        warnOfQuorumLines(servers);
        if (!settings.get(EnsembleKeys.STANDALONE)) {
            settings.problem(
                    settings.say(
                            EnsembleKeys.STANDALONE,
                            "standaloneEnabled = false then number of participants should be >0;"
                                    + " add lines server.N=host:2888:3888, or remove the key"));
        } else if (settings.get(EnsembleKeys.PEER_TYPE) == Member.Role.OBSERVER) {
            settings.problem(
                    settings.say(
                            EnsembleKeys.PEER_TYPE,
                            "Observers w/o participants is an invalid configuration; add lines"
                                    + " server.N=host:2888:3888, or remove the key"));
        }
        return Assembled.ALONE;
    }

    private void warnOfQuorumLines(ServerLines servers) {
        for (Given line : servers.quorumLines()) {
            settings.warn(
                    line.origin() + ": " + line.name() + " has no effect without an ensemble");
        }
    }

    private boolean hasVoters(ServerLines servers, boolean mayStandAlone) {
        long voters = servers.voterCount();
        if (voters == 0) {
            settings.problem(
                    servers.place()
                            + ": "
                            + servers.names()
                            + ": Observers w/o participants is an invalid configuration; leave"
                            + " :observer out of at least one line");
            return false;
        }
        if (voters == 1 && servers.members().size() > 1 && mayStandAlone) {
            settings.problem(
                    servers.place()
                            + ": "
                            + servers.names()
                            + ": Observers w/o quorum is an invalid configuration; add"
                            + " participants, or the line standaloneEnabled=false");
            return false;
        }
        return true;
    }

    private Assembled alone(ServerLines servers) {
        settings.warn(
                servers.place()
                        + ": Invalid configuration, only one server specified (ignoring): the"
                        + " server stands alone");
        warnOfQuorumLines(servers);
        return new Assembled(Optional.empty(), servers.members().firstEntry().getValue().client());
    }

    private Assembled member(
            Path dataDir, IdentityConfig identity, ServerLines servers, long version) {
        requireLimit(EnsembleKeys.INIT_LIMIT, 10);
        requireLimit(EnsembleKeys.SYNC_LIMIT, 5);
        Optional<Membership> membership =
                servers.membership(version, settings.get(EnsembleKeys.MULTI_ADDRESS));
        if (membership.isEmpty()) {
            return Assembled.ALONE;
        }
        OptionalLong sid =
                identity.member().isPresent()
                        ? MyId.named(identity, servers, settings)
                        : MyId.read(dataDir, servers, settings);
        if (sid.isEmpty()) {
            return Assembled.ALONE;
        }
        warnOfCount(servers);
        Member self = membership.get().members().get(sid.getAsLong());
        checkTtl(self.sid(), servers);
        checkRole(self, servers);
        checkClientAddress(self, servers);
        if (settings.get(AppliedKeys.RECONFIG)) {
            settings.warn(
                    settings.say(
                            AppliedKeys.RECONFIG,
                            "this build cannot change the membership of a running ensemble yet:"
                                    + " requests for it are refused, and configs of other servers"
                                    + " are not adopted; set it to false on every server"));
        }
        return new Assembled(Optional.of(config(self, membership.get())), self.client());
    }

    private EnsembleConfig config(Member self, Membership membership) {
        return new EnsembleConfig(
                self.sid(),
                membership,
                !self.isParticipant(),
                settings.get(EnsembleKeys.INIT_LIMIT),
                settings.get(EnsembleKeys.SYNC_LIMIT),
                settings.get(EnsembleKeys.WINDOW),
                settings.get(EnsembleKeys.HISTORY_SHARE),
                settings.get(EnsembleKeys.ALWAYS_SNAPSHOT),
                settings.get(AppliedKeys.DB_AUTOCREATE) == Autocreate.AGREED,
                new QuorumPortsConfig(
                        settings.get(EnsembleKeys.LISTEN_ON_ALL),
                        settings.get(EnsembleKeys.BIND_RETRIES),
                        settings.get(EnsembleKeys.CONNECT_TIMEOUT),
                        settings.get(EnsembleKeys.HANDSHAKE_TIMEOUT),
                        settings.get(EnsembleKeys.MULTI_ADDRESS)),
                new MemberOptions(
                        settings.get(EnsembleKeys.LOCAL_SESSIONS),
                        settings.get(EnsembleKeys.LOCAL_SESSIONS_UPGRADING),
                        settings.get(AppliedKeys.READ_ONLY_MODE)));
    }

    private void requireLimit(Known.Applied<Integer> key, int example) {
        if (settings.get(key) == 0) {
            String name = key.names().key();
            String text = name + " is not set; add a line such as " + name + "=" + example;
            settings.problem(settings.has(key) ? settings.say(key, text) : text);
        }
    }

    private void warnOfCount(ServerLines servers) {
        long voters = servers.voterCount();
        if (voters == 2) {
            settings.warn(
                    servers.place()
                            + ": No server failure will be tolerated. You need at least 3"
                            + " servers.");
        } else if (voters % 2 == 0) {
            settings.warn(
                    servers.place()
                            + ": Non-optimal configuration, consider an odd number of servers.");
        }
    }

    private void checkTtl(long sid, ServerLines servers) {
        boolean emulated = settings.get(AppliedKeys.EMULATE_353_TTL);
        int most = emulated ? EMULATED_TTL_SID_MAX : TTL_SID_MAX;
        if (settings.get(AppliedKeys.EXTENDED_TYPES) && sid > most) {
            settings.problem(
                    settings.say(
                            AppliedKeys.EXTENDED_TYPES,
                            "the number of this server, "
                                    + sid
                                    + ", is too large: with TTL znodes it is at most "
                                    + most
                                    + "; renumber "
                                    + servers.origin(sid).name()
                                    + " and myid, or remove the key"));
        }
    }

    /** The line in the list wins, as in the reference. */
    private void checkRole(Member self, ServerLines servers) {
        if (settings.has(EnsembleKeys.PEER_TYPE)
                && settings.get(EnsembleKeys.PEER_TYPE) != self.role()) {
            settings.warn(
                    settings.say(
                            EnsembleKeys.PEER_TYPE,
                            "Peer type from servers list ("
                                    + self.role()
                                    + ", "
                                    + servers.origin(self.sid()).origin()
                                    + ") doesn't match peerType. Defaulting to servers list."));
        }
    }

    private void checkClientAddress(Member self, ServerLines servers) {
        int port = settings.get(AppliedKeys.CLIENT_PORT);
        if (port == 0 || self.client().isEmpty()) {
            return;
        }
        PeerAddress said = self.client().get();
        String host = settings.get(AppliedKeys.CLIENT_PORT_ADDRESS);
        boolean everywhere = host.isEmpty() || host.equals("0.0.0.0");
        // Every address, as clientPort alone means, is narrowed by what the server line says.
        if (said.port() != port || (said.isWildcard() && !everywhere)) {
            settings.problem(
                    settings.say(
                            AppliedKeys.CLIENT_PORT,
                            "client address for this server (id = "
                                    + self.sid()
                                    + ") in static config file is "
                                    + (everywhere ? "0.0.0.0" : host)
                                    + ":"
                                    + port
                                    + " is different from client address found in dynamic file: "
                                    + said
                                    + " ("
                                    + servers.origin(self.sid()).origin()
                                    + "); remove one of them"));
        }
    }
}
