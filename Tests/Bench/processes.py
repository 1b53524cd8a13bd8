"""The servers under measurement, and what the kernel says of them."""
import json, os, re, shutil, signal, socket, subprocess, time

from client import BenchError, Client

TICK = 1 / os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pid):
    """User and system time of a process with all its threads."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * TICK


def memory(pid, name):
    """A line of /proc/PID/status, such as VmRSS or VmHWM, in MiB."""
    with open(f"/proc/{pid}/status") as file:
        return int(re.search(rf"^{name}:\s+(\d+) kB", file.read(), re.M)[1]) / 1024


def reset_peak(pid):
    """Makes VmHWM begin again at the present size."""
    with open(f"/proc/{pid}/clear_refs", "w") as file:
        file.write("5")


class Server:
    """A process that serves on a port of loopback, and is ended by `stop` however it fares."""
    process = None

    def stop(self):
        if self.process is None: return
        if self.process.poll() is None:
            self.process.send_signal(self.gentle)
            try: self.process.wait(timeout=30)
            except subprocess.TimeoutExpired: self.process.kill()
        self.process.wait()
        self.process = None

    def cpu(self):
        return sum(cpu_seconds(pid) for pid in self.pids())

    def peak(self):
        """The most memory that it had, in MiB; that of several processes is added up."""
        return sum(memory(pid, "VmHWM") for pid in self.pids())

    def clear_log(self):
        """Logs are emptied between rounds, so that they never fill what they lie on."""
        if os.path.isfile(self.log): os.truncate(self.log, 0)


class Gateway(Server):
    """`raster-gateway serve` with its defaults; its log lines go to a file."""
    name, gentle = "gateway", signal.SIGTERM

    def __init__(self, binary, data, log):
        self.binary, self.data, self.log, self.key, self.port = binary, data, log, None, free_port()

    def start(self, log=None):
        self.launch(log)
        return self.greet()

    def launch(self, log=None):
        """Begins the process, and does not wait for it."""
        self.errors = log or self.log
        with open(self.errors, "ab") as errors:
            self.process = subprocess.Popen(
                [self.binary, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}", "--json"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, start_new_session=True)

    def greet(self):
        """Waits until it says that it serves."""
        line = self.process.stdout.readline()
        if not line:
            with open(self.errors, errors="replace") as file: said = file.read()[-500:]
            raise BenchError(f"the gateway did not start, exit {self.process.wait()}: {said}")
        self.key = json.loads(line).get("key") or self.key
        return self

    def restart(self, log=None):
        self.stop()
        return self.start(log)

    def pids(self):
        return [self.process.pid]

    def client(self):
        return Client(self.port, self.key)

    def headers(self):
        return self.client().headers


class Nginx(Server):
    """nginx with a folder and a configuration of its own, as fast as it goes.

    As many workers as the gateway has threads; keeps connections for good, shares them out by `reuseport`,
    keeps open what it serves, and logs to a file in its usual form, as the gateway does in its own.
    """
    name, gentle = "nginx", signal.SIGQUIT

    def __init__(self, folder, workers, log):
        self.folder, self.workers, self.log, self.port = folder, workers, log, free_port()
        self.binary = shutil.which("nginx") or "/usr/sbin/nginx"

    def start(self, locations, log=None):
        """`locations` is what the server serves, in nginx's own words."""
        os.makedirs(self.folder, exist_ok=True)
        with open(f"{self.folder}/nginx.conf", "w") as file: file.write(self._configuration(locations, log))
        self.process = subprocess.Popen(
            [self.binary, "-p", self.folder, "-c", f"{self.folder}/nginx.conf", "-e", f"{self.folder}/error.log"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
        for _ in range(500):
            if self.process.poll() is not None:
                raise BenchError("nginx did not start: " + self.process.stderr.read().decode())
            if len(self.pids()) == self.workers and self._answers(): return self
            time.sleep(0.01)
        raise BenchError(f"nginx does not answer; see {self.folder}/error.log")

    def pids(self):
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children") as file:
            return [int(word) for word in file.read().split()]

    def _answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _configuration(self, locations, log):
        user = "user root;" if os.getuid() == 0 else ""
        kept = "\n".join(f"    {name}_temp_path {self.folder}/{name};"
                         for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        return f"""
{user} worker_processes {self.workers}; daemon off; pid {self.folder}/nginx.pid; worker_rlimit_nofile 8192;
events {{ worker_connections 2048; }}
http {{
{kept}
    access_log {log or self.log}; sendfile on; tcp_nopush on;
    keepalive_timeout 3600; keepalive_requests 1000000000; types {{ }} default_type application/json;
    open_file_cache max=4000 inactive=1h; open_file_cache_valid 1h;
    geo $dollar {{ default "$"; }}
    server {{
        listen 127.0.0.1:{self.port} reuseport;
{locations}
    }}
}}
"""


def quoted(text):
    """Text as one word of nginx's configuration: it knows no way to write a dollar but a variable."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("$", "${dollar}") + "'"


def pieces(text):
    """Text as several words of nginx's configuration, which takes none that is longer than 4 KiB."""
    words, start = [], 0
    while start < len(text):
        size = 3500
        while len(quoted(text[start:start + size]).encode()) > 4000: size //= 2
        words.append(quoted(text[start:start + size]))
        start += size
    return words
