"""The numbers of all workloads: kept in bench/results/table.json, written to docs/benchmarks.md.

A run that measures some rows replaces those and keeps the others, each with its own commit and date.
"""

import json
import statistics

from .machine import BENCH, HOME, die, say

STORE = BENCH / "results" / "table.json"
DOC = HOME / "docs" / "benchmarks.md"
BEGIN, END = "<!-- results: written by bench/compare -->", "<!-- end of results -->"
REFERENCES = ("reference", "reference tuned", "reference compact")


class Sheet:
    """lines: key → what it is and its values by server. A value is a number and why it is void."""

    def __init__(self, facts):
        self.facts, self.lines = facts, {}

    def line(self, key, title, unit, better, **goal):
        """Announces a number. key: 'W1 setData'. better: 'more' or 'less'. goal: see verdict()."""
        self.lines.setdefault(
            key,
            {"title": title, "unit": unit, "better": better, "goal": goal, "values": {}}
            | {"commit": self.facts["commit"], "date": self.facts["date"]},
        )

    def add(self, key, server, value, void=None):
        if value is None:
            return
        self.lines[key]["values"].setdefault(server, []).append({"value": value, "void": void})
        mark = f"  VOID: {void}" if void else ""
        say(f"{key:34s} {server:16s} {number(value)} {self.lines[key]['unit']}{mark}")

    def save(self):
        stored = json.loads(STORE.read_text()) if STORE.exists() else {"lines": {}}
        stored["lines"] |= {k: v for k, v in self.lines.items() if v["values"]}
        stored["facts"] = self.facts
        STORE.parent.mkdir(exist_ok=True)
        STORE.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n")
        return stored


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
        f"{len(every)} values, {void} of them void.",
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


def order(lines):
    places = {key: place for place, key in enumerate(lines)}
    return lambda key: (int(key.split()[0][1:]), places[key])


def write_document(text):
    page = DOC.read_text()
    if BEGIN not in page or END not in page:
        die(f"{DOC} has no place for results ({BEGIN} … {END})")
    head, rest = page.split(BEGIN, 1)
    DOC.write_text(head + BEGIN + "\n\n" + text + "\n\n" + END + rest.split(END, 1)[1])
