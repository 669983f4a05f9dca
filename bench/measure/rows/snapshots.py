"""W12: what writers notice of snapshots, at half of the load that the server can bear."""

from ..generator import bench

ZNODES = 500_000
SHAPE = ["--connections", 64, "--outstanding", 16, "--size", 100]


def snapshots(b):
    b.sheet.line("W12 plain", "half load without snapshots: p99.9", "µs", "less")
    b.sheet.line("W12 with", "half load with snapshots: p99.9", "µs", "less")
    b.sheet.line("W12", "the second : the first", "×", "less", most=1.3)
    for name in b.kinds("zabra", "reference"):
        half = None
        found = {}
        for key, every in (("W12 plain", None), ("W12 with", 3)):
            # The count of transactions, not time, decides when: one every few seconds.
            count = 1_000_000_000 if every is None else int(half * every)
            with b.lab.start(name, extra=snap_count(name, count), jvm=jvm(name, count)) as server:
                bench(server, "create", *SHAPE, "--keep", "--warmup", 0, "--duration", 300,
                      "--operations", ZNODES)
                full = bench(server, "write", *SHAPE, "--warmup", 5, "--duration", 4)
                half = half or full["operationsPerSecond"] / 2
                run, void = b.measure(
                    lambda: bench(server, "write", *SHAPE, "--rate", int(half),
                                  "--warmup", 3, "--duration", 15)
                )
                found[key] = run["latencyMicros"]["p999"], void
                b.sheet.add(key, name, *found[key])
        ratio = found["W12 with"][0] / found["W12 plain"][0]
        b.sheet.add("W12", name, ratio, found["W12 with"][1] or found["W12 plain"][1])


def snap_count(name, count):
    return [f"snapCount={count}"] if name == "zabra" else []


def jvm(name, count):
    return [] if name == "zabra" else [f"-Dzookeeper.snapCount={count}"]
