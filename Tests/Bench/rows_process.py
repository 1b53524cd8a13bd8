"""Memory, starts and builds."""
import http.client, os, shutil, subprocess, tempfile, time

from client import BenchError
from library import ASSETS
from load import Side
from processes import memory
from report import Budget, Figure, Result

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def idle_memory(bench):
    """Resident memory of a gateway that has just started, and of one that has worked."""
    bench.library.grow(1000)
    bench.gateway.restart()
    time.sleep(5)
    yield Result("memory", "resident after a start and 5 s of nothing", "MiB", Figure([memory(bench.gateway.process.pid, "VmRSS")]),
                 budget=Budget(40, unit="MiB"))
    paths = [path for page, id in enumerate(bench.library.ids[:500]) for path in (f"{ASSETS}/{id}", f"{ASSETS}?page={page % 20 + 1}")]
    Side(bench.gateway, bench.memory, "work", paths, bench.gateway.headers()).paced(bench.driver, 1000, 10, 32)
    time.sleep(5)
    yield Result("memory", "resident after 10,000 requests and 5 s of nothing", "MiB", Figure([memory(bench.gateway.process.pid, "VmRSS")]))


def start(bench):
    """From the start of the process to the first 200 of /readyz."""
    bench.library.grow(1000)
    yield Result("start", f"with {len(bench.library.ids):,} assets", "ms", starts(bench.gateway, bench.options.rounds), budget=Budget(1000, unit="ms"))


def starts(gateway, rounds):
    return Figure([time_of_start(gateway) for _ in range(rounds)])


def time_of_start(gateway):
    gateway.stop()
    began = time.perf_counter()
    gateway.launch()
    while not is_ready(gateway):
        if time.perf_counter() - began > 60: raise BenchError("the gateway was not ready after a minute")
        time.sleep(0.002)
    taken = (time.perf_counter() - began) * 1e3
    gateway.greet()
    return taken


def is_ready(gateway):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=5)
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException): return False
    finally: connection.close()


def builds(bench):
    """`make build` and `make test` of what is committed, in a checkout of its own."""
    folder = tempfile.mkdtemp(prefix="checkout-", dir=bench.disk)
    try:
        finish(["git", "clone", "--quiet", "--local", ROOT, folder], ROOT)
        yield Result("builds", "`make build` of a clean checkout", "s", Figure([finish(["make", "build"], folder)]), budget=Budget(180, unit="s"))
        yield Result("builds", "`make test` after it", "s", Figure([finish(["make", "test"], folder)]), budget=Budget(300, unit="s"),
                     note="its own build of the tests included")
    finally: shutil.rmtree(folder, ignore_errors=True)


def finish(command, folder):
    """Runs a command to its end; the seconds it took."""
    began = time.perf_counter()
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode: raise BenchError(f"{' '.join(command)} failed: {(done.stdout + done.stderr)[-500:]}")
    return time.perf_counter() - began
