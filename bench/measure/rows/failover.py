"""W13: the leader is killed; how long is no write acknowledged?"""

from ..generator import bench, crowd
from .crowds import record

STRIKES = 3


def failover(b):
    b.sheet.line("W13 small", "leader killed, small tree: no write acknowledged for", "ms", "less", most=100)
    title = f"leader killed, {b.options.tree:,} znodes: no write acknowledged for"
    b.sheet.line("W13 large", title, "ms", "less", most=100)
    for name in b.kinds("zabra", "reference"):
        with b.lab.start_three(name) as ensemble:
            for _ in range(STRIKES):
                strike(b, ensemble, "W13 small")
        if not b.options.tree:
            continue
        with b.lab.start_three(name, heap=3072) as ensemble:
            bench(
                *(ensemble.leader(), "create", "--connections", 64, "--outstanding", 16),
                *("--warmup", 0, "--duration", 900, "--keep", "--path", 55, "--size", 100),
                *("--operations", b.options.tree),
            )
            for _ in range(STRIKES - 1):
                strike(b, ensemble, "W13 large")


def strike(b, ensemble, key):
    victim = ensemble.leader()
    found, void = crowd(ensemble, "gap", strike=victim.kill), None
    record(b, key, ensemble.name, found, "gapMillis", void)
    victim.launch()
    victim.wait_until_serving(300)
