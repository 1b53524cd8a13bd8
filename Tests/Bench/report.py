"""What was measured, as a Markdown table and as JSON."""
import json, statistics


class Figure:
    """The median of some rounds, and how far they lay apart."""

    def __init__(self, samples):
        self.samples = list(samples)
        self.median = statistics.median(self.samples)

    def __str__(self):
        if len(self.samples) == 1: return short(self.median)
        return f"{short(self.median)} ({short(min(self.samples))}–{short(max(self.samples))})"


class Budget:
    """What DESIGN 8 asks for: at least, or under, a number."""

    def __init__(self, limit, at_least=False, unit=""):
        self.limit, self.at_least, self.unit = limit, at_least, unit

    def __str__(self):
        return f"{'≥' if self.at_least else '<'} {short(self.limit)}{' ' if self.unit else ''}{self.unit}"

    def holds(self, value):
        return value >= self.limit if self.at_least else value < self.limit


class Result:
    """One line of the table."""

    def __init__(self, row, what, unit, measured, reference=None, against="nginx", budget=None, value=None, note="", **more):
        self.row, self.what, self.unit, self.measured, self.reference, self.against = row, what, unit, measured, reference, against
        self.budget, self.note, self.more = budget, note, more
        self.ratio = reference and Figure([a / b for a, b in zip(measured.samples, reference.samples)])
        self.value = value if value is not None else (self.ratio or measured).median

    @property
    def verdict(self):
        if self.budget is None: return ""
        return "in" if self.budget.holds(self.value) else "**OUT**"

    def cells(self):
        reference = f"{self.against}: {self.reference}" if self.reference else ""
        budget = "" if self.budget is None else str(self.budget)
        return [self.row, self.what, f"{self.measured} {self.unit}", reference, str(self.ratio or ""), budget, self.verdict,
                self._pair("cpu"), self._pair("p99"), self._pair("peak"), self.note]

    def _pair(self, name):
        return " / ".join(short(Figure(samples).median) for samples in self.more.get(name, []) if samples)

    def json(self):
        return {"row": self.row, "what": self.what, "unit": self.unit, "measured": self.measured.samples,
                "reference": self.reference and self.reference.samples, "against": self.reference and self.against,
                "ratio": self.ratio and self.ratio.median, "value": self.value, "budget": self.budget and str(self.budget),
                "verdict": self.verdict.strip("*"), "note": self.note, **self.more}


class Remark:
    """A row without figures: it failed, or there is nothing yet to measure."""

    def __init__(self, row, what, text, verdict=""):
        self.row, self.what, self.text, self.verdict = row, what, text, verdict

    def cells(self):
        return [self.row, self.what, self.text] + [""] * (len(COLUMNS) - 3)

    def json(self):
        return {"row": self.row, "what": self.what, "note": self.text, "verdict": self.verdict}


class Growth:
    """Times of one question at several sizes of catalogs."""

    def __init__(self):
        self.lines, self.labels, self.limits, self.abouts, self.costs = {}, [], {}, {}, {}

    def add(self, name, label, samples, limit=None, about="", cpu=None):
        if label not in self.labels: self.labels.append(label)
        self.lines.setdefault(name, {})[label] = samples
        self.limits[name] = limit
        if cpu is not None: self.costs.setdefault(name, {})[label] = f" / {short(cpu)}"
        if about: self.abouts.setdefault(name, {})[label] = about

    def cell(self, name, label):
        samples = self.lines[name].get(label, [])
        if len(samples) < 20: return str(Figure(samples)) if samples else ""
        return " / ".join(short(value) for value in percentiles(samples)) + self.costs.get(name, {}).get(label, "")

    def markdown(self):
        rows = [[name, *(self.cell(name, label) for label in self.labels), self._growth(line), self.limits[name] or "",
                 self._verdict(name, line), self._notes(name)] for name, line in self.lines.items()]
        columns = ["one client; p50 / p99 / max / server CPU, in ms", *(f"{label} assets" for label in self.labels), "growth of p50", "budget of p99", "", "note"]
        return table(columns, rows)

    def verdicts(self):
        """Each question's verdict at the largest size."""
        found = [(f"{name} ({self.labels[-1]} assets)", self._verdict(name, line)) for name, line in self.lines.items()]
        return [pair for pair in found if pair[1]]

    def json(self):
        return {name: dict(line) for name, line in self.lines.items()}

    def compared(self, before):
        """Medians and 99th percentiles of an earlier run beside these."""
        rows = [[name, label, *(short(value) for pair in zip(percentiles(before[name][label])[:2], percentiles(samples)[:2]) for value in pair)]
                for name, line in self.lines.items() for label, samples in line.items() if label in before.get(name, {})]
        return table(["one client", "assets", "p50 before", "now", "p99 before", "now"], rows)

    def _growth(self, line):
        first, last = line.get(self.labels[0]), line.get(self.labels[-1])
        return f"× {short(percentiles(last)[0] / percentiles(first)[0])}" if first and last and len(self.labels) > 1 else ""

    def _verdict(self, name, line):
        if self.limits[name] is None or self.labels[-1] not in line: return ""
        return "in" if percentiles(line[self.labels[-1]])[1] < self.limits[name] else "**OUT**"

    def _notes(self, name):
        return "; ".join(f"{label}: {about}" for label, about in self.abouts.get(name, {}).items())


