#!/usr/bin/env python3
"""Uploads through a gateway whose library lies in a vault, with connections cut and the gateway killed.

    vault.py BINARY [--uploads 10000] [--workers 12] [--cut 0.2] [--kill-every 4] [--seed 1]

The vault is `BINARY fake imgbt`, which cuts that share of the uploads' connections: half of them before the effect,
half after it; deletions and lookups lose a tenth of that. The gateway is killed with SIGKILL every few seconds and
started again. In the end the vault's own ledger says whether every acknowledged upload has exactly one asset there,
with the right bytes, and nothing else is left. Prints a line every few seconds; exits 1 where a promise is broken.
"""
import argparse, collections, hashlib, http.client, json, os, random, shutil, signal, sqlite3, subprocess, sys, tempfile
import threading, time, urllib.request

from kill_loop import LIBRARY, Server, multipart

SECRET = "sk_soak_secret"
SETTLING = {"requestSeconds": 4, "settleSeconds": 1, "connectSeconds": 2, "stallSeconds": 3}


class Vault:
    """The fake, and what it says of itself."""

    def __init__(self, binary, root):
        self.log = open(root + "/vault.log", "ab")
        self.process = subprocess.Popen(
            [binary, "fake", "imgbt", "--listen", "127.0.0.1:0", "--state", root + "/vault", "--vault", "soak",
             "--secret", SECRET, "--json"],
            stdout=subprocess.PIPE, stderr=self.log)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"the vault did not start: exit {self.process.wait()}")
        self.hello = json.loads(line)
        self.url = self.hello["url"]
        self.store = {"type": "imgbt", "url": self.url, "vault": "soak", "deliveryURL": self.hello["deliveryURL"],
                      "secret": {"env": "SOAK_SECRET"}, **SETTLING}

    def call(self, method, path, value=None):
        data = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(self.url + path, data, {"Authorization": f"Bearer {SECRET}"}, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def assets(self):
        cursor, found = "", []
        while True:
            page = self.call("GET", "/api/v1/vaults/soak/assets?limit=200" + (f"&cursor={cursor}" if cursor else ""))
            found += page["data"]
            if not page["has_more"]:
                return found
            cursor = page["cursor"]

    def cut(self, share, seed):
        """Cuts `share` of the uploads, and some of everything else, as the seed says."""
        faults = []
        for operation, part in (("upload", share), ("delete", share / 2), ("list", share / 10), ("update", share)):
            for number, fault in enumerate(("resetBeforeHeaders", "effectThenReset")):
                if operation == "list" and fault == "effectThenReset":
                    continue
                faults.append({"operation": operation, "fault": fault, "probability": part / 2, "seed": seed + number})
        self.call("PUT", "/_fake/faults", {"faults": faults})


class Gateway(Server):
    """A server with a configuration of its own, and with secrets that this names."""

    def __init__(self, binary, root, configuration, secrets):
        os.makedirs(root + "/data")
        super().__init__(binary, root + "/data")
        self.configuration = root + "/gateway.json"
        self.environment = {**os.environ, **secrets}
        with open(self.configuration, "w") as file:
            json.dump({**configuration, "firstStart": {"local": True}}, file)

    def start(self):
        self.process = subprocess.Popen(
            [self.binary, "serve", "--config", self.configuration, "--data", self.data, "--listen",
             f"127.0.0.1:{self.port}", "--json"],
            stdout=subprocess.PIPE, stderr=self.log, env=self.environment)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"the gateway did not start: exit {self.process.wait()}; see {self.log.name}")
        hello = json.loads(line)
        self.port = int(hello["url"].rsplit(":", 1)[1])
        self.key = hello.get("key") or self.key


