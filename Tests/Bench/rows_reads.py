"""Reads of the catalog over HTTP, beside nginx with the same bytes in memory."""
import contextlib, json, os, random, threading

from client import BenchError, Client, wire_size
from library import ASSETS
from load import Side, alternate
from processes import pieces, quoted
from report import Budget, Figure, Result

# nginx writes these by itself.
OWN = {"date", "content-length", "content-type", "connection", "server"}
# wrk with as many threads as the server has: both share the machine.
CONNECTIONS = 32


def get_asset(bench):
    """GET asset, again and again and in turn."""
    budget = Budget(0.5, at_least=True)
    bench.library.grow(1000)
    one, many = [f"{ASSETS}/{bench.library.ids[0]}"], [f"{ASSETS}/{id}" for id in chosen(bench.library.ids, 1000)]
    yield compare(bench, "get-asset", "the same asset; nginx: `return`", one, budget, from_text=True)
    yield compare(bench, "get-asset", "1,000 assets in turn; nginx: files on tmpfs", many, budget)


def get_asset_quiet(bench):
    """What the log costs: the gateway cannot be without, but it can write into nothing."""
    bench.library.grow(20)
    bench.gateway.restart(log="/dev/null")
    try:
        yield compare(bench, "get-asset-quiet", "the same asset, log to /dev/null; nginx: access_log off",
                      [f"{ASSETS}/{bench.library.ids[0]}"], None, from_text=True, log="off")
    finally:
        bench.gateway.restart()


def list_page(bench):
    """GET assets, 50 a page, the same page and others in turn."""
    budget = Budget(0.25, at_least=True)
    bench.library.grow(10_000)
    yield compare(bench, "list-page", "the same page of 50; nginx: `return`", [ASSETS + "?page=3"], budget, from_text=True)
    pages = [f"{ASSETS}?page={page}" for page in chosen(range(1, 201), 200)]
    yield compare(bench, "list-page", "200 pages of 50 in turn; nginx: files on tmpfs", pages, budget)


def not_modified(bench):
    """304 for a page of a library that did not change; nginx validates a file of its own."""
    bench.library.grow(1000)
    path = ASSETS + "?page=3"
    sites = mirror(bench, [path])
    with bench.nginx(sites.locations()) as nginx:
        headers = bench.gateway.headers()
        sides = [Side(bench.gateway, bench.memory, "304", [path], headers | {"If-None-Match": etag(bench.gateway, path, headers)}),
                 Side(nginx, bench.memory, "304", sites.paths, headers | {"If-None-Match": etag(nginx, sites.paths[0], headers)})]
        yield measure(bench, "not-modified", "304 on an unchanged library; nginx: of a file on tmpfs", sides, Budget(0.7, at_least=True), expected=304)


def under_writes(bench):
    """What a change costs those who read: one tag a second, beside the same load without."""
    bench.library.grow(1000)
    headers, path = bench.gateway.headers(), ASSETS + "?page=3"
    for what, follow in (("a page of 50", False), ("a page of 50, validated with the last ETag", True)):
        sides = [Side(bench.gateway, bench.memory, label, [path], headers, follow=follow, name=label) for label in ("writes", "still")]
        run = lambda side: trickle(bench, side) if side.name == "writes" else bench.wrk(side)
        busy, still = alternate(sides, bench.options.rounds, run)
        yield result("under-writes", what + ", one tag change a second", busy, still, against="without changes")


def trickle(bench, side):
    """A round of load while a tag comes and goes once a second."""
    done, failures = threading.Event(), []

    def change():
        try:
            with bench.gateway.client() as client:
                for number in range(100_000):
                    if done.wait(0.5 if number == 0 else 1): return
                    verb = "untag" if number % 2 else "tag"
                    client.json(f"{ASSETS}/{verb}", "POST", {"assetIds": [bench.library.ids[500]], "tags": ["trickle"]})
        except (BenchError, OSError) as failure:
            failures.append(failure)

    writer = threading.Thread(target=change)
    writer.start()
    try: return bench.wrk(side)
    finally:
        done.set()
        writer.join()
        if failures: raise failures[0]


def latency(bench):
    """Answer times at half of the most that the gateway gives, by a driver that does not wait for it."""
    bench.library.grow(10_000)
    cases = [("GET asset, 1,000 in turn", [f"{ASSETS}/{id}" for id in chosen(bench.library.ids, 1000)]),
             ("GET assets, 200 pages in turn", [f"{ASSETS}?page={page}" for page in chosen(range(1, 201), 200)])]
    for what, paths in cases:
        with sides(bench, "half", paths) as pair:
            peak = bench.warm(pair[0])["rate"]
            ours, theirs = alternate(pair, bench.options.rounds,
                                     lambda side: side.paced(bench.driver, peak / 2, bench.options.seconds, CONNECTIONS))
        note = (f"{peak / 2:,.0f} requests/s; p50 {Figure([round['p50'] for round in ours])} ms, "
                f"nginx {Figure([round['p50'] for round in theirs])} ms; the driver itself was late by "
                f"{max(round['late99'] for round in ours):.2g} ms at p99")
        yield Result("latency", "p99 at half load: " + what, "ms", Figure([round["p99"] for round in ours]),
                     Figure([round["p99"] for round in theirs]), budget=Budget(3, unit="ms"),
                     value=Figure([round["p99"] for round in ours]).median, note=note, **costs(ours, theirs))


