"""W13: the leader is killed; how long is no write acknowledged?"""

from ..generator import crowd
from .crowds import record

STRIKES = 2
HEAP = 3072


def announce_large(b):
    title = f"leader killed, {b.options.tree:,} znodes: no write acknowledged for"
    b.sheet.line("W13 large", title, "ms", "less", most=100)


def failover(b):
    """The small tree; the large one is that of W10."""
    b.sheet.line("W13 small", "leader killed, small tree: no write acknowledged for", "ms", "less", most=100)
    announce_large(b)
    for name in b.kinds("zabra", "reference"):
        with b.lab.start_three(name) as ensemble:
            for left in reversed(range(STRIKES)):
                strike(b, ensemble, "W13 small", again=left > 0)


def failover_large(b, name, data):
    """Three servers, each with a copy of what one server has written."""
    with b.lab.start_three(name, heap=HEAP, data=data) as ensemble:
        for left in reversed(range(STRIKES)):
            strike(b, ensemble, "W13 large", again=left > 0)


def strike(b, ensemble, key, again):
    victim = ensemble.leader()
    found, void = crowd(ensemble, "gap", strike=victim.kill), None
    record(b, key, ensemble.name, found, "gapMillis", void)
    if again:
        victim.launch()
        victim.wait_until_serving(300)
