"""How rounds add up, who is measured first, and how much time is left."""

import json
import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from measure import rows, sheet  # noqa: E402
from measure.remaining import Remaining  # noqa: E402
from measure.rows import rates, snapshots, tree  # noqa: E402

sheet.say = tree.say = lambda text: None

FACTS = {"commit": "abc1234", "date": "2026-01-01", "how": "duration=3"}


class Rounds(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.store = Path(self.directory.name) / "table.json"

    def call(self, *values, fresh=False, key="W1 setData", **changed):
        """One call of bench/compare that measures these, a round each; how many rounds it found."""
        s = sheet.Sheet(FACTS | changed, fresh=fresh, store=self.store)
        found = None
        for value in values:
            turn = s.begin(key.split()[0])
            found = turn if found is None else found
            s.line(key, "a title", "op/s", "more")
            s.add(key, "zabra", value)
        return found

    def values(self, key="W1 setData"):
        line = json.loads(self.store.read_text())["lines"][key]
        return [v["value"] for v in line["values"]["zabra"]]

    def test_rounds_of_several_calls_add_up(self):
        self.assertEqual(0, self.call(1, 2))
        self.assertEqual(2, self.call(3))
        self.assertEqual([1, 2, 3], self.values())

    def test_another_commit_begins_anew(self):
        self.call(1, 2)
        self.assertEqual(0, self.call(3, commit="def5678"))
        self.assertEqual([3], self.values())

    def test_another_way_of_measuring_begins_anew(self):
        self.call(1, 2)
        self.assertEqual(0, self.call(3, how="duration=5"))
        self.assertEqual([3], self.values())

    def test_sources_that_are_no_commit_begin_anew_in_each_call(self):
        self.call(1, commit="abc1234" + sheet.CHANGED)
        self.assertEqual(0, self.call(2, 3, commit="abc1234" + sheet.CHANGED))
        self.assertEqual([2, 3], self.values())

    def test_fresh_forgets_earlier_calls_but_not_its_own_rounds(self):
        self.call(1, 2)
        self.assertEqual(0, self.call(3, 4, fresh=True))
        self.assertEqual([3, 4], self.values())

    def test_a_row_that_was_announced_and_not_measured_keeps_what_it_had(self):
        self.call(1)
        other = sheet.Sheet(FACTS | {"commit": "def5678"}, store=self.store)
        other.begin("W1")
        other.line("W1 setData", "a title", "op/s", "more")
        other.save()
        self.assertEqual([1], self.values())

    def test_every_value_is_kept_at_once(self):
        s = sheet.Sheet(FACTS, store=self.store)
        s.begin("W5")
        s.line("W5 exists", "a title", "op/s", "more")
        s.add("W5 exists", "zabra", 7)
        self.assertEqual([7], self.values("W5 exists"))

    def test_the_values_of_one_round_are_one_round(self):
        s = sheet.Sheet(FACTS, store=self.store)
        for _ in range(2):
            s.begin("W13")
            s.line("W13 small", "a title", "ms", "less")
            s.add("W13 small", "zabra", 70)
            s.add("W13 small", "zabra", 80)
        self.assertEqual("2 rounds", sheet.rounds_text(s.lines))

    def test_groups_that_share_a_row_count_their_rounds_for_themselves(self):
        s = sheet.Sheet(FACTS, store=None)
        s.line("W13 small", "a title", "ms", "less")
        self.assertEqual(0, s.begin("W13"))
        s.add("W13 small", "zabra", 70)
        self.assertEqual(0, s.begin("W10, W11, W13"))
        self.assertEqual(1, s.begin("W13"))

    def test_what_is_not_stored_is_still_there_to_print(self):
        s = sheet.Sheet(FACTS, store=None)
        s.line("W6", "a title", "op/s", "more")
        s.add("W6", "zabra", 5)
        self.assertIn("W6", s.save()["lines"])


class Sharing(unittest.TestCase):
    def test_each_row_has_a_group(self):
        grouped = {name for group in rows.GROUPS for name in group.names}
        self.assertEqual(set(rows.ALL), grouped)

    def test_a_wanted_row_brings_no_other_of_its_group(self):
        titles = [group.title({"W3"}) for group in rows.in_order({"W3"})]
        self.assertEqual(["W3", "W3"], titles)

    def test_each_kind_is_the_first_in_one_of_as_many_rounds(self):
        firsts = [rows.rotated(rates.ALONE, turn)[0] for turn in range(4)]
        self.assertEqual(list(rates.ALONE), firsts)
        self.assertEqual(sorted(rates.ALONE), sorted(rows.rotated(rates.ALONE, 3)))

    def test_only_the_first_run_at_a_server_has_the_long_warm_up(self):
        options = SimpleNamespace(warmup=5, rewarm=1.5, duration=3)
        warmth = rates.Warmth(options)
        runs = [warmth.shape(64, 16, 100) for _ in range(3)]
        self.assertEqual([5, 1.5, 1.5], [run[run.index("--warmup") + 1] for run in runs])

    def test_writes_of_all_kinds_come_in_the_same_order(self):
        sequences = measured(rates.writes, {"W1", "W3"})
        self.assertEqual(4, len(sequences))
        self.assertEqual(["write", "write", "create"], sequences["zabra"])
        self.assertEqual(sequences["zabra"], sequences["reference"])
        self.assertEqual(sequences["zabra"], sequences["reference tuned"])

    def test_reads_of_all_kinds_come_in_the_same_order(self):
        sequences = measured(rates.reads, {"W5", "W6"})
        self.assertEqual(["read", "exists", "read", "read", "children"], sequences["zabra"])
        for name in rates.ALONE:
            self.assertEqual(sequences["zabra"], sequences[name], name)

    def test_w6_alone_is_one_run_per_kind(self):
        for name, runs in measured(rates.reads, {"W6"}).items():
            self.assertEqual(["read"], runs, name)


def measured(group, wanted):
    """The workloads that each kind of server is asked for."""
    sequences = {}

    class Started:
        def __init__(self, name):
            self.name, self.pids = name, []

        def __enter__(self):
            return self

        def __exit__(self, *ignored):
            pass

    def bench(server, workload, *arguments):
        sequences.setdefault(server.name, []).append(workload)
        latencies = {"p50": 1, "p99": 2}
        return {
            **{"errorCount": 0, "operationsPerSecond": 1, "latencyMicros": latencies},
            "processes": [{"cpuMicrosPerOperation": 1}],
        }

    options = SimpleNamespace(warmup=5, rewarm=1.5, duration=3, servers="")
    lab = SimpleNamespace(start=lambda name, **more: Started(name))
    quiet = SimpleNamespace(measure=lambda lab, work: (work(), None))
    real, rates.bench = rates.bench, bench
    try:
        group(rows.Bench(options, lab, quiet, sheet.Sheet(FACTS, store=None), wanted, turn=1))
    finally:
        rates.bench = real
    return sequences


class Left(unittest.TestCase):
    def test_guesses_are_replaced_by_what_a_round_took(self):
        groups = [rows.Group(("W1",), None, 100), rows.Group(("W5",), None, 50)]
        s = sheet.Sheet(FACTS, store=None)
        left = Remaining(s, groups, {"W1", "W5"}, 2, clock=lambda: 0)
        self.assertEqual(300, left.seconds())
        s.took("W1", 60)
        left.done()
        self.assertEqual(50 + 60 + 50, left.seconds())
        s.took("W5", 40)
        left.done()
        self.assertEqual(100, left.seconds())


class Slices(unittest.TestCase):
    def test_pairs_are_compared_not_all_with_all(self):
        # The machine became ten times slower after the first pair: neither server did.
        self.assertEqual(1.5, snapshots.ratio([100, 1000], [150, 1500]))

    def test_each_server_is_the_first_of_a_pair_in_turns(self):
        self.assertEqual(("a", "b"), snapshots.in_turns("a", "b", 0))
        self.assertEqual(("b", "a"), snapshots.in_turns("a", "b", 1))

    def test_slices_at_different_speeds_of_the_cpu_are_void(self):
        self.assertIsNone(snapshots.unsteady([0.070, 0.075]))
        self.assertIn("70 to 90 ms", snapshots.unsteady([0.070, 0.090]))


if __name__ == "__main__":
    unittest.main()