def percentiles(samples):
    """The median, the 99th percentile, and the most; the same where there are few."""
    ordered = sorted(samples)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, round(0.99 * (len(ordered) - 1)))], ordered[-1]


COLUMNS = ["row", "what", "gateway", "reference", "ratio", "budget", "", "server CPU µs/request", "p99 ms", "peak MiB", "note"]


def short(number):
    """A number with as many digits as it is worth."""
    size = abs(number)
    return f"{number:,.0f}" if size >= 100 else f"{number:.1f}" if size >= 10 else f"{number:.2f}" if size >= 1 else f"{number:.3g}"


def table(columns, rows):
    """A table in Markdown."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(" ".join(str(cell).replace("|", "\\|").split()) for cell in line) + " |" for line in lines)


def summary(results, growth):
    """How many of the budgets hold, and which do not."""
    judged = [(f"{result.row} ({result.what})", result.verdict) for result in results if result.verdict] + growth.verdicts()
    out = [name for name, verdict in judged if verdict != "in"]
    return f"In budget: {len(judged) - len(out)} of {len(judged)}." + (f" Out: {'; '.join(out)}." if out else "")


def compared(results, before):
    """The same lines of an earlier run beside this one's."""
    old = {(line["row"], line["what"]): line for line in before["results"] if line.get("measured")}
    rows = []
    for result in results:
        line = old.get((result.row, result.what))
        if line is None or isinstance(result, Remark): continue
        was, now = statistics.median(line["measured"]), result.measured.median
        rows.append([result.row, result.what, f"{short(was)} {result.unit}", f"{short(now)} {result.unit}",
                     f"{(now / was - 1) * 100:+.0f} %" if was else "", short(line["value"]), short(result.value),
                     " → ".join(short(statistics.median(cost["cpu"][0])) for cost in (line, result.more) if "cpu" in cost)])
    return table(["row", "what", "before", "now", "change", "ratio or value before", "now", "server CPU µs/request"], rows)


def self_check():
    """That the arithmetic of this file is right; runs before every bench, since no other test knows of it."""
    faster = Result("r", "w", "/s", Figure([6, 4, 5]), Figure([10, 10, 10]), budget=Budget(0.5, at_least=True), cpu=[[1, 3, 2], [4]])
    assert faster.ratio.median == 0.5 and faster.verdict == "in" and faster.cells()[7] == "2.00 / 4.00", faster.cells()
    slower = Result("r", "other", "ms", Figure([3.0]), budget=Budget(3, unit="ms"))
    assert slower.verdict == "**OUT**" and slower.cells()[5] == "< 3.00 ms", slower.cells()
    assert str(Figure([3, 1, 2])) == "2.00 (1.00–3.00)" and short(12345.6) == "12,346" and short(0.0123) == "0.0123"
    assert table(["a"], [["x|y"]]) == "| a |\n| --- |\n| x\\|y |"
    assert len(Remark("r", "w", "t").cells()) == len(faster.cells()) == len(COLUMNS)
    growth = Growth()
    for label, factor in (("10", 1), ("1,000", 3)): growth.add("page", label, [factor * number for number in range(1, 102)], 300)
    assert "| page | 51.0 / 100 / 101 | 153 / 300 / 303 | × 3.00 | 300 | **OUT** |" in growth.markdown(), growth.markdown()
    before = json.loads(json.dumps({"results": [faster.json(), slower.json()]}))
    assert summary([faster, slower], growth) == "In budget: 1 of 3. Out: r (other); page (1,000 assets)."
    assert growth.compared(growth.json()).endswith("| page | 1,000 | 153 | 153 | 300 | 300 |")
    assert "+0 %" in compared([faster], before)
