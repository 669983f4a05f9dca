package zabra.house.bad.there;

import zabra.house.bad.here.Here;

/** Knows the other package, too. */
public record There(Here here) {}
