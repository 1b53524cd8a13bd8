#!/usr/bin/env python3
"""Moves assets between three stores while the gateway is killed and connections are cut.

    transfers.py BINARY [--assets 60] [--kills 40] [--kill-every 3] [--cut 0.1] [--seed 1]

The stores are the disk, `BINARY fake imgbt` and `BINARY fake media-pocket`, of which the latter fetches files for
itself. Assets of all sizes are transferred from library to library, each with tags, a description and a comment. The
gateway is killed with SIGKILL every few seconds and started again; both fakes cut a share of the calls, before their
effect and after it. In the end every asset must be in its library with all that was told of it, its bytes must come
whole, and exactly one copy of them must lie in one store; what the account holds without bytes must be what the
gateway's journal names. Prints a line a kill; exits 1 where a promise is broken.
"""
import argparse, collections, hashlib, http.client, json, os, random, sqlite3, subprocess, tempfile, threading, time
import urllib.request

from kill_loop import multipart
from vault import SECRET, SETTLING, Gateway, Vault

LIBRARIES = {"library": "disk", "vault": "vault", "pocket": "pocket"}


class Account:
    """The fake of Media Pocket, and what it says of itself."""

    def __init__(self, binary, root):
        self.process = subprocess.Popen(
            [binary, "fake", "media-pocket", "--listen", "127.0.0.1:0", "--state", root + "/account", "--delay", "0.3",
             "--json"],
            stdout=subprocess.PIPE, stderr=open(root + "/account.log", "ab"))
        self.hello = json.loads(self.process.stdout.readline())
        self.url, self.key = self.hello["url"], self.hello["key"]
        self.store = {"type": "media-pocket", "url": self.url, "apiKey": {"env": "SOAK_KEY"}, **SETTLING}

    def call(self, method, path, value=None):
        data = None if value is None else json.dumps(value).encode()
        with urllib.request.urlopen(urllib.request.Request(self.url + path, data, method=method), timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def cut(self, share, seed):
        calls = ("create", "addMedia", "update", "delete", "assign", "createComment", "get", "listMedia", "fetch")
        faults = [{"operation": call, "fault": fault, "probability": share / 2, "seed": seed + number}
                  for call in calls for number, fault in enumerate(("resetBeforeHeaders", "effectThenReset"))
                  if (call, fault) != ("fetch", "effectThenReset")]
        self.call("PUT", "/_fake/faults", {"faults": faults})


class Run:
    def __init__(self, arguments):
        self.arguments = arguments
        self.root = tempfile.mkdtemp(prefix="raster-transfers-")
        self.vault = Vault(arguments.binary, self.root)
        self.account = Account(arguments.binary, self.root)
        stores = {"disk": {"type": "disk"}, "vault": self.vault.store, "pocket": self.account.store}
        self.gateway = Gateway(
            arguments.binary, self.root,
            {"adapters": stores, "defaultAdapter": "disk", "cache": {"maxBytes": 0}},
            {"SOAK_SECRET": SECRET, "SOAK_KEY": self.account.key})
        self.assets = []
        self.stop = threading.Event()
        self.moves = collections.Counter()

    def expect(self, holds, sentence):
        if not holds:
            print("BROKEN:", sentence, "in", self.root, flush=True)
            os._exit(1)

    def make(self, library, store):
        subprocess.run(
            [self.arguments.binary, "library", "create", "local", library, "--adapter", store, "--config",
             self.gateway.configuration, "--data", self.gateway.data],
            check=True, env=self.gateway.environment, stdout=subprocess.DEVNULL)

    def fill(self):
        chance = random.Random(self.arguments.seed)
        for number in range(self.arguments.assets):
            library = chance.choice(list(LIBRARIES))
            data = chance.randbytes(chance.choice([0, 11, 4000, 300_000, 3_000_000]))
            body, headers = multipart([(b"f%d.bin" % number, data)])
            status, answer = self.gateway.call("POST", self.path(library), body, headers)
            self.expect(status == 200, f"upload answered {status}: {answer[:200]}")
            made = json.loads(answer)["data"]["assets"][0]
            asset = {"id": made["id"], "url": made["url"], "library": library, "maybe": None,
                     "digest": hashlib.sha256(data).hexdigest(), "text": f"asset {number}"}
            path = self.path(library)
            self.told("POST", path + "/tag", {"assetIds": [made["id"]], "tags": [f"t{number}"]})
            self.told("PATCH", f"{path}/{made['id']}/description", {"description": asset["text"]})
            self.told("POST", f"/gateway/v1{path}/{made['id']}/comments", {"text": asset["text"]}, 201)
            self.assets.append(asset)

    @staticmethod
    def path(library): return f"/organizations/local/libraries/{library}/assets"

    def told(self, method, path, value, wanted=200):
        for _ in range(60):
            status, answer = self.gateway.json(method, path, value)
            if status != 503: break
            time.sleep(0.5)
        self.expect(status == wanted, f"{method} {path} answered {status}: {str(answer)[:200]}")

    def mover(self):
        chance = random.Random(self.arguments.seed + 1)
        while not self.stop.is_set():
            asset = chance.choice(self.assets)
            goal = chance.choice([name for name in LIBRARIES if name != asset["library"]])
            if asset["maybe"]: goal = asset["maybe"]
            asset["maybe"] = goal
            try:
                status, _ = self.gateway.json("POST", self.path(asset["library"]) + "/transfer",
                                              {"assetIds": [asset["id"]], "targetLibraryId": goal})
            except (OSError, http.client.HTTPException, json.JSONDecodeError):
                self.moves["broken off"] += 1
                time.sleep(0.02)
                continue
            self.moves[status] += 1
            # Without an answer it may have gone, and is not where it was.
            if status in (200, 404): asset["library"], asset["maybe"] = goal, None
            time.sleep(chance.uniform(0, 0.2))

    def go(self):
        began = time.time()
        self.gateway.start()
        for name, store in LIBRARIES.items():
            if name != "library": self.make(name, store)
        self.fill()
        self.vault.cut(self.arguments.cut, self.arguments.seed)
        self.account.cut(self.arguments.cut, self.arguments.seed)
        mover = threading.Thread(target=self.mover)
        mover.start()
        chance = random.Random(self.arguments.seed + 2)
        for kill in range(1, self.arguments.kills + 1):
            time.sleep(chance.uniform(0.2, 1.8) * self.arguments.kill_every)
            self.gateway.kill()
            self.gateway.start()
            print(f"kill {kill}: {dict(self.moves)}", flush=True)
        self.stop.set()
        mover.join()
        self.vault.call("DELETE", "/_fake/faults")
        self.account.call("DELETE", "/_fake/faults")
        self.settle()
        self.check()
        print(f"held: {self.arguments.kills} kills, {dict(self.moves)} transfers of {len(self.assets)} assets, "
              f"{time.time() - began:.0f} s")
        for child in (self.gateway.process, self.vault.process, self.account.process): child.terminate()

    def settle(self):
        """Waits until nothing is on its way; what was given up while calls were cut is tried once more."""
        catalog = sqlite3.connect(f"file:{self.gateway.data}/catalog.sqlite?mode=ro", uri=True)
        count = lambda query: catalog.execute("SELECT count(*) FROM " + query).fetchone()[0]
        retried = False
        for _ in range(600):
            if not count("relocations WHERE state = 'failed'") == 0 and not retried:
                retried = True
                for name in LIBRARIES: self.told("POST", f"/gateway/v1/organizations/local/libraries/{name}/relocate", {}, 202)
            if not any(count(table) for table in ("relocations", "intents", "outbox")): return
            time.sleep(0.5)
        self.expect(False, "something is still on its way after five minutes")

    def check(self):
        shown = {}
        for name in LIBRARIES:
            page = 1
            while True:
                status, answer = self.gateway.call("GET", f"{self.path(name)}?pageSize=100&page={page}")
                found = json.loads(answer)["data"]
                shown.update({asset["id"]: (name, asset) for asset in found})
                if len(found) < 100: break
                page += 1
        holders = self.holders()
        for asset in self.assets:
            name, now = shown.get(asset["id"], (None, None))
            self.expect(name is not None, f"{asset['id']} is in no library")
            self.expect(name in (asset["library"], asset["maybe"]), f"{asset['id']} is in {name}")
            self.expect(now["url"] == asset["url"], f"{asset['id']} has another address")
            self.expect(now["description"] == asset["text"] and now["tags"] == ["t" + asset["text"].split()[1]],
                        f"{asset['id']} has lost words: {now['description']!r}, {now['tags']}")
            status, answer = self.gateway.call("GET", f"/gateway/v1{self.path(name)}/{asset['id']}/comments")
            texts = [comment["text"] for comment in json.loads(answer)["data"]]
            self.expect(texts == [asset["text"]], f"{asset['id']} has the comments {texts}")
            status, data = self.gateway.call("GET", "/" + asset["url"].split("/", 3)[3])
            self.expect(status == 200 and hashlib.sha256(data).hexdigest() == asset["digest"],
                        f"{asset['id']} comes with {status} and {len(data)} bytes")
            self.expect(holders[asset["id"]] == [LIBRARIES[name]],
                        f"{asset['id']} of {name} lies in {holders[asset['id']]}")
        catalog = sqlite3.connect(f"file:{self.gateway.data}/catalog.sqlite?mode=ro", uri=True)
        journal = sorted(row[0] for row in catalog.execute("SELECT label FROM placeholders WHERE kind = 'asset'"))
        empty = sorted(asset["external_id"] for asset in self.account.call("GET", "/_fake/placeholders")["placeholders"])
        self.expect(set(empty) <= set(journal), f"the account holds {empty}, the journal names {journal}")

    def holders(self):
        """The stores that hold bytes of each asset, each as often as it does."""
        found = collections.defaultdict(list)
        for store, folder in (("disk", "/files"), ("staging", "/staging/files")):
            for _, _, files in os.walk(self.gateway.data + folder):
                for file in files: found[file].append(store)
        for asset in self.vault.assets():
            metadata = asset["metadata"]
            metadata = json.loads(metadata) if isinstance(metadata, str) else metadata
            found[metadata["raster_id"]].append("vault")
        for asset in self.account.call("GET", "/_fake/assets")["assets"]:
            if asset["media"]: found[asset["external_id"].split("~")[0]].append("pocket")
        return found



if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--assets", type=int, default=60)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--kill-every", type=float, default=3)
    parser.add_argument("--cut", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    Run(parser.parse_args()).go()
