#!/usr/bin/env python3
"""Measures the gateway beside nginx, dd and the disk itself, against the budgets of the design.

    bench.py GATEWAY [--rows get-asset,list-page] [--quick]      `--help` has every option

Rounds of both sides alternate within one run; the table has medians with the lowest and the highest, ratios, and
what the server's processes spent. It goes to the terminal and, after every row, to bench-results.md and .json.
"""
import argparse, contextlib, http.client, json, os, shutil, signal, subprocess, sys, tempfile, time

import machine, report
from client import BenchError
from library import SmallLibrary
from processes import Gateway, Nginx
from report import Remark
from rows import LATER, ROWS
from rows_reads import CONNECTIONS


class Bench:
    """What the rows share: the gateway, its library, folders, and how load is put on."""

    def __init__(self, options):
        self.options, self.results, self.growth, self.say = options, [], report.Growth(), say
        self.numbers, self._driver = 0, None
        self.threads = machine.gateway_threads(options.gateway)
        self.disk = tempfile.mkdtemp(prefix="raster-bench-", dir=options.scratch)
        self.memory = tempfile.mkdtemp(prefix="raster-bench-", dir=options.memory)
        os.chmod(self.memory, 0o755)
        self.gateway = Gateway(options.gateway, self.disk + "/data", self.memory + "/gateway.log")
        self.library = SmallLibrary(self.gateway, say)

    def number(self):
        self.numbers += 1
        return self.numbers

    @contextlib.contextmanager
    def nginx(self, locations, log=None):
        server = Nginx(f"{self.memory}/nginx-{self.number()}", self.threads, self.memory + "/access.log")
        try: yield server.start(locations, log)
        finally: server.stop()

    @property
    def driver(self):
        """The program that keeps a pace, built when first needed."""
        if self._driver is None: self._driver = machine.build_driver(self.disk)
        return self._driver

    def wrk(self, side, seconds=None, connections=CONNECTIONS):
        return side.wrk(seconds or self.options.seconds, connections, self.threads)

    def warm(self, side):
        return self.wrk(side, max(1, self.options.seconds // 2))

    def close(self):
        for folder in (self.disk, self.memory): shutil.rmtree(folder, ignore_errors=True)


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def arguments():
    parser = argparse.ArgumentParser(description="Measures the gateway beside nginx against its budgets.")
    parser.add_argument("gateway", help="the program, built for release")
    parser.add_argument("--rows", default="", help="only these, with commas: " + ", ".join(ROWS))
    parser.add_argument("--seconds", type=int, default=5, help="length of a round (5)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each side (5)")
    parser.add_argument("--quick", action="store_true", help="2 rounds of 2 seconds: shows that it works, no more")
    parser.add_argument("--catalog", default="", help="data directories with large catalogs, with commas; see README.md")
    parser.add_argument("--builds", action="store_true", help="also time a build and the tests of a clean checkout")
    parser.add_argument("--against", help="bench-results.json of an earlier run to compare with")
    parser.add_argument("--scratch", default="/var/tmp", help="where data directories go: a real disk (/var/tmp)")
    parser.add_argument("--memory", default="/dev/shm", help="where logs and nginx's answers go: tmpfs (/dev/shm)")
    parser.add_argument("--output", default="bench-results", help="name of the results, without .md and .json")
    options = parser.parse_args()
    if options.quick: options.rounds, options.seconds = 2, 2
    options.catalog = [folder for folder in options.catalog.split(",") if folder]
    options.rows = [name for name in options.rows.split(",") if name]
    unknown = set(options.rows) - set(ROWS)
    if unknown: parser.error(f"no row {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    if options.rounds < 1 or options.seconds < 1: parser.error("--rounds and --seconds are at least 1")
    if options.against: options.against = earlier(parser, options.against)
    options.gateway = os.path.abspath(options.gateway)
    if not os.access(options.gateway, os.X_OK): parser.error(f"{options.gateway} is no program; `make build` makes it")
    return options


def earlier(parser, path):
    """The results of an earlier run, read before this one replaces them."""
    try:
        with open(path) as file: return json.load(file)
    except (OSError, ValueError) as failure: parser.error(f"--against {path}: {failure}")


def run(bench, facts):
    """Every row that was asked for; the names of those that failed."""
    failed = []
    wanted = bench.options.rows or [name for name, row in ROWS.items() if row.by_default(bench.options)]
    bench.gateway.start()
    for name in wanted:
        say(name)
        try:
            with contextlib.closing(ROWS[name].measure(bench)) as results:
                for result in results: keep(bench, facts, result)
        except (BenchError, OSError, http.client.HTTPException, subprocess.SubprocessError) as failure:
            failed.append(name)
            keep(bench, facts, Remark(name, "**FAILED**", f"{type(failure).__name__}: {failure}", "failed"))
            bench.gateway.restart()
    if not bench.options.rows: bench.results += [Remark(*line) for line in LATER]
    return failed


def keep(bench, facts, result):
    bench.results.append(result)
    say("  " + "  ".join(cell for cell in result.cells()[1:7] if cell))
    write(bench, facts)


def write(bench, facts):
    """The results so far, to their two files."""
    parts = [facts.markdown(bench), report.summary(bench.results, bench.growth), report.table(report.COLUMNS, [result.cells() for result in bench.results])]
    if bench.growth.lines: parts.append(bench.growth.markdown())
    if bench.options.against:
        parts.append(f"Against the run of {bench.options.against['facts']['began']}:\n\n" + report.compared(bench.results, bench.options.against))
        if bench.growth.lines: parts.append(bench.growth.compared(bench.options.against.get("growth", {})))
    text = "\n\n".join(parts) + "\n"
    with open(bench.options.output + ".md", "w") as file: file.write(text)
    with open(bench.options.output + ".json", "w") as file:
        json.dump({"facts": facts.json(bench), "results": [result.json() for result in bench.results], "growth": bench.growth.json()}, file, indent=1)
    return text


def interrupted(*_):
    raise KeyboardInterrupt


def main():
    report.self_check()
    options = arguments()
    signal.signal(signal.SIGTERM, interrupted)
    facts, code, failed, bench = machine.Facts(options.gateway), 0, [], Bench(options)
    if facts.warning: say(facts.warning)
    try:
        failed = run(bench, facts)
        if failed: code = 1
    except KeyboardInterrupt:
        say("interrupted; this is what was done")
        code = 130
    except BenchError as failure:
        say(f"FAILED: {failure}")
        code = 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM): signal.signal(number, signal.SIG_IGN)
        # The figures first: it takes a while until so many files are gone.
        bench.gateway.stop()
        print(write(bench, facts), flush=True)
        bench.close()
    if failed: say("FAILED: " + ", ".join(failed))
    sys.exit(code)


if __name__ == "__main__":
    main()
