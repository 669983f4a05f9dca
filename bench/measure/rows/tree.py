"""W10, W11 and W13: a large tree in memory, a restart with it after kill -9, a leader killed.

A kind of servers loads it once: W11 starts again on what W10 has left on the disk, and the three
servers of W13 on a copy each.
"""

import re

from ..generator import bench, first_reply
from ..machine import live_heap, resident_at_rest, say
from .failover import announce_large, failover_large

SHAPE = ["--connections", 64, "--outstanding", 16, "--warmup", 0, "--duration", 900, "--keep"]


def tree(b):
    announce(b)
    for name in b.kinds("zabra", "reference", "reference compact"):
        compact = name == "reference compact"
        if not b.options.tree or (compact and not ("W10" in b.wanted and b.slow_too())):
            continue
        with b.lab.start(name, heap=6144, jvm=["-Xlog:safepoint:file=pauses.log"]) as server:
            arguments = [*SHAPE, "--path", 55, "--size", 100]
            load(b, server, "W10", arguments, b.options.tree)
            if compact:
                continue
            server.kill()
            if "W11" in b.wanted:
                restart(b, server)
                server.kill()
            if "W13" in b.wanted:
                failover_large(b, name, server.directory / "data")
    if "W10" in b.wanted and b.slow_too() and b.kinds("zabra") and b.options.large:
        large(b)


def announce(b):
    if "W10" in b.wanted:
        b.sheet.line("W10 heap", title(b, "live heap of a znode"), "B", "less", most=180)
        b.sheet.line("W10 resident", title(b, "resident memory of a znode"), "B", "less", most=220)
        b.sheet.line("W10 pause", title(b, "longest pause of the JVM, loading"), "ms", "less", most=10)
    if "W11" in b.wanted:
        again = "restart with that tree after kill -9, to the first reply"
        b.sheet.line("W11", again, "s", "less", ratio=15)
    if "W13" in b.wanted:
        announce_large(b)


def title(b, what):
    return f"{b.options.tree:,} znodes, paths of 55 B, 100 B: {what}"


def large(b):
    what = f"{b.options.large:,} znodes of 8 B, {b.options.large // 10:,} below one parent: "
    b.sheet.line("W10 large heap", what + "live heap of a znode", "B", "less", most=180)
    b.sheet.line("W10 large resident", what + "resident memory of a znode", "B", "less", most=220)
    b.sheet.line("W10 large pause", what + "longest pause of the JVM", "ms", "less", most=10)
    with b.lab.start("zabra", heap=8192, jvm=["-Xlog:safepoint:file=pauses.log"]) as server:
        arguments = [*SHAPE, "--connections", 10, "--outstanding", 100, "--size", 8]
        arguments = arguments[4:]
        load(b, server, "W10 large", arguments, b.options.large)


def load(b, server, key, arguments, count):
    bench(server, "create", *arguments, "--operations", 2000)
    heap, resident = live_heap(b.lab.java, server.pid), resident_at_rest(server.pid)
    before = pauses(server)
    run, void = bench(server, "create", *arguments, "--operations", count), None
    say(f"{key} {server.name}: {count:,} znodes in {run['seconds']:.0f} s")
    pause = pauses(server)[len(before) :]
    if key.split()[0] in b.wanted:
        after = live_heap(b.lab.java, server.pid)
        b.sheet.add(f"{key} heap", server.name, (after - heap) / count, void)
        grown = resident_at_rest(server.pid) - resident
        b.sheet.add(f"{key} resident", server.name, grown / count, void)
        b.sheet.add(f"{key} pause", server.name, max(pause, default=0), void)


def pauses(server):
    """Milliseconds of each stop of all threads so far."""
    path = server.directory / "pauses.log"
    if not path.exists():
        return []
    return [int(ns) / 1e6 for ns in re.findall(r"Total: +(\d+) ns", path.read_text())]


def restart(b, server):
    def work():
        if server.pids:
            server.kill()
        return first_reply(server, 600)

    seconds, void = b.measure(work)
    b.sheet.add("W11", server.name, seconds, void)
