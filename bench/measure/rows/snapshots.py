"""W12: what writers notice of snapshots, at half of the load that the server can bear.

Two servers of a kind hold the same tree, and only one of them writes snapshots. They are asked in
turns, for a few seconds each: a machine that becomes slower does so for both.
"""

import statistics

from ..generator import bench
from ..machine import cpu_probe

ZNODES = 500_000
SHAPE = ["--connections", 64, "--outstanding", 16, "--size", 100]
PAIRS = 2
SLICE_SECONDS = 5

# One snapshot in that time, if the server wants as many.
EVERY_SECONDS = 3

# So much slower may the CPU be in the worst of the slices than in the best.
STEADY = 1.15


def snapshots(b):
    b.sheet.line("W12 plain", "half load without snapshots: p99.9", "µs", "less")
    b.sheet.line("W12 with", "half load with snapshots: p99.9", "µs", "less")
    b.sheet.line("W12", "the second : the first", "×", "less", most=1.3)
    for name in b.kinds("zabra", "reference") if b.slow_too() else []:
        with start(b, name, 1_000_000_000) as plain:
            half = closed_loop(plain) / 2
            with start(b, name, int(half * EVERY_SECONDS)) as saving:
                closed_loop(saving)
                # Again: that was some time ago, and another server has used the machine since.
                half = closed_loop(plain) / 2
                compare(b, name, plain, saving, int(half))


def start(b, name, count):
    """A server that writes a snapshot after so many transactions."""
    if name == "zabra":
        return b.lab.start(name, extra=[f"snapCount={count}"])
    return b.lab.start(name, jvm=[f"-Dzookeeper.snapCount={count}"])


def closed_loop(server):
    """Operations a second; the first time it makes the tree, too."""
    if not server.loaded:
        load = ["--keep", "--warmup", 0, "--duration", 300, "--operations", ZNODES]
        bench(server, "create", *SHAPE, *load)
        server.loaded = True
    return bench(server, "write", *SHAPE, "--warmup", 2, "--duration", 2)["operationsPerSecond"]


def compare(b, name, plain, saving, rate):
    slices = {plain: [], saving: []}
    probes, void = [], None
    for pair in range(PAIRS):
        for server in in_turns(plain, saving, pair + b.turn):
            probes.append(min(cpu_probe() for _ in range(3)))
            saved = server.snapshots()
            run, disturbed = b.measure(
                lambda: bench(server, "write", *SHAPE, "--rate", rate,
                              "--warmup", 1, "--duration", SLICE_SECONDS)
            )
            slices[server].append(run["latencyMicros"]["p999"])
            void = void or disturbed
            if server is saving and server.snapshots() == saved:
                void = void or "no snapshot was written"
    void = void or unsteady(probes)
    b.sheet.add("W12 plain", name, statistics.median(slices[plain]), void)
    b.sheet.add("W12 with", name, statistics.median(slices[saving]), void)
    b.sheet.add("W12", name, ratio(slices[plain], slices[saving]), void)


def in_turns(one, other, turn):
    return (one, other) if turn % 2 == 0 else (other, one)


def ratio(plain, saving):
    """The median of the pairs', each measured within seconds."""
    return statistics.median(s / p for p, s in zip(plain, saving))


def unsteady(probes):
    """Why slices that had these probes before them cannot be compared, or None."""
    if max(probes) > STEADY * min(probes):
        return f"CPU probe {min(probes) * 1e3:.0f} to {max(probes) * 1e3:.0f} ms"
    return None