class Run:
    def __init__(self, arguments):
        self.arguments = arguments
        self.root = tempfile.mkdtemp(prefix="raster-vault-soak-", dir=arguments.scratch)
        self.vault = Vault(arguments.binary, self.root)
        self.gateway = Gateway(
            arguments.binary, self.root, {"adapters": {"vault": self.vault.store}, "defaultAdapter": "vault"},
            {"SOAK_SECRET": SECRET})
        self.lock = threading.Lock()
        self.wanted = collections.deque(range(arguments.uploads))
        self.acknowledged = {}
        self.outcomes = collections.Counter()
        self.alive = threading.Event()
        self.broken = None

    def worker(self):
        while self.broken is None:
            with self.lock:
                if not self.wanted:
                    return
                number = self.wanted.popleft()
            if not self.upload(number):
                with self.lock:
                    self.wanted.append(number)
                time.sleep(0.02)

    def upload(self, number):
        self.alive.wait()
        chance = random.Random(f"{self.arguments.seed}/{number}")
        data = chance.randbytes(chance.choice([0, 10, 4000, 60_000]))
        body, headers = multipart([(b"f%d.bin" % number, data)])
        try:
            status, answer = self.gateway.call(
                "POST", LIBRARY + "/assets", body, {**headers, "Idempotency-Key": f"soak-{number}"})
        except (OSError, http.client.HTTPException):
            self.outcomes["broken off"] += 1
            return False
        self.outcomes[status] += 1
        if status != 200:
            self.expect(status in (409, 500, 503), f"upload answered {status}: {answer[:200]}")
            return False
        made = json.loads(answer)["data"]["assets"]
        self.expect(len(made) == 1, "an upload has another number of assets")
        with self.lock:
            self.acknowledged[number] = (made[0]["id"], hashlib.sha256(data).hexdigest())
        return True

    def expect(self, holds, sentence):
        if not holds:
            self.broken = sentence
            print("BROKEN:", sentence, "in", self.root, flush=True)
            os._exit(1)

    def go(self):
        began, kills = time.time(), 0
        self.gateway.start()
        self.alive.set()
        self.vault.cut(self.arguments.cut, self.arguments.seed)
        workers = [threading.Thread(target=self.worker) for _ in range(self.arguments.workers)]
        for worker in workers: worker.start()
        chance = random.Random(self.arguments.seed)
        while any(worker.is_alive() for worker in workers):
            end = time.time() + chance.uniform(0.5, 1.5) * self.arguments.kill_every
            while time.time() < end and any(worker.is_alive() for worker in workers): time.sleep(0.1)
            self.alive.clear()
            self.gateway.kill()
            kills += 1
            self.gateway.start()
            self.alive.set()
            print(f"kill {kills}: {len(self.acknowledged)} acknowledged, {dict(self.outcomes)}", flush=True)
        self.vault.call("DELETE", "/_fake/faults")
        self.settle()
        found = self.check()
        print(f"held: {kills} kills, {len(self.acknowledged)} acknowledged uploads, {found} assets in the vault, "
              f"{time.time() - began:.0f} s; answers {dict(self.outcomes)}")
        self.close()

    def settle(self):
        """Waits until the journal is empty: what nobody knew the outcome of is known."""
        catalog = sqlite3.connect(f"file:{self.gateway.data}/catalog.sqlite?mode=ro", uri=True)
        for _ in range(240):
            count = catalog.execute("SELECT count(*) FROM intents").fetchone()[0]
            if count == 0:
                return
            time.sleep(0.5)
        self.expect(False, f"{count} intents are still open after two minutes")

    def check(self):
        assets = self.vault.assets()
        owners = collections.Counter()
        for asset in assets:
            metadata = asset["metadata"]
            metadata = json.loads(metadata) if isinstance(metadata, str) else metadata
            owners[metadata["raster_id"]] += 1
        known = {identifier for identifier, _ in self.acknowledged.values()}
        self.expect(len(known) == self.arguments.uploads, "two uploads have one id")
        twice = [identifier for identifier, count in owners.items() if count > 1]
        self.expect(not twice, f"{len(twice)} assets are there twice, such as {twice[:3]}")
        self.expect(not known - set(owners), f"{len(known - set(owners))} acknowledged assets are not there")
        self.expect(not set(owners) - known, f"{len(set(owners) - known)} assets belong to nobody: {list(set(owners) - known)[:3]}")
        self.check_ledger(assets)
        for number, (identifier, digest) in random.Random(1).sample(sorted(self.acknowledged.items()), min(300, len(known))):
            status, data = self.gateway.call("GET", f"/cdn/local/{identifier}/f{number}.bin")
            self.expect(status == 200 and hashlib.sha256(data).hexdigest() == digest, f"the bytes of {identifier} are wrong")
        return len(assets)

    def check_ledger(self, assets):
        """The vault's own book: what was created and not deleted is what is there, and cuts did happen."""
        entries, after = [], 0
        while page := self.vault.call("GET", f"/_fake/ledger?after={after}&limit=1000")["effects"]:
            entries += page
            after = page[-1]["sequence"]
        made = {entry["id"] for entry in entries if entry["effect"] == "created"}
        gone = {entry["id"] for entry in entries if entry["effect"] == "deleted"}
        self.expect(made - gone == {asset["id"] for asset in assets}, "the ledger and the list differ")
        cut = sum(1 for entry in entries if entry["answer"] == "cut")
        self.expect(self.arguments.cut == 0 or cut, "no connection was cut after its effect")
        print(f"the vault's ledger: {len(made)} created, {len(gone)} of them taken back, {cut} effects without an answer")

    def close(self):
        self.gateway.process.send_signal(signal.SIGTERM)
        self.expect(self.gateway.process.wait(timeout=40) == 0, "the last stop was not orderly")
        self.vault.process.send_signal(signal.SIGTERM)
        self.vault.process.wait(timeout=30)
        shutil.rmtree(self.root)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--uploads", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=12)
    parser.add_argument("--cut", type=float, default=0.2)
    parser.add_argument("--kill-every", type=float, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scratch", default="/var/tmp")
    Run(parser.parse_args()).go()
