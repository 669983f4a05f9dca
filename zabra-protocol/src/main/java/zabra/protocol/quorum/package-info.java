/**
 * What servers of an ensemble say to one another, and its exact bytes, as ZooKeeper 3.9 sends them.
 *
 * <p>On the <em>election port</em> the connecting server sends one {@link
 * zabra.protocol.quorum.InitialMessage}; then both sides send frames that hold a {@link
 * zabra.protocol.quorum.Notification}. On the <em>leader port</em> a learner and its leader
 * exchange {@link zabra.protocol.quorum.QuorumMessage}s, which have no outer length: each tells its
 * own end. After a {@link zabra.protocol.quorum.QuorumMessage.Snap} the leader's bytes are a raw
 * stream, the body of a snapshot, before messages go on.
 *
 * <p>Messages are decoded and checked here, once: whoever gets one need not look at bytes again,
 * except that transactions and request bodies stay opaque. A {@link
 * zabra.protocol.quorum.StreamDecoder} takes bytes in pieces of any size. Hostile lengths are
 * refused before anything is allocated for them, and what is held grows only with what arrived.
 * What is refused is refused with {@link zabra.protocol.MarshallingException}: the connection must
 * be closed.
 *
 * <p>What a message means, and whether it may come now, is decided in the consensus module.
 */
package zabra.protocol.quorum;
