"""W1 to W6: how many requests a second, how fast, and what each costs the server."""

from ..generator import bench

ALONE = ("zabra", "reference", "reference tuned", "limit")
THREE = ("zabra", "reference", "reference tuned")


class Warmth:
    """How long to warm up before each run at the same servers: their JVM is cold only once."""

    def __init__(self, options, warm=False):
        self.options, self.warm = options, warm

    def shape(self, connections, outstanding, size, *more):
        warmup = self.options.rewarm if self.warm else self.options.warmup
        self.warm = True
        return [
            *("--connections", connections, "--outstanding", outstanding, "--size", size),
            *("--warmup", warmup, "--duration", self.options.duration, *more),
        ]


def rate(b, server, key, workload, arguments):
    """Operations a second, and beside it CPU per operation and p99."""

    def work():
        return bench(server, workload, *arguments)

    run, void = b.measure(work)
    if run["errorCount"]:
        void = f"{run['errorCount']} errors: {run['errors']}"
    b.sheet.add(key, server.name, run["operationsPerSecond"], void)
    cpu = sum(p["cpuMicrosPerOperation"] for p in run["processes"])
    b.sheet.add(key + " CPU", server.name, cpu, void)
    b.sheet.add(key + " p99", server.name, run["latencyMicros"]["p99"], void)


def announce(b, key, title, **goal):
    b.sheet.line(key, title, "op/s", "more", **goal)
    b.sheet.line(key + " CPU", title + ": server CPU", "µs/op", "less")
    b.sheet.line(key + " p99", title + ": p99", "µs", "less")


def writes(b):
    """W1, and of W3 what one server does: between the two, because create leaves a large tree."""
    if "W1" in b.wanted:
        goal = {"ratio": 10, "limit": 0.5}
        announce(b, "W1 setData", "setData 64×16, 100 B", **goal)
        announce(b, "W1 create", "create 64×16, 100 B", **goal)
    if "W3" in b.wanted:
        announce_waiting(b)
    for name in b.kinds(*ALONE):
        with b.lab.start(name) as server:
            warmth = Warmth(b.options)
            if "W1" in b.wanted:
                rate(b, server, "W1 setData", "write", warmth.shape(64, 16, 100))
            if "W3" in b.wanted:
                value, void = p50(b, server, "write", warmth)
                b.sheet.add("W3 alone", name, value, void)
                if name == "limit":
                    # A follower's answer is one round trip more.
                    more, void2 = p50(b, server, "read", warmth)
                    b.sheet.add("W3 three", name, value + more, void or void2)
            if "W1" in b.wanted:
                rate(b, server, "W1 create", "create", warmth.shape(64, 16, 100, "--keep"))


def announce_waiting(b):
    goal = {"limit_most": 1.3}
    b.sheet.line("W3 alone", "one write at a time, one server: p50", "µs", "less", **goal)
    b.sheet.line("W3 three", "one write at a time, three servers: p50", "µs", "less", **goal)


def p50(b, server, workload, warmth):
    arguments = warmth.shape(1, 1, 100)
    run, void = b.measure(lambda: bench(server, workload, *arguments))
    return run["latencyMicros"]["p50"], void


def reads(b):
    """W5 and W6: nothing of what they create stays."""
    if "W5" in b.wanted:
        goal = {"ratio": 10, "limit": 0.5}
        announce(b, "W5 getData 100", "getData 64×16, 100 B", **goal)
        announce(b, "W5 getData 1K", "getData 64×16, 1 KB", **goal)
        announce(b, "W5 exists", "exists 64×16", **goal)
        announce(b, "W5 getChildren", "getChildren of 1,000, 64×16", **goal)
    if "W6" in b.wanted:
        announce(b, "W6", "getData, 16 connections, one outstanding each", limit=0.7)
    for name in b.kinds(*ALONE):
        warmth = Warmth(b.options)
        with b.lab.start(name) as server:
            if "W5" in b.wanted:
                rate(b, server, "W5 getData 100", "read", warmth.shape(64, 16, 100))
                rate(b, server, "W5 exists", "exists", warmth.shape(64, 16, 100))
            if "W6" in b.wanted:
                rate(b, server, "W6", "read", warmth.shape(16, 1, 100))
            if "W5" in b.wanted and name != "limit":
                larger_reads(b, server, warmth)
        if "W5" in b.wanted and name == "limit":
            # Its replies are canned: those of another size come from another one.
            with b.lab.start(name, jvm=("--size", "1000", "--children", "1000")) as server:
                larger_reads(b, server, Warmth(b.options))


def larger_reads(b, server, warmth):
    rate(b, server, "W5 getData 1K", "read", warmth.shape(64, 16, 1000))
    many = warmth.shape(64, 16, 100, "--znodes", 1000)
    rate(b, server, "W5 getChildren", "children", many)


SHARES = (0, 50, 70, 90, 100)


def warm(b, ensemble):
    """Three compilers share the cores, so that they need longer than one."""
    arguments = ["--connections", 64, "--outstanding", 16, "--size", 100, "--reads", 50]
    bench(ensemble, "mix", *arguments, "--warmup", 4 * b.options.warmup, "--duration", 1)


def three_servers(b):
    """W2, W4 and W3's three servers; create is last, because it leaves a large tree."""
    if "W2" in b.wanted:
        announce(b, "W2 setData 100", "three servers: setData 64×16, 100 B", ratio=8)
        announce(b, "W2 create", "three servers: create 16×64, 100 B", ratio=8)
        announce(b, "W2 setData 1K", "three servers: setData 99×10, 1 KB", ratio=8)
    if "W3" in b.wanted:
        announce_waiting(b)
    if "W4" in b.wanted:
        for share in SHARES:
            title = f"three servers: 250×100, 1 KB, {share} % reads"
            announce(b, f"W4 {share}", title, ratio=7)
    for name in b.kinds(*THREE):
        with b.lab.start_three(name) as ensemble:
            warm(b, ensemble)
            warmth = Warmth(b.options, warm=True)
            if "W2" in b.wanted:
                rate(b, ensemble, "W2 setData 100", "write", warmth.shape(64, 16, 100))
            if "W3" in b.wanted:
                value, void = p50(b, ensemble.leader(), "write", warmth)
                b.sheet.add("W3 three", name, value, void)
            if "W2" in b.wanted:
                rate(b, ensemble, "W2 setData 1K", "write", warmth.shape(99, 10, 1000))
            if "W4" in b.wanted:
                for share in SHARES:
                    mix = warmth.shape(250, 100, 1000, "--reads", share)
                    rate(b, ensemble, f"W4 {share}", "mix", mix)
            if "W2" in b.wanted:
                last = warmth.shape(16, 64, 100, "--keep")
                rate(b, ensemble, "W2 create", "create", last)
