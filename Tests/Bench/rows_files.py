"""Bytes in and out, beside nginx with sendfile, dd, and the disk itself."""
import contextlib, json, os, re, shlex, shutil, subprocess, time

from client import BenchError, Client, wire_size
from library import ASSETS
from load import Side, alternate
from processes import memory, quoted, reset_peak
from report import Budget, Figure, Result
from rows_reads import OWN, costs

TRASH = "/gateway/v1/organizations/local/libraries/library/trash"
GIB, MIB = 1 << 30, 1 << 20


def download(bench):
    """Files of a MiB to wrk and of a GiB to curl, out of the page cache."""
    budget = Budget(0.7, at_least=True)
    with stored(bench, MIB) as asset, served(bench, asset) as (ours, theirs):
        pair = [Side(server, bench.memory, "1m", [path], {}, wire_size(server.port, path, {})[0]) for server, path in (ours, theirs)]
        for side in pair: bench.wrk(side, 1, 16)
        left, right = alternate(pair, bench.options.rounds, lambda side: bench.wrk(side, connections=16))
        yield Result("download", "1 MiB, 16 connections", "MB/s", megabytes(left, MIB), megabytes(right, MIB), budget=budget, **costs(left, right))
    with stored(bench, GIB) as asset, served(bench, asset) as pair:
        left, right = alternate(pair, bench.options.rounds, lambda side: fetched(*side, GIB))
        note = "CPU µs are for a whole GiB; curl may be the limit"
        yield Result("download", "1 GiB, one curl", "MB/s", megabytes(left, GIB), megabytes(right, GIB), budget=budget, note=note,
                     cpu=[[round["cpu"] for round in rounds] for rounds in (left, right)])


def megabytes(rounds, size):
    return Figure([round["rate"] * size / 1e6 for round in rounds])


def fetched(server, path, size):
    """One download by curl into nothing."""
    server.clear_log()
    before = server.cpu()
    answer = curl("-o", "/dev/null", "-w", "%{http_code} %{size_download} %{time_total}", f"http://127.0.0.1:{server.port}{path}")
    status, bytes, seconds = answer.split()
    if (status, int(bytes)) != ("200", size): raise BenchError(f"{server.name} answered {status} with {bytes} bytes to {path}")
    return {"rate": 1 / float(seconds), "cpu": (server.cpu() - before) * 1e6}


@contextlib.contextmanager
def stored(bench, size):
    """An asset of random bytes, as long as it is needed."""
    source = random_file(bench, size)
    asset = sent(bench, source)
    if not same_bytes(source, home(bench, asset)): raise BenchError("the file in the store is not the one that was uploaded")
    try: yield asset
    finally: purge(bench, [asset["id"]])


@contextlib.contextmanager
def served(bench, asset):
    """The asset's address at the gateway, and the same file's at nginx, compared before."""
    path = re.sub(r"^https?://[^/]+", "", asset["url"])
    with Client(bench.gateway.port) as client: status, headers, _ = client.fetch(path, headers={"Range": "bytes=0-0"})
    if status != 206: raise BenchError(f"{path} answered {status} to a range")
    unlike = OWN | {"etag", "last-modified", "accept-ranges", "content-range"}
    kept = "".join(f"add_header {name} {quoted(value)};" for name, value in headers.items() if name not in unlike)
    file = home(bench, asset)
    with bench.nginx(f"location = /file {{ alias {quoted(file)}; {kept} }}") as nginx:
        for server, address in ((bench.gateway, path), (nginx, "/file")):
            seen = subprocess.run(f"curl -sSf http://127.0.0.1:{server.port}{address} | cmp - {shlex.quote(file)}", shell=True, capture_output=True)
            if seen.returncode: raise BenchError(f"{server.name} sends other bytes than those of {file}: {seen.stdout + seen.stderr}")
        yield (bench.gateway, path), (nginx, "/file")


def upload(bench):
    """A GiB into the store, beside dd of the same bytes onto the same file system."""
    need(bench.disk, 4 * GIB)
    source, growths, ours, theirs, cpu = random_file(bench, GIB), [], [], [], []
    for _ in range(bench.options.rounds):
        before = fresh_peak(bench)
        spent, (seconds, asset) = bench.gateway.cpu(), timed(lambda: sent(bench, source))
        ours.append(GIB / 1e6 / seconds)
        cpu.append((bench.gateway.cpu() - spent) * 1e6)
        growths.append(memory(bench.gateway.process.pid, "VmHWM") - before)
        if not ours[1:] and not same_bytes(source, home(bench, asset)): raise BenchError("the file in the store is not the one that was uploaded")
        purge(bench, [asset["id"]])
        seconds, copy = timed(lambda: copy_with_dd(bench, source))
        theirs.append(GIB / 1e6 / seconds)
        os.remove(copy)
        os.sync()
    yield Result("upload", "1 GiB by curl, hashed and synced", "MB/s", Figure(ours), Figure(theirs), "dd conv=fsync", Budget(0.8, at_least=True),
                 note="CPU µs are for a whole GiB", cpu=[cpu, []])
    yield Result("upload", "memory that 1 GiB adds at its peak", "MiB", Figure(growths), budget=Budget(32, unit="MiB"), value=max(growths))


def upload_many(bench):
    """64 files of 50 MB at once: what that adds to the memory."""
    need(bench.disk, 8 * GIB)
    source, growths, rates = random_file(bench, 50_000_000), [], []
    for _ in range(min(2, bench.options.rounds)):
        before = fresh_peak(bench)
        seconds, assets = timed(lambda: sent_at_once(bench, source, 64))
        growths.append(memory(bench.gateway.process.pid, "VmHWM") - before)
        rates.append(64 * 50 / seconds)
        purge(bench, [asset["id"] for asset in assets])
    yield Result("upload-many", "memory that 64 uploads of 50 MB at once add", "MiB", Figure(growths), budget=Budget(128, unit="MiB"),
                 value=max(growths), note=f"{Figure(rates)} MB/s in all")


