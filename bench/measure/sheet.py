"""The numbers of all workloads: kept in bench/results/table.json, written to docs/benchmarks.md.

Each value is kept as soon as it is measured. Values of the same commit, measured in the same way, are
rounds of one set, whichever call they come from; the first of another commit, or of another way, begins
a row anew. Rows that are not measured stay as they are, each with its commit and date.
"""

import json
import statistics

from .machine import BENCH, HOME, die, say

STORE = BENCH / "results" / "table.json"
DOC = HOME / "docs" / "benchmarks.md"
BEGIN, END = "<!-- results: written by bench/compare -->", "<!-- end of results -->"
CHANGED = "+"  # Behind a commit: the sources were not those of that commit.
REFERENCES = ("reference", "reference tuned", "reference compact")


class Sheet:
    """lines: key → what it is and its values by server. A value is a number and why it is void."""

    def __init__(self, facts, fresh=False, store=STORE):
        """fresh: begins each row anew. store: where they are kept; None keeps nothing."""
        self.facts, self.store = facts, store
        self.stored = {"lines": {}, "seconds": {}, "turns": {}}
        if store is not None and store.exists():
            self.stored |= json.loads(store.read_text())
        self.stored["facts"] = facts
        self.fresh = fresh or facts["commit"].endswith(CHANGED)
        self.lines, self.announced = {}, {}
        self.round, self.begun = 1, set()

    def line(self, key, title, unit, better, **goal):
        """Announces a number. key: 'W1 setData'. better: 'more' or 'less'. goal: see verdict()."""
        if key in self.announced:
            return
        self.announced[key] = {
            **{"title": title, "unit": unit, "better": better, "goal": goal, "values": {}},
            **{name: self.facts[name] for name in ("commit", "date", "how")},
        }
        earlier = self.stored["lines"].get(key)
        if earlier and not self.fresh and continues(earlier, self.facts):
            self.announced[key]["values"] = earlier["values"]
            self.lines[key] = self.announced[key]

    def add(self, key, server, value, void=None):
        if value is None:
            return
        line = self.lines.setdefault(key, self.announced[key])
        line["values"].setdefault(server, []).append(
            {"value": value, "void": void, "round": self.round}
        )
        mark = f"  VOID: {void}" if void else ""
        say(f"{key:34s} {server:16s} {number(value)} {line['unit']}{mark}")
        self.save()

    def begin(self, group):
        """Begins a round of a group of rows; says how many of this set there were before."""
        of = f"{self.facts['commit']} {self.facts['how']}"
        turns = self.stored["turns"]
        known = turns.get(group)
        same = known and known["of"] == of and (group in self.begun or not self.fresh)
        turn = known["count"] if same else 0
        self.begun.add(group)
        turns[group] = {"of": of, "count": turn + 1}
        self.round = turn + 1
        return turn

    def took(self, title, seconds=None):
        """Remembers how long a round of these rows takes, or says it; None where nobody knows."""
        if seconds is not None:
            self.stored["seconds"][title] = round(seconds)
            self.save()
        return self.stored["seconds"].get(title)

    def save(self):
        self.stored["lines"] |= self.lines
        if self.store is not None:
            self.store.parent.mkdir(exist_ok=True)
            # Whole or not at all, whenever somebody ends the run.
            beside = self.store.with_suffix(".new")
            beside.write_text(json.dumps(self.stored, indent=1, ensure_ascii=False) + "\n")
            beside.replace(self.store)
        return self.stored


def continues(line, facts):
    """Whether what is measured now belongs to the same set as that line of the store."""
    return line["commit"] == facts["commit"] and line.get("how") == facts["how"]


def number(value):
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 10 else f"{value:.1f}"


def middle(values):
    """Median of what is not void, of all where all is; spread; whether all is void."""
    good = [v["value"] for v in values if not v["void"]]
    chosen = good or [v["value"] for v in values]
    median = statistics.median(chosen)
    spread = (max(chosen) - min(chosen)) / 2 / median if median and len(chosen) > 1 else None
    return median, spread, not good


def cell(values):
    if not values:
        return "–"
    median, spread, void = middle(values)
    text = number(median)
    if spread is not None:
        text += f" ±{spread:.0%}"
    return text + (" (disturbed)" if void else "")


