#!/usr/bin/env python3
"""Kills a serving gateway again and again under concurrent changes, and checks what it acknowledged.

    kill_loop.py BINARY [--kills 200] [--workers 8] [--seed 1]

Every effect that was acknowledged must be there after the restart, every file on disk must belong to a row,
every row must have its file, and an upload that was repeated with its Idempotency-Key must exist once.
Prints one line a kill and a summary; exits 1 at the first promise that is broken.
"""
import argparse, hashlib, http.client, json, os, random, signal, sqlite3, subprocess, sys, tempfile, threading, time

VERSION = {"Api-Version": "2026-05-20"}


class Server:
    def __init__(self, binary, data):
        self.binary, self.data, self.port, self.key = binary, data, 0, None
        self.log = open(os.path.dirname(data) + "/server.log", "ab")

    def start(self):
        listen = f"127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [self.binary, "serve", "--data", self.data, "--listen", listen, "--json"],
            stdout=subprocess.PIPE, stderr=self.log)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"the server did not start: exit {self.process.wait()}")
        hello = json.loads(line)
        self.port = int(hello["url"].rsplit(":", 1)[1])
        self.key = hello.get("key") or self.key

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def call(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body=body, headers={
                **VERSION, "Authorization": f"Bearer {self.key}", **(headers or {})})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def json(self, method, path, value, headers=None):
        status, body = self.call(method, path, json.dumps(value), headers)
        return status, json.loads(body)


def multipart(files):
    boundary = "soak-%016x" % random.getrandbits(64)
    body = b"".join(
        b'--%s\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n%s\r\n" % (boundary.encode(), name, data)
        for name, data in files)
    return body + b"--%s--\r\n" % boundary.encode(), {"Content-Type": f"multipart/form-data; boundary={boundary}"}


LIBRARY = "/organizations/local/libraries/library"


class Asset:
    """What was acknowledged about an asset; None is 'a change was under way, either is right'."""

    def __init__(self, identifier, digest, url):
        self.id, self.digest, self.url = identifier, digest, url
        self.tags, self.maybe_tags = set(), set()
        self.description, self.trashed, self.purged = "", False, False
        self.lock = threading.Lock()