def added_latency(bench):
    """What the gateway puts on top of the disk itself, for small reads and small uploads."""
    yield small_reads(bench)
    yield small_uploads(bench)


def small_reads(bench):
    with stored(bench, 4096) as asset, served(bench, asset) as pair:
        pair = [Side(server, bench.memory, "4k", [path], {}) for server, path in pair]
        ours, theirs = alternate(pair, bench.options.rounds, lambda side: side.paced(bench.driver, 500, bench.options.seconds, 4))
        direct = Figure([time_of_read(home(bench, asset)) for _ in range(1000)])
    added = Figure([round["p50"] - direct.median for round in ours])
    return Result("added-latency", "4 KiB of /cdn, p50 less that of reading the file", "ms", added, budget=Budget(0.5, unit="ms"),
                  note=f"at 500/s; reading takes {direct.median:.3f} ms, nginx adds {Figure([round['p50'] for round in theirs]).median - direct.median:.3f} ms",
                  **costs(ours, theirs))


def small_uploads(bench):
    """What an upload takes longer than its file alone, written, renamed and synced, in latencies of a synced file."""
    ours, direct, whole = [], [], []
    data = os.urandom(1024)
    with bench.gateway.client() as client:
        for _ in range(bench.options.rounds):
            samples = [(timed(lambda: client.upload(ASSETS, [(f"small {number}.bin", data)]))[0],
                        timed(lambda: write_published(f"{bench.disk}/whole-{number}", data))[0],
                        timed(lambda: write_synced(f"{bench.disk}/small-{number}", data))[0]) for number in range(40)]
            for kept, times in zip((ours, direct, whole), zip(*samples)): kept.append(Figure(times).median * 1e3)
    added = Figure([upload - file for upload, file in zip(ours, direct)])
    return Result("added-latency", "upload of 1 KiB, p50 less that of its file alone, in latencies of a synced file", "ms", added,
                  Figure(whole), "new file + fsync", Budget(3),
                  note=f"the upload {Figure(ours)} ms, its file written, synced, renamed and the folder synced {Figure(direct)} ms")


def write_synced(path, data):
    with open(path, "wb", buffering=0) as file:
        file.write(data)
        os.fsync(file.fileno())


def write_published(path, data):
    write_synced(path + ".new", data)
    os.rename(path + ".new", path)
    folder = os.open(os.path.dirname(path), os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def time_of_read(path):
    def read():
        with open(path, "rb", buffering=0) as file: file.read()
    return timed(read)[0] * 1e3


def timed(work):
    began = time.perf_counter()
    outcome = work()
    return time.perf_counter() - began, outcome


def random_file(bench, size):
    """A file of random bytes in memory where there is room, else on the disk; warm either way."""
    roomy = shutil.disk_usage(bench.memory).free > 3 * size and available() > 3 * size
    path = f"{bench.memory if roomy else bench.disk}/source-{size}.bin"
    if not os.path.exists(path):
        with open(path, "wb") as file:
            for start in range(0, size, 16 * MIB): file.write(os.urandom(min(16 * MIB, size - start)))
    return path


def available():
    """Bytes of memory that may still be used."""
    with open("/proc/meminfo") as file: return int(re.search(r"MemAvailable:\s+(\d+)", file.read())[1]) * 1024


def need(folder, size):
    free = shutil.disk_usage(folder).free
    if free < size: raise BenchError(f"{folder} has {free / GIB:.1f} GiB free, and this needs {size / GIB:.0f}; name another disk with --scratch")


def curl(*words):
    done = subprocess.run(["curl", "-sS", *words], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode: raise BenchError("curl: " + done.stderr.strip())
    return done.stdout


def form(bench, source):
    headers = [word for name, value in bench.gateway.headers().items() for word in ("-H", f"{name}: {value}")]
    return [*headers, "-F", f"files=@{source}", f"http://127.0.0.1:{bench.gateway.port}{ASSETS}"]


def sent(bench, source):
    return uploaded(curl(*form(bench, source)))


def sent_at_once(bench, source, count):
    clients = [subprocess.Popen(["curl", "-sS", *form(bench, source)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(count)]
    try: return [uploaded(client.communicate()[0]) for client in clients]
    finally:
        for client in clients: client.kill()


def uploaded(answer):
    try: return json.loads(answer)["data"]["assets"][0]
    except (ValueError, KeyError): raise BenchError(f"an upload was answered with {answer[:300]}") from None


def purge(bench, ids):
    """Removes assets for good, so that neither disk nor the list fills up."""
    with bench.gateway.client() as client:
        client.json(ASSETS, "DELETE", {"ids": ids})
        client.json(TRASH, "DELETE", {"ids": ids})
    os.sync()


def copy_with_dd(bench, source):
    target = f"{bench.disk}/dd.bin"
    done = subprocess.run(["dd", f"if={source}", f"of={target}", "bs=1M", "conv=fsync"], capture_output=True, text=True)
    if done.returncode: raise BenchError("dd: " + done.stderr)
    return target


def home(bench, asset):
    """Where the disk adapter keeps the bytes."""
    return f"{bench.gateway.data}/files/{asset['id'][:2]}/{asset['id']}"


def same_bytes(left, right):
    return subprocess.run(["cmp", "-s", left, right]).returncode == 0


def fresh_peak(bench):
    """Forgets the peak; the memory at present, in MiB."""
    pid = bench.gateway.process.pid
    reset_peak(pid)
    return memory(pid, "VmRSS")
