"""The workloads, by the names they have in docs/benchmarks.md."""

from dataclasses import dataclass
from typing import Any

from . import crowds, failover, rates, snapshots, start, tree

ALL = [f"W{i}" for i in range(1, 15)]

# What is measured together: the tree of W10 is the one that W11 restarts with.
_GROUPS = [
    (["W1"], rates.writes),
    (["W5"], rates.reads),
    (["W6"], rates.waiting_reads),
    (["W3"], rates.waiting_writes),
    (["W2", "W4"], rates.three_servers),
    (["W7"], crowds.watches),
    (["W8"], crowds.storm),
    (["W9"], crowds.ephemerals),
    (["W14"], start.start),
    (["W12"], snapshots.snapshots),
    (["W10", "W11"], tree.tree),
    (["W13"], failover.failover),
]


@dataclass
class Bench:
    """What a row needs: its options, servers, probes and the sheet, and which names are wanted."""

    options: Any
    lab: Any
    quiet: Any
    sheet: Any
    wanted: set

    def kinds(self, *names):
        """Those of the servers that this run is to measure."""
        only = [n.strip() for n in self.options.servers.split(",") if n.strip()]
        return [name for name in names if not only or name in only]

    def measure(self, work):
        return self.quiet.measure(self.lab, work)


def in_order(wanted):
    for names, measure in _GROUPS:
        chosen = [name for name in names if name in wanted]
        if chosen:
            yield ", ".join(chosen), chosen, measure