class Run:
    def __init__(self, arguments):
        self.arguments = arguments
        self.root = tempfile.mkdtemp(prefix="raster-soak-")
        self.server = Server(arguments.binary, os.path.join(self.root, "data"))
        os.makedirs(self.server.data)
        self.assets, self.lock, self.pending = [], threading.Lock(), []
        self.acknowledged = self.broken = 0
        self.stop = threading.Event()

    def worker(self, number, generation):
        chance = random.Random(f"{self.arguments.seed}/{number}/{generation}")
        while not self.stop.is_set():
            try:
                self.step(chance)
                self.acknowledged += 1
            except (OSError, http.client.HTTPException, json.JSONDecodeError):
                self.broken += 1
                if self.stop.is_set():
                    return
                time.sleep(0.005)

    def step(self, chance):
        with self.lock:
            pending = self.pending.pop() if self.pending and chance.random() < 0.7 else None
            asset = chance.choice(self.assets) if self.assets else None
        if pending:
            return self.upload(*pending)
        if asset is None or chance.random() < 0.4:
            count = chance.choice([1, 1, 2, 5])
            files = [(b"f%d.bin" % chance.getrandbits(40), chance.randbytes(chance.choice([0, 10, 4000, 300_000])))
                     for _ in range(count)]
            return self.upload("%032x" % chance.getrandbits(128), files)
        if not asset.lock.acquire(blocking=False):
            return
        try:
            self.change(asset, chance)
        finally:
            asset.lock.release()

    def upload(self, key, files):
        body, headers = multipart(files)
        try:
            status, answer = self.server.call("POST", LIBRARY + "/assets", body, {**headers, "Idempotency-Key": key})
        except Exception:
            with self.lock:
                self.pending.append((key, files))
            raise
        if status in (409, 503):
            with self.lock:
                self.pending.append((key, files))
            return
        self.expect(status == 200, f"upload answered {status}: {answer[:200]}")
        made = json.loads(answer)["data"]["assets"]
        self.expect(len(made) == len(files), "an upload lost files")
        with self.lock:
            for entry, (_, data) in zip(made, files):
                self.assets.append(Asset(entry["id"], hashlib.sha256(data).hexdigest(), entry["url"]))

    def change(self, asset, chance):
        if asset.purged is not False:
            return
        kind = chance.random()
        if asset.trashed is None:
            return
        if asset.trashed:
            if kind < 0.1:
                asset.purged = None
                status, answer = self.server.json("DELETE", "/gateway/v1" + LIBRARY + "/trash", {"ids": [asset.id]})
                self.expect(status == 200, f"purge answered {status} {answer}")
                asset.purged = True
            else:
                asset.trashed = None
                status, answer = self.server.json("POST", "/gateway/v1" + LIBRARY + "/trash/restore", {"ids": [asset.id]})
                self.expect(status == 200 and answer["data"]["restoredCount"] == 1, f"restore answered {status} {answer}")
                asset.trashed = False
        elif kind < 0.6:
            tag = "t%d" % chance.randrange(20)
            asset.maybe_tags.add(tag)
            verb = "untag" if tag in asset.tags else "tag"
            was = tag in asset.tags
            asset.tags.discard(tag)
            status, answer = self.server.json("POST", LIBRARY + "/assets/" + verb, {"assetIds": [asset.id], "tags": [tag]})
            self.expect(status == 200, f"{verb} answered {status} {answer}")
            asset.maybe_tags.discard(tag)
            if not was:
                asset.tags.add(tag)
        elif kind < 0.8:
            text = "d%d" % chance.getrandbits(60)
            asset.description = None
            status, answer = self.server.json("PATCH", f"{LIBRARY}/assets/{asset.id}/description", {"description": text})
            self.expect(status == 200, f"describe answered {status} {answer}")
            asset.description = text
        else:
            asset.trashed = None
            status, answer = self.server.json("DELETE", LIBRARY + "/assets", {"ids": [asset.id]})
            self.expect(status == 200 and answer["data"]["ids"] == [asset.id], f"delete answered {status} {answer}")
            asset.trashed = True

    def expect(self, holds, sentence):
        if not holds:
            print("BROKEN:", sentence, "in", self.root, flush=True)
            os._exit(1)

    def check_disk(self):
        """Right after a start: files and rows are the same set, and nothing is half-written."""
        data = self.server.data
        rows = sqlite3.connect(f"file:{data}/catalog.sqlite?mode=ro", uri=True)
        homes = {row[0] for row in rows.execute("SELECT native_id FROM assets")}
        opened = rows.execute("SELECT count(*) FROM intents").fetchone()[0]
        files = {os.path.relpath(os.path.join(folder, name), data)
                 for folder, _, names in os.walk(f"{data}/files") for name in names}
        files = {name if name in homes else name[len("files/"):] for name in files}
        self.expect(files == homes, f"files without rows {list(files - homes)[:3]}, rows without files {list(homes - files)[:3]}")
        self.expect(opened == 0, f"{opened} intents are open after a start")
        self.expect(not os.listdir(f"{data}/spool"), "the spool has leftovers")
        return len(homes)

    def check_assets(self, sample):
        for asset in sample:
            status, body = self.server.call("GET", f"{LIBRARY}/assets/{asset.id}")
            if asset.trashed is None:
                asset.trashed = status == 404
                if asset.trashed and asset.purged is None: asset.purged = not self.in_trash(asset.id)
            elif asset.trashed and asset.purged is None:
                asset.purged = not self.in_trash(asset.id)
            self.expect((status == 404) == bool(asset.trashed), f"asset {asset.id}: {status}, trashed {asset.trashed}")
            if status == 404:
                continue
            seen = json.loads(body)["data"]
            sure = {tag for tag in seen["tags"] if tag not in asset.maybe_tags}
            self.expect(sure == asset.tags - asset.maybe_tags, f"asset {asset.id} has tags {seen['tags']}, not {asset.tags}")
            asset.tags = set(seen["tags"]); asset.maybe_tags = set()
            self.expect(asset.description is None or (seen["description"] or "") == asset.description, "a description was lost")
            asset.description = seen["description"] or ""
            status, data = self.server.call("GET", "/cdn/" + asset.url.split("/cdn/", 1)[1])
            self.expect(status == 200 and hashlib.sha256(data).hexdigest() == asset.digest, f"the bytes of {asset.id} are wrong")

    def in_trash(self, identifier):
        page = 1
        while True:
            status, body = self.server.call("GET", f"/gateway/v1{LIBRARY}/trash?pageSize=500&page={page}")
            items = json.loads(body)["data"]
            if any(item["id"] == identifier for item in items): return True
            if len(items) < 500: return False
            page += 1

    def go(self):
        began = time.time()
        self.server.start()
        chance = random.Random(self.arguments.seed)
        for kill in range(1, self.arguments.kills + 1):
            self.stop.clear()
            workers = [threading.Thread(target=self.worker, args=(n, kill)) for n in range(self.arguments.workers)]
            for worker in workers: worker.start()
            time.sleep(chance.uniform(0.02, 0.6))
            self.server.kill()
            self.stop.set()
            for worker in workers: worker.join()
            self.server.start()
            homes = self.check_disk()
            self.check_assets(self.assets if kill == self.arguments.kills else chance.sample(self.assets, min(40, len(self.assets))))
            if kill % 20 == 0 or kill == self.arguments.kills:
                print(f"kill {kill}: {homes} assets on disk, {self.acknowledged} changes acknowledged, {self.broken} broken off", flush=True)
        while self.pending:
            self.upload(*self.pending.pop())
        homes = self.check_disk()
        alive = sum(1 for asset in self.assets if not asset.purged)
        self.expect(homes == alive, f"{homes} assets exist, {alive} were acknowledged: something happened twice or not at all")
        self.server.process.send_signal(signal.SIGTERM)
        self.expect(self.server.process.wait(timeout=30) == 0, "the last stop was not orderly")
        print(f"held: {self.arguments.kills} kills, {self.acknowledged} acknowledged changes, {alive} assets, {time.time() - began:.0f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    Run(parser.parse_args()).go()
