"""A library in a vault, beside the vault itself: what the gateway puts on top of calling it directly."""
import contextlib, json, os, re, shutil, signal, subprocess, uuid

from client import BenchError
from library import ASSETS
from load import Side, alternate
from processes import Gateway, Server, free_port, memory, reset_peak
from report import Budget, Figure, Result
from rows_files import curl, random_file, timed, uploaded

SECRET = "sk_bench_secret"
LARGE = 90_000_000


class Vault(Server):
    """`raster-gateway fake imgbt`, with its files beside those of the gateway."""
    name, gentle = "vault", signal.SIGTERM

    def __init__(self, bench, number):
        self.folder, self.log = f"{bench.disk}/vault-{number}", f"{bench.memory}/vault.log"
        with open(self.log, "ab") as errors:
            self.process = subprocess.Popen(
                [bench.options.gateway, "fake", "imgbt", "--listen", f"127.0.0.1:{free_port()}", "--state", self.folder,
                 "--vault", "bench", "--secret", SECRET, "--json"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, start_new_session=True)
        line = self.process.stdout.readline()
        if not line: raise BenchError("the vault did not start")
        self.hello = json.loads(line)
        self.port = int(self.hello["url"].rsplit(":", 1)[1])

    def pids(self): return [self.process.pid]

    def store(self):
        return {"type": "imgbt", "url": self.hello["url"], "vault": "bench", "deliveryURL": self.hello["deliveryURL"],
                "secret": {"env": "BENCH_SECRET"}}

    def record(self, asset):
        """The record that the gateway made for an asset of its own."""
        listed = json.loads(curl("-H", f"Authorization: Bearer {SECRET}", f"{self.hello['url']}/api/v1/vaults/bench/assets?limit=200"))
        for record in listed["data"]:
            if record["filename"].startswith(asset["id"] + "."): return record
        raise BenchError("the vault does not list an asset that was uploaded")

    def delivery(self, record):
        """The path at which the vault delivers it."""
        path = re.sub(r"^https?://[^/]+", "", self.hello["deliveryURL"])
        return "/".join([path, *(record[name] for name in ("partition", "collection", "channel", "filename"))])

    def upload(self, source):
        """Seconds that curl takes to put `source` into the vault itself."""
        fields = ["-F", "partition=bench", "-F", "collection=direct", "-F", "channel=files", "-F", f"filename={uuid.uuid4().hex}.bin"]
        answer = curl("-H", f"Authorization: Bearer {SECRET}", *fields, "-F", f"file=@{source}", "-o", "/dev/null", "-w",
                      "%{http_code} %{time_total}", f"{self.hello['url']}/api/v1/vaults/bench/assets")
        status, seconds = answer.split()
        if status != "201": raise BenchError(f"the vault answered {status} to an upload")
        return float(seconds)


class Fronted(Gateway):
    """A gateway whose library lies in a vault."""

    def __init__(self, bench, vault, number, cached):
        super().__init__(bench.options.gateway, f"{bench.disk}/fronted-{number}", f"{bench.memory}/fronted.log")
        self.configuration = f"{bench.disk}/fronted-{number}.json"
        settings = {"adapters": {"vault": vault.store()}, "defaultAdapter": "vault", "firstStart": {"local": True}}
        if not cached: settings["cache"] = {"maxBytes": 0}
        with open(self.configuration, "w") as file: json.dump(settings, file)

    def launch(self, log=None):
        self.errors = log or self.log
        with open(self.errors, "ab") as errors:
            self.process = subprocess.Popen(
                [self.binary, "serve", "--config", self.configuration, "--data", self.data, "--listen", f"127.0.0.1:{self.port}", "--json"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, start_new_session=True,
                env={**os.environ, "BENCH_SECRET": SECRET})


@contextlib.contextmanager
def fronted(bench, cached):
    """A vault and a gateway before it."""
    number = bench.number()
    vault = Vault(bench, number)
    gateway = Fronted(bench, vault, number, cached)
    try:
        gateway.start()
        yield gateway, vault
    finally:
        gateway.stop()
        vault.stop()
        for folder in (vault.folder, gateway.data): shutil.rmtree(folder, ignore_errors=True)


def put(gateway, source):
    headers = [word for name, value in gateway.headers().items() for word in ("-H", f"{name}: {value}")]
    return uploaded(curl(*headers, "-F", f"files=@{source}", f"http://127.0.0.1:{gateway.port}{ASSETS}"))


def vault(bench):
    """Reads and uploads through the gateway, and at the vault itself."""
    for cached in (False, True): yield small_reads(bench, cached)
    yield small_uploads(bench)
    yield from large_files(bench)


def small_reads(bench, cached):
    source = random_file(bench, 4096)
    with fronted(bench, cached) as (gateway, vault):
        asset = put(gateway, source)
        paths = [re.sub(r"^https?://[^/]+", "", asset["url"]), vault.delivery(vault.record(asset))]
        pair = [Side(server, bench.memory, "vault-4k", [path], {}) for server, path in zip((gateway, vault), paths)]
        for side in pair: side.paced(bench.driver, 100, 1, 4)
        ours, theirs = alternate(pair, bench.options.rounds, lambda side: side.paced(bench.driver, 500, bench.options.seconds, 4))
    added = Figure([left["p50"] - right["p50"] for left, right in zip(ours, theirs)])
    name = "kept in the gateway's cache" if cached else "each time from the vault"
    return Result("vault", f"4 KiB of /cdn, {name}: p50 less that of the vault's own delivery", "ms", added, budget=Budget(0.5, unit="ms"),
                  note=f"at 500/s; p50 {Figure([round['p50'] for round in ours])} ms and {Figure([round['p50'] for round in theirs])} ms",
                  cpu=[[round["cpu"] for round in rounds] for rounds in (ours, theirs)])


def small_uploads(bench):
    source = random_file(bench, 1024)
    ours, theirs = [], []
    with fronted(bench, False) as (gateway, vault):
        with open(source, "rb") as file: data = file.read()
        with gateway.client() as client:
            for round in range(bench.options.rounds):
                ours.append(Figure([timed(lambda: client.upload(ASSETS, [(f"small {number}.bin", data)]))[0] for number in range(40)]).median * 1e3)
                theirs.append(Figure([vault.upload(source) for _ in range(40)]).median * 1e3)
    added = Figure([left - right for left, right in zip(ours, theirs)])
    return Result("vault", "upload of 1 KiB: p50 less that of the vault's own", "ms", added,
                  note=f"p50 {Figure(ours)} ms and {Figure(theirs)} ms; the gateway's includes syncing its copy, the journal and the catalog")


def large_files(bench):
    source = random_file(bench, LARGE)
    with fronted(bench, False) as (gateway, vault):
        seconds = {"up": ([], []), "down": ([], [])}
        growth = []
        for _ in range(bench.options.rounds):
            before = fresh(gateway)
            spent, asset = timed(lambda: put(gateway, source))
            seconds["up"][0].append(spent)
            seconds["up"][1].append(vault.upload(source))
            addresses = [(gateway.port, re.sub(r"^https?://[^/]+", "", asset["url"])), (vault.port, vault.delivery(vault.record(asset)))]
            for kept, (port, path) in zip(seconds["down"], addresses): kept.append(fetched(port, path))
            growth.append(memory(gateway.process.pid, "VmHWM") - before)
    for direction, what in (("down", "download"), ("up", "upload")):
        ours, theirs = (Figure([LARGE / 1e6 / second for second in rounds]) for rounds in seconds[direction])
        note = "spooled, synced and hashed first, then sent" if direction == "up" else ""
        budget = Budget(0.85, at_least=True) if direction == "down" else None
        yield Result("vault", f"{what} of 90 MB by curl", "MB/s", ours, theirs, "the vault itself", budget, note=note)
    yield Result("vault", "memory that both add at their peak", "MiB", Figure(growth), budget=Budget(32, unit="MiB"), value=max(growth))


def fresh(gateway):
    reset_peak(gateway.process.pid)
    return memory(gateway.process.pid, "VmRSS")


def fetched(port, path):
    status, size, seconds = curl("-o", "/dev/null", "-w", "%{http_code} %{size_download} %{time_total}", f"http://127.0.0.1:{port}{path}").split()
    if (status, int(size)) != ("200", LARGE): raise BenchError(f"{status} with {size} bytes came from {path}")
    return float(seconds)
