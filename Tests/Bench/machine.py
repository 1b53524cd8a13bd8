"""What the figures were taken on, and the tools they were taken with."""
import os, re, shutil, subprocess, time

from client import BenchError

HERE = os.path.dirname(os.path.abspath(__file__))


def output(*command):
    """What a program says of itself, or nothing where it is missing."""
    try: done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    except OSError: return ""
    return (done.stdout + done.stderr).strip()


def gateway_threads(program):
    """The gateway's default number of threads, for nginx to have as many."""
    found = re.search(r'"threads": (\d+)', output(program, "config", "print", "--example"))
    if not found: raise BenchError(f"{program} config print --example does not say its threads")
    return int(found[1])


def build_driver(folder):
    """Compiles paced.c; where there is no cc, Swift brings a clang."""
    swift = shutil.which("swift")
    beside = swift and os.path.join(os.path.dirname(os.path.realpath(swift)), "clang")
    compiler = shutil.which("cc") or shutil.which("clang") or beside
    if not compiler: raise BenchError("no C compiler: neither cc nor the clang that comes with Swift")
    done = subprocess.run([compiler, "-O2", "-Wall", "-o", f"{folder}/paced", f"{HERE}/paced.c", "-lm"], capture_output=True, text=True)
    if done.returncode: raise BenchError("paced.c: " + done.stderr)
    return f"{folder}/paced"


def file_system(path):
    """The type of the file system that a path lies on."""
    with open("/proc/mounts") as file: mounts = [line.split()[1:3] for line in file]
    above = [mount for mount in mounts if os.path.commonpath([mount[0], os.path.realpath(path)]) == mount[0]]
    return max(above, key=lambda mount: len(mount[0]))[1]


class Facts:
    """The machine before the first round."""

    def __init__(self, gateway):
        self.load, self.cores, self.began = os.getloadavg()[0], os.cpu_count(), time.strftime("%Y-%m-%d %H:%M:%S %Z")
        with open("/proc/cpuinfo") as file: self.cpu = re.search(r"model name\s*:\s*(.*)", file.read() + "model name: unknown")[1]
        with open("/proc/meminfo") as file: self.memory = int(re.search(r"MemTotal:\s+(\d+)", file.read())[1]) / 1024 / 1024
        self.versions = {
            "raster-gateway": output(gateway, "--version").removeprefix("raster-gateway "), "commit": output("git", "-C", HERE, "describe", "--always", "--dirty"),
            "nginx": output(shutil.which("nginx") or "/usr/sbin/nginx", "-v").rpartition("/")[2],
            "wrk": (re.search(r"wrk (?:debian/)?(\S+)", output("wrk", "-v")) or ["", "?"])[1],
            "curl": output("curl", "--version").split(" ")[1:2], "kernel": os.uname().release}
        self.warning = "" if self.load < 0.5 * self.cores else \
            f"WARNING: the load average is {self.load:.2f} before the first round: others are at work, and figures are noisy"

    def json(self, bench):
        return {"began": self.began, "load": self.load, "cores": self.cores, "cpu": self.cpu, "memoryGiB": self.memory, "versions": self.versions,
                "rounds": bench.options.rounds, "seconds": bench.options.seconds}

    def markdown(self, bench):
        versions = ", ".join(f"{name} {value[0] if isinstance(value, list) else value}" for name, value in self.versions.items())
        lines = [
            "# Bench", "",
            f"{self.began}; {self.cpu}, {self.cores} cores, {self.memory:.1f} GiB; {versions}; load average before: {self.load:.2f}."]
        if self.warning: lines += ["", f"**{self.warning}.**"]
        lines += [
            "", f"{bench.options.rounds} rounds of {bench.options.seconds} s a side, in turn, after a warm-up; medians (lowest–highest), the ratio of "
            "each round with its neighbour. Both servers and their load share this machine over loopback, without TLS. "
            f"The gateway runs with its defaults and {bench.threads} threads; nginx with {bench.threads} workers, reuseport, open_file_cache, and no end to "
            "keep-alive, in whichever of its ways is the fastest. Both log every request to a file on tmpfs (the gateway JSON on standard error, nginx its usual line) unless the row says otherwise. "
            f"Data lies on {file_system(bench.options.scratch)} ({bench.options.scratch}), what nginx serves from memory on {file_system(bench.options.memory)}. "
            "Pairs are gateway / reference; memory of nginx's workers is added up."]
        return "\n".join(lines)
