"""W1 to W6: how many requests a second, how fast, and what each costs the server."""

from ..generator import bench

ALONE = ("zabra", "reference", "reference tuned", "limit")
THREE = ("zabra", "reference", "reference tuned")


def shape(options, connections, outstanding, size, *more):
    return [
        *("--connections", connections, "--outstanding", outstanding, "--size", size),
        *("--warmup", options.warmup, "--duration", options.duration, *more),
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
    goal = {"ratio": 10, "limit": 0.5}
    announce(b, "W1 setData", "setData 64×16, 100 B", **goal)
    announce(b, "W1 create", "create 64×16, 100 B", **goal)
    arguments = shape(b.options, 64, 16, 100)
    for _ in range(b.options.rounds):
        for name in b.kinds(*ALONE):
            with b.lab.start(name) as server:
                rate(b, server, "W1 setData", "write", arguments)
                # Last: it leaves millions of znodes behind.
                rate(b, server, "W1 create", "create", [*arguments, "--keep"])


def reads(b):
    goal = {"ratio": 10, "limit": 0.5}
    announce(b, "W5 getData 100", "getData 64×16, 100 B", **goal)
    announce(b, "W5 getData 1K", "getData 64×16, 1 KB", **goal)
    announce(b, "W5 exists", "exists 64×16", **goal)
    announce(b, "W5 getChildren", "getChildren of 1,000, 64×16", ratio=10, limit=0.5)
    for _ in range(b.options.rounds):
        for name in b.kinds(*ALONE):
            with b.lab.start(name) as server:
                small = shape(b.options, 64, 16, 100)
                rate(b, server, "W5 getData 100", "read", small)
                rate(b, server, "W5 exists", "exists", small)
                if name != "limit":
                    many = [*small, "--znodes", 1000]
                    rate(b, server, "W5 getChildren", "children", many)
                    rate(b, server, "W5 getData 1K", "read", shape(b.options, 64, 16, 1000))
            if name == "limit":
                with b.lab.start(name, jvm=("--size", "1000", "--children", "1000")) as server:
                    rate(b, server, "W5 getChildren", "children", shape(b.options, 64, 16, 1000))
                    rate(b, server, "W5 getData 1K", "read", shape(b.options, 64, 16, 1000))


def waiting_reads(b):
    announce(b, "W6", "getData, 16 connections, one outstanding each", limit=0.7)
    arguments = shape(b.options, 16, 1, 100)
    for _ in range(b.options.rounds):
        for name in b.kinds(*ALONE):
            with b.lab.start(name) as server:
                rate(b, server, "W6", "read", arguments)


def waiting_writes(b):
    goal = {"limit_most": 1.3}
    b.sheet.line("W3 alone", "one write at a time, one server: p50", "µs", "less", **goal)
    b.sheet.line("W3 three", "one write at a time, three servers: p50", "µs", "less", **goal)
    arguments = shape(b.options, 1, 1, 100)

    def p50(server, workload="write"):
        run, void = b.measure(lambda: bench(server, workload, *arguments))
        return run["latencyMicros"]["p50"], void

    for _ in range(b.options.rounds):
        for name in b.kinds("zabra", "reference", "reference tuned", "limit"):
            with b.lab.start(name) as server:
                value, void = p50(server)
                b.sheet.add("W3 alone", name, value, void)
                if name == "limit":
                    # A follower's answer is one round trip more.
                    more, void2 = p50(server, "read")
                    b.sheet.add("W3 three", name, value + more, void or void2)
        for name in b.kinds(*THREE):
            with b.lab.start_three(name) as ensemble:
                value, void = p50(ensemble.leader())
                b.sheet.add("W3 three", name, value, void)


def warm(b, ensemble):
    """Three compilers share the cores, so that they need longer than one."""
    arguments = ["--connections", 64, "--outstanding", 16, "--size", 100, "--reads", 50]
    bench(ensemble, "mix", *arguments, "--warmup", 3 * b.options.warmup, "--duration", 1)


def three_servers(b):
    if "W2" in b.wanted:
        announce(b, "W2 setData 100", "three servers: setData 64×16, 100 B", ratio=8)
        announce(b, "W2 create", "three servers: create 16×64, 100 B", ratio=8)
        announce(b, "W2 setData 1K", "three servers: setData 99×10, 1 KB", ratio=8)
    shares = (0, 50, 70, 90, 100)
    if "W4" in b.wanted:
        for share in shares:
            title = f"three servers: 250×100, 1 KB, {share} % reads"
            announce(b, f"W4 {share}", title, ratio=7)
    for _ in range(b.options.rounds):
        for name in b.kinds(*THREE):
            with b.lab.start_three(name) as ensemble:
                warm(b, ensemble)
                if "W4" in b.wanted:
                    for share in shares:
                        arguments = shape(b.options, 250, 100, 1000, "--reads", share)
                        rate(b, ensemble, f"W4 {share}", "mix", arguments)
                if "W2" in b.wanted:
                    rate(b, ensemble, "W2 setData 100", "write", shape(b.options, 64, 16, 100))
                    rate(b, ensemble, "W2 setData 1K", "write", shape(b.options, 99, 10, 1000))
                    last = shape(b.options, 16, 64, 100, "--keep")
                    rate(b, ensemble, "W2 create", "create", last)
