package zabra.interop.differential;

import zabra.interop.server.ServerOptions;

/** What the servers of a run are configured for, and what is asked of them more often then. */
enum Profile {
    /** Everything as it comes out of the box. */
    DEFAULT,
    /** Nodes with a time to live. */
    EXTENDED_TYPES,
    /** Quotas that refuse writes. */
    QUOTAS;

    ServerOptions options() {
        ServerOptions options = ServerOptions.defaults().unsynced();
        return switch (this) {
            case DEFAULT -> options;
            case EXTENDED_TYPES -> options.with("extendedTypesEnabled", "true");
            case QUOTAS -> options.with("enforceQuota", "true");
        };
    }
}
