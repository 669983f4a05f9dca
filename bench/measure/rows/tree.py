"""W10 and W11: a large tree in memory, and a restart with it after kill -9."""

import re

from ..generator import bench, first_reply
from ..machine import live_heap, resident_at_rest, say

SHAPE = ["--connections", 64, "--outstanding", 16, "--warmup", 0, "--duration", 900, "--keep"]


def tree(b):
    b.sheet.line("W10 heap", tree_title(b, "live heap of a znode"), "B", "less", most=180)
    b.sheet.line("W10 resident", tree_title(b, "resident memory of a znode"), "B", "less", most=220)
    b.sheet.line("W10 pause", tree_title(b, "longest pause of the JVM, loading"), "ms", "less", most=10)
    b.sheet.line("W11", "restart with that tree after kill -9, to the first reply", "s", "less", ratio=15)
    for name in b.kinds("zabra", "reference", "reference compact"):
        with b.lab.start(name, heap=6144, jvm=["-Xlog:safepoint:file=pauses.log"]) as server:
            arguments = [*SHAPE, "--path", 55, "--size", 100]
            load(b, server, "W10", arguments, b.options.tree)
            if "W11" in b.wanted and name != "reference compact":
                restart(b, server)
    if "W10" in b.wanted and "zabra" in b.kinds("zabra") and b.options.large:
        large(b)


def tree_title(b, what):
    return f"{b.options.tree:,} znodes, paths of 55 B, 100 B: {what}"


def large(b):
    title = f"{b.options.large:,} znodes of 8 B, {b.options.large // 10:,} below one parent: "
    b.sheet.line("W10 large heap", title + "live heap of a znode", "B", "less", most=180)
    b.sheet.line("W10 large resident", title + "resident memory of a znode", "B", "less", most=220)
    b.sheet.line("W10 large pause", title + "longest pause of the JVM", "ms", "less", most=10)
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
    server.kill()

    def work():
        if server.pids:
            server.kill()
        return first_reply(server, 600)

    seconds, void = b.measure(work)
    b.sheet.add("W11", server.name, seconds, void)