def verdict(line):
    """Ratio to the better reference, goal, and whether it is met.

    goal: ratio= at least so many times better than the reference; limit= at least that share of the
    limit; limit_most= at most so many times the limit; most= at most that much; least= at least.
    """
    values, goal, more = line["values"], line["goal"], line["better"] == "more"
    if "zabra" not in values:
        return "–", text_of(goal), "not measured"
    ours, _, void = middle(values["zabra"])
    references = [middle(values[r])[0] for r in REFERENCES if r in values]
    ratio = None
    if references:
        best = max(references) if more else min(references)
        if ours and best:
            ratio = ours / best if more else best / ours
    limit = middle(values["limit"])[0] if "limit" in values else None
    met = []
    if "ratio" in goal:
        met.append(ratio is not None and ratio >= goal["ratio"])
    if "limit" in goal and limit:
        met.append((ours / limit if more else limit / ours) >= goal["limit"])
    if "limit_most" in goal and limit:
        met.append(ours <= goal["limit_most"] * limit)
    if "most" in goal:
        met.append(ours <= goal["most"])
    outcome = "–" if not met else "met" if all(met) else "**missed**"
    void = void or any(middle(values[r])[2] for r in REFERENCES if r in values)
    shown = "–" if ratio is None else f"{ratio:.2f}" if ratio < 2 else f"{ratio:.1f}"
    return shown + (" (disturbed)" if void and ratio else ""), text_of(goal), outcome


def text_of(goal):
    parts = {
        "ratio": lambda v: f"≥ {v:g}×",
        "limit": lambda v: f"≥ {v:.0%} of limit",
        "limit_most": lambda v: f"≤ {v:g} × limit",
        "most": lambda v: f"≤ {v:,g}",
    }
    return ", ".join(parts[key](value) for key, value in goal.items()) or "–"


def markdown(stored):
    facts, lines = stored["facts"], stored["lines"]
    every = [v for line in lines.values() for vs in line["values"].values() for v in vs]
    void = sum(1 for v in every if v["void"])
    text = [
        f"{facts['machine']}, JDK {facts['java']}, heap {facts['heap']} MiB (each of three: "
        f"{facts['ensembleHeap']}). fdatasync of 4 KiB takes {facts['fsyncMicros']:.0f} µs. "
        f"{len(every)} values, {void} of them void; {rounds_text(lines)}.",
        "",
        "| | workload | unit | zabra | reference | reference tuned | limit | factor | goal | |",
        "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- |",
    ]
    for key in sorted(lines, key=order(lines)):
        line = lines[key]
        values = line["values"]
        ratio, goal, outcome = verdict(line)
        tuned = values.get("reference tuned") or values.get("reference compact")
        cells = [key.split()[0], line["title"], line["unit"], cell(values.get("zabra"))]
        cells += [cell(values.get("reference")), cell(tuned), cell(values.get("limit"))]
        text.append("| " + " | ".join([*cells, ratio, goal, outcome]) + " |")
    absent = [f"W{i}" for i in range(1, 15) if not any(k.split()[0] == f"W{i}" for k in lines)]
    if absent:
        text += ["", f"Not measured: {', '.join(absent)}."]
    commits = sorted({f"{line['date']}, commit {line['commit']}" for line in lines.values()})
    text += ["", f"Measured on {'; '.join(commits)}. Last command: `{facts['command']}`"]
    return "\n".join(text)


def rounds_text(lines):
    counts = [
        max((len({v.get("round") for v in values}) for values in line["values"].values()), default=0)
        for line in lines.values()
    ]
    fewest, most = min(counts, default=0), max(counts, default=0)
    return f"{most} rounds" if fewest == most else f"{fewest} to {most} rounds"


def order(lines):
    places = {key: place for place, key in enumerate(lines)}
    return lambda key: (int(key.split()[0][1:]), places[key])


def write_document(text):
    page = DOC.read_text()
    if BEGIN not in page or END not in page:
        die(f"{DOC} has no place for results ({BEGIN} … {END})")
    head, rest = page.split(BEGIN, 1)
    DOC.write_text(head + BEGIN + "\n\n" + text + "\n\n" + END + rest.split(END, 1)[1])
