package zabra.server;

import java.util.ArrayList;
import java.util.List;
import zabra.peer.TreeLock;
import zabra.server.config.AuthConfig;
import zabra.tree.DataTree;
import zabra.tree.ZnodeView;
import zabra.tree.acl.Acls;
import zabra.tree.acl.AuthProvider;
import zabra.tree.acl.DigestAuthProvider;
import zabra.tree.acl.EnsembleAuthProvider;
import zabra.tree.acl.IpAuthProvider;
import zabra.tree.acl.KeyAuthProvider;

/** The authentication schemes that a configuration asks for. */
final class Authentication {
    private Authentication() {}

    static Acls acls(AuthConfig config, DataTree tree, TreeLock treeLock) {
        List<AuthProvider> providers = new ArrayList<>();
        providers.add(new IpAuthProvider());
        if (config.digestEnabled()) {
            providers.add(
                    new DigestAuthProvider(
                            config.digestAlgorithm(),
                            config.superDigest().isEmpty() ? null : config.superDigest()));
        }
        if (config.ensembleEnabled()) {
            providers.add(new EnsembleAuthProvider(config.ensembleNames()));
        }
        if (config.keyEnabled()) {
            providers.add(new KeyAuthProvider(path -> data(tree, treeLock, path)));
        }
        return new Acls(providers, config.skipAcl());
    }

    private static byte[] data(DataTree tree, TreeLock treeLock, String path) {
        ZnodeView view = new ZnodeView();
        long stamp = treeLock.readLock();
        try {
            if (!tree.find(path, view) || view.dataLength() < 0) {
                return null;
            }
            byte[] data = new byte[view.dataLength()];
            System.arraycopy(view.dataArray(), view.dataOffset(), data, 0, data.length);
            return data;
        } finally {
            treeLock.unlockRead(stamp);
        }
    }
}
