"""Load on a server, and what one round of it cost."""
import json, os, subprocess

from client import BenchError

HERE = os.path.dirname(os.path.abspath(__file__))


class Side:
    """One of the servers that are compared: what is asked of it, and how large an answer is on average."""

    def __init__(self, server, folder, label, paths, headers, answer_bytes=None, follow=False, name=None):
        self.server, self.headers, self.answer_bytes, self.follow = server, headers, answer_bytes, follow
        self.name, self.first = name or server.name, paths[0]
        self.targets = f"{folder}/{label}-{server.name}.paths"
        with open(self.targets, "w") as file: file.writelines(path + "\n" for path in paths)

    def wrk(self, seconds, connections, threads):
        """A round of as many requests as go; the figures of it."""
        options = [word for name, value in self.headers.items() for word in ("-H", f"{name}: {value}")]
        command = ["wrk", "-t", str(min(threads, connections)), "-c", str(connections), "-d", f"{seconds}s", "--timeout", "10s",
                   *options, "-s", f"{HERE}/wrk.lua", f"http://127.0.0.1:{self.server.port}{self.first}",
                   "--", self.targets, *(["follow"] if self.follow else [])]
        figures = self._measured(command)
        for kind in ("status", "socket", "timeout"):
            if figures[kind]: raise BenchError(f"{self.name}: {figures[kind]} errors of kind {kind} under load")
        figures["rate"] = figures["requests"] / figures["seconds"]
        return figures

    def paced(self, driver, rate, seconds, connections):
        """A round of `rate` requests a second, however long they take."""
        options = [f"{name}: {value}" for name, value in self.headers.items()]
        figures = self._measured([driver, str(self.server.port), f"{rate:.3f}", str(seconds), str(connections), self.targets, *options])
        if figures["errors"]: raise BenchError(f"{self.name}: {figures['errors']} errors at {rate:.0f} requests/s")
        return figures

    def _measured(self, command):
        self.server.clear_log()
        before = self.server.cpu()
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        after = self.server.cpu()
        if done.returncode: raise BenchError(f"{command[0]}: {done.stderr.strip() or done.stdout.strip()}")
        figures = json.loads(done.stdout.strip().splitlines()[-1])
        if not figures["requests"]: raise BenchError(f"{self.name} answered nothing under load")
        figures["cpu"] = (after - before) / figures["requests"] * 1e6
        figures["peak"] = self.server.peak()
        self._check_size(figures)
        return figures

    def _check_size(self, figures):
        """Other answers than those that were looked at before would show in their size."""
        size = figures["bytes"] / figures["requests"]
        if self.answer_bytes and abs(size - self.answer_bytes) > 16 + 0.03 * self.answer_bytes:
            raise BenchError(f"{self.name} sent {size:.0f} bytes a request under load, not about {self.answer_bytes:.0f}")


def alternate(sides, rounds, run):
    """Rounds in turn, so that what slows the machine down slows all sides; a list of figures for each side."""
    figures = [[] for _ in sides]
    for _ in range(rounds):
        for side, kept in zip(sides, figures): kept.append(run(side))
    return figures