class Mirror:
    """What the gateway answers to some paths, as files in memory for nginx."""

    def __init__(self, folder):
        self.folder, self.paths, self.headers, self.bodies = folder, [], {}, []

    def keep(self, body, headers):
        self.headers = {name: value for name, value in headers.items() if name not in OWN | {"etag", "last-modified"}}
        path = f"/mirror/{self.folder.rsplit('/', 1)[1]}/{len(self.paths):05}"
        with open(f"{self.folder}/{len(self.paths):05}", "wb") as file: file.write(body)
        self.paths.append(path)
        self.bodies.append(body)

    def locations(self):
        return f"location /mirror/{self.folder.rsplit('/', 1)[1]}/ {{ alias {quoted(self.folder + '/')}; sendfile off; {self._fields()} }}"

    def text_location(self):
        """One answer out of the configuration itself, which is what nginx is fastest with."""
        words = pieces(self.bodies[0].decode())
        kept = " ".join(f"set $piece{number} {word};" for number, word in enumerate(words))
        text = "".join(f"${{piece{number}}}" for number in range(len(words)))
        return f"location = {self.paths[0]} {{ {kept} {self._fields()} return 200 {text}; }}"

    def _fields(self):
        return "".join(f"add_header {name} {quoted(value)};" for name, value in self.headers.items())


def mirror(bench, paths):
    """The gateway's answers to `paths`, which must be what was asked for."""
    folder = f"{bench.memory}/site-{bench.number()}"
    os.makedirs(folder)
    os.chmod(folder, 0o755)
    kept = Mirror(folder)
    with bench.gateway.client() as client:
        for path in paths:
            status, headers, body = client.fetch(path)
            data = json.loads(body).get("data")
            right = isinstance(data, dict) and data["id"] == path.rsplit("/", 1)[1] or isinstance(data, list) and len(data) == 50
            if status != 200 or not right: raise BenchError(f"{path} answered {status}: {body[:200]}")
            kept.keep(body, headers)
    return kept


@contextlib.contextmanager
def sides(bench, label, paths, from_text=False, log=None):
    """The gateway and an nginx with the same answers, compared byte by byte before and after."""
    kept = mirror(bench, paths)
    with bench.nginx(kept.text_location() if from_text else kept.locations(), log) as nginx:
        check_same(bench, paths, nginx, kept.paths)
        headers = bench.gateway.headers()
        yield [Side(server, bench.memory, label, asked, headers, average(server, asked, headers))
               for server, asked in ((bench.gateway, paths), (nginx, kept.paths))]
        check_same(bench, paths, nginx, kept.paths)


def check_same(bench, paths, nginx, mirrored):
    with bench.gateway.client() as ours, Client(nginx.port) as theirs:
        for ask, other in zip(paths, mirrored):
            left, right = ours.fetch(ask), theirs.fetch(other)
            if (left[0], left[2]) != (right[0], right[2]) or left[0] != 200:
                raise BenchError(f"{ask}: gateway {left[0]} {left[2][:80]}…, nginx {right[0]} {right[2][:80]}…")


def compare(bench, row, what, paths, budget, from_text=False, log=None):
    with sides(bench, row, paths, from_text, log) as pair:
        return measure(bench, row, what, pair, budget)


def measure(bench, row, what, pair, budget, expected=200):
    """A warm-up of each side, then rounds in turn."""
    for side in pair:
        side.answer_bytes, status = wire_size(side.server.port, side.first, side.headers) \
            if side.answer_bytes is None else (side.answer_bytes, expected)
        if status != expected: raise BenchError(f"{side.name} answered {status} to {side.first}, not {expected}")
        bench.warm(side)
    ours, theirs = alternate(pair, bench.options.rounds, bench.wrk)
    return result(row, what, ours, theirs, budget)


def result(row, what, ours, theirs, budget=None, against="nginx"):
    return Result(row, what, "/s", Figure([round["rate"] for round in ours]), Figure([round["rate"] for round in theirs]),
                  against, budget, **costs(ours, theirs))


def costs(ours, theirs):
    return {name: [[round[name] for round in rounds] for rounds in (ours, theirs)] for name in ("cpu", "p99", "peak")}


def average(server, paths, headers):
    """Bytes of an answer with its head, over some of the paths."""
    some = paths[:: max(1, len(paths) // 50)]
    return sum(wire_size(server.port, path, headers)[0] for path in some) / len(some)


def etag(server, path, headers):
    with Client(server.port) as client:
        return client.fetch(path, headers=headers)[1]["etag"]


def chosen(things, count):
    """Some of them in an order that is the same every time and no one's."""
    return random.Random(1).sample(list(things), count)
