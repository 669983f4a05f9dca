package zabra.house.bad.here;

import zabra.house.bad.there.There;

/** Knows the other package. */
public record Here(There there) {}
