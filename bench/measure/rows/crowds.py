"""W7 to W9: thousands of watchers, of connections at once, and of ephemerals that end."""

from ..generator import crowd
from ..machine import live_heap
from .rates import Warmth, announce, rate

KINDS = ("zabra", "reference", "reference tuned")
LIMIT = (*KINDS, "limit")


def watches(b):
    b.sheet.line("W7 fanout", "9,000 watch one znode: last event after", "ms", "less", ratio=10)
    b.sheet.line("W7 mass", "1,000 sessions × 1,000 watches: last event after", "ms", "less", ratio=10)
    b.sheet.line("W7 heap", "the same: live heap of a watch", "B", "less", most=16)
    for name in b.kinds(*LIMIT):
        with b.lab.start(name) as server:
            found, void = b.measure(lambda: crowd(server, "fanout", "--sessions", 9000))
            record(b, "W7 fanout", name, found, "lastEventMillis", void)
            if name == "limit":
                # It knows one watched znode.
                continue
            heap = {}
            found, void = b.measure(
                lambda: crowd(
                    *(server, "watches", "--sessions", 1000, "--each", 1000),
                    before=lambda: heap.update(before=live_heap(b.lab.java, server.pid)),
                    watching=lambda: heap.update(after=live_heap(b.lab.java, server.pid)),
                )
            )
            record(b, "W7 mass", name, found, "lastEventMillis", void)
            if found:
                each = (heap["after"] - heap["before"]) / found["watches"]
                b.sheet.add("W7 heap", name, each, void)


def record(b, key, name, found, field, void):
    """Notes one finding; what came to no end is no number."""
    if found is None:
        b.sheet.lines[key].setdefault("failed", []).append(name)
        return
    if found.get("errors"):
        void = f"{found['errors']:.0f} errors"
    b.sheet.add(key, name, found[field], void)


def storm(b):
    b.sheet.line("W8 connect", "9,000 connect at once: until the last is there", "ms", "less", ratio=5)
    b.sheet.line("W8 back", "all cut off at once: until the last is back", "ms", "less", ratio=5)
    b.sheet.line("W8 expired", "sessions lost by that", "", "less", most=0)
    # Whoever takes longer than that patience for a step has no number in this round: with its short
    # backlog, ZooKeeper as it comes may need minutes.
    patience = ["--session-timeout", 40, "--patience", 40]
    arguments = ["--sessions", 9000, "--rounds", 1, *patience]
    for name in b.kinds(*LIMIT):
        with b.lab.start(name) as server:
            # Once for the compiler.
            crowd(server, "storm", "--sessions", 2000, "--rounds", 2, *patience)
            found, void = b.measure(lambda: crowd(server, "storm", *arguments))
            record(b, "W8 connect", name, found, "connectMillis", void)
            record(b, "W8 back", name, found, "reattachMillis", void)
            record(b, "W8 expired", name, found, "expired", None)


def ephemerals(b):
    announce(b, "W9 churn", "create and delete of ephemerals, 64×16, 100 B", ratio=8)
    b.sheet.line(
        "W9 expiry", "1,000 sessions with 10 ephemerals each expire: until all are gone", "ms", "less"
    )
    b.sheet.line("W9 others", "meanwhile p99 of others' writes : that before", "×", "less", most=2)
    for name in b.kinds(*KINDS):
        with b.lab.start(name) as server:
            rate(b, server, "W9 churn", "ephemeral", Warmth(b.options).shape(64, 16, 100))
            found, void = b.measure(
                lambda: crowd(
                    *(server, "expiry", "--sessions", 1000, "--each", 10),
                    *("--session-timeout", 4, "--rate", 2000),
                )
            )
            record(b, "W9 expiry", name, found, "expiryMillis", void)
            if found and found["duringP99Micros"] and found["calmP99Micros"]:
                ratio = found["duringP99Micros"] / found["calmP99Micros"]
                b.sheet.add("W9 others", name, ratio, void)
