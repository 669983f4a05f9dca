package zabra.server.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything a server is told before it starts.
 *
 * @param dirs where its files are
 * @param clientPort where clients connect
 * @param sessions time unit and the range of session timeouts
 * @param storage transaction log and snapshots
 * @param tree switches of the replicated state
 * @param connections limits per client and in total
 * @param requests limits of what is in flight
 * @param auth who may connect and who is super
 * @param words which four-letter words are answered
 * @param reaper removal of container and TTL znodes
 * @param purge removal of old snapshots and logs
 * @param http where supervisors and monitors ask
 * @param identity whose data directory it must be
 * @param ensemble the ensemble it is a member of; empty for a server that stands alone
 */
public record ServerConfig(
        DataDirs dirs,
        ClientPortConfig clientPort,
        SessionConfig sessions,
        StorageConfig storage,
        TreeConfig tree,
        ConnectionConfig connections,
        RequestConfig requests,
        AuthConfig auth,
        WordsConfig words,
        ReaperConfig reaper,
        PurgeConfig purge,
        HttpConfig http,
        IdentityConfig identity,
        Optional<EnsembleConfig> ensemble) {

    /**
     * A standalone server with every default.
     *
     * @param port the client port; 0 for any free one
     */
    public static ServerConfig standalone(Path dataDir, int port) {
        return new ServerConfig(
                new DataDirs(dataDir, dataDir, true),
                new ClientPortConfig(port, "", -1),
                SessionConfig.DEFAULT,
                StorageConfig.DEFAULT,
                TreeConfig.DEFAULT,
                ConnectionConfig.DEFAULT,
                RequestConfig.DEFAULT,
                AuthConfig.DEFAULT,
                WordsConfig.DEFAULT,
                ReaperConfig.DEFAULT,
                PurgeConfig.DEFAULT,
                HttpConfig.DEFAULT,
                IdentityConfig.DEFAULT,
                Optional.empty());
    }

    public ServerConfig withClientPort(ClientPortConfig changed) {
        return new ServerConfig(
                dirs,
                changed,
                sessions,
                storage,
                tree,
                connections,
                requests,
                auth,
                words,
                reaper,
                purge,
                http,
                identity,
                ensemble);
    }

    public ServerConfig withSessions(SessionConfig changed) {
        return new ServerConfig(
                dirs,
                clientPort,
                changed,
                storage,
                tree,
                connections,
                requests,
                auth,
                words,
                reaper,
                purge,
                http,
                identity,
                ensemble);
    }

    public ServerConfig withStorage(StorageConfig changed) {
        return new ServerConfig(
                dirs,
                clientPort,
                sessions,
                changed,
                tree,
                connections,
                requests,
                auth,
                words,
                reaper,
                purge,
                http,
                identity,
                ensemble);
    }

    public ServerConfig withTree(TreeConfig changed) {
        return new ServerConfig(
                dirs,
                clientPort,
                sessions,
                storage,
                changed,
                connections,
                requests,
                auth,
                words,
                reaper,
                purge,
                http,
                identity,
                ensemble);
    }

    public ServerConfig withConnections(ConnectionConfig changed) {
        return new ServerConfig(
                dirs,
                clientPort,
                sessions,
                storage,
                tree,
                changed,
                requests,
                auth,
                words,
                reaper,
                purge,
                http,
                identity,
                ensemble);
    }

    public ServerConfig withRequests(RequestConfig changed) {
        return new ServerConfig(
                dirs,
                clientPort,
                sessions,
                storage,
                tree,
                connections,
                changed,
                auth,
                words,
                reaper,
                purge,
                http,
                identity,
                ensemble);
    }

    public ServerConfig withAuth(AuthConfig changed) {
        return new ServerConfig(
                dirs,
                clientPort,
                sessions,
                storage,
                tree,
                connections,
                requests,
                changed,
                words,
                reaper,
                purge,
                http,
                identity,
                ensemble);
    }

    public ServerConfig withWords(WordsConfig changed) {
        return new ServerConfig(
                dirs,
                clientPort,
                sessions,
                storage,
                tree,
                connections,
                requests,
                auth,
                changed,
                reaper,
                purge,
                http,
                identity,
                ensemble);
    }

    public ServerConfig withHttp(HttpConfig changed) {
        return new ServerConfig(
                dirs,
                clientPort,
                sessions,
                storage,
                tree,
                connections,
                requests,
                auth,
                words,
                reaper,
                purge,
                changed,
                identity,
                ensemble);
    }

    public ServerConfig withEnsemble(Optional<EnsembleConfig> changed) {
        return new ServerConfig(
                dirs,
                clientPort,
                sessions,
                storage,
                tree,
                connections,
                requests,
                auth,
                words,
                reaper,
                purge,
                http,
                identity,
                changed);
    }
}
