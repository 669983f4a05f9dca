"""The workloads, by the names they have in docs/benchmarks.md."""

from dataclasses import dataclass
from typing import Any, Callable

from . import crowds, failover, rates, snapshots, start, tree

ALL = [f"W{i}" for i in range(1, 15)]


@dataclass(frozen=True)
class Group:
    """Rows that share the starts of their servers, measured together in each round."""

    names: tuple
    measure: Callable
    seconds: int  # One round of all its rows, as long as nobody has measured it here.

    @property
    def key(self):
        return ", ".join(self.names)

    def chosen(self, wanted):
        return [name for name in self.names if name in wanted]

    def title(self, wanted):
        return ", ".join(self.chosen(wanted))


# In this order, in each round. What a row leaves behind is its group's business, and nobody else's:
# every group starts its servers afresh. The tree of W10 is the one that W11 restarts with and whose
# leader W13 kills.
GROUPS = (
    Group(("W5", "W6"), rates.reads, 120),
    Group(("W1", "W3"), rates.writes, 100),
    Group(("W2", "W3", "W4"), rates.three_servers, 180),
    Group(("W7",), crowds.watches, 50),
    Group(("W8",), crowds.storm, 60),
    Group(("W9",), crowds.ephemerals, 60),
    Group(("W14",), start.start, 100),
    Group(("W12",), snapshots.snapshots, 100),
    Group(("W13",), failover.failover, 30),
    Group(("W10", "W11", "W13"), tree.tree, 180),
)


@dataclass
class Bench:
    """What a group needs: options, servers, probes, the sheet, and which of its rows are wanted."""

    options: Any
    lab: Any
    quiet: Any
    sheet: Any
    wanted: set
    turn: int = 0
    first: bool = True  # Whether this run has not measured the group before.

    def kinds(self, *names):
        """Those of the servers that are to be measured, each round beginning with another one."""
        only = [n.strip() for n in self.options.servers.split(",") if n.strip()]
        return [name for name in rotated(names, self.turn) if not only or name in only]

    def slow_too(self):
        """Whether this round measures what takes longest: every other one does."""
        return self.turn % 2 == 0

    def measure(self, work):
        return self.quiet.measure(self.lab, work)


def rotated(names, turn):
    first = turn % len(names)
    return [*names[first:], *names[:first]]


def in_order(wanted):
    """The groups that have one of the wanted rows."""
    return [group for group in GROUPS if group.chosen(wanted)]
