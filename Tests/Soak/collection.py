#!/usr/bin/env python3
"""Takes a collection of real files through a gateway with curl, kills it, and looks whether everything is there.

    collection.py BINARY FOLDER... [--count 500]

Files of the folders are copied under awkward names, then uploaded, listed, searched, tagged, described, trashed,
restored, transferred and downloaded; the gateway is killed with SIGKILL in between. Prints what it saw.
"""
import argparse, hashlib, json, os, random, shutil, signal, subprocess, tempfile, time, unicodedata, urllib.parse

AWKWARD = ["{} space {}", "ünïcödé {}{}", "日本語の写真 {}{}", "emoji 🌅 {}{}", "-leading-hyphen-{}{}", ".leading.dot.{}{}",
           "quote\"s'and;semi {}{}", "per%20cent {}%{}", "UPPER {}{}", "many.dots.in.it.{}{}", "plus+and&amp {}{}",
           "עברית {}{}", "long-" + "n" * 180 + "-{}{}", "nfc é {}{}", "nfd e\u0301 {}{}", "back`tick $HOME {}{}", "question?{}#{}",
           "brackets [{}] ({}) {{x}}", "tilde~{}{}", "comma, {}{}"]


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


class Gateway:
    def __init__(self, binary, data):
        self.binary, self.data, self.key, self.port = binary, data, None, 0

    def start(self):
        self.process = subprocess.Popen([self.binary, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}", "--json"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        hello = json.loads(self.process.stdout.readline())
        self.base, self.key = hello["url"], hello.get("key") or self.key
        self.port = int(self.base.rsplit(":", 1)[1])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def curl(self, path, *options):
        url = path if path.startswith("http") else self.base + path
        done = subprocess.run(["curl", "-sS", "--globoff", "-H", f"Authorization: Bearer {self.key}", "-H", "Api-Version: 2026-05-20",
                               *options, url], capture_output=True, check=True)
        return done.stdout

    def json(self, path, *options):
        answer = json.loads(self.curl(path, *options))
        assert "data" in answer, answer
        return answer["data"]

    def send(self, method, path, value):
        return self.json(path, "-X", method, "-H", "Content-Type: application/json", "--data", json.dumps(value))


def collect(folders, count, target):
    found = sorted(os.path.join(folder, name) for top in folders for folder, _, names in os.walk(top) for name in names)
    found = [path for path in found if os.path.isfile(path) and not os.path.islink(path) and os.path.getsize(path) < 40_000_000]
    pictures = [path for path in found if path.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".svg", ".jxl", ".tif", ".tiff", ".gif"))]
    rest = [path for path in found if path not in set(pictures)]
    chosen = (pictures + random.Random(1).sample(rest, min(len(rest), max(0, count - len(pictures)))))[:count]
    files = []
    for number, path in enumerate(chosen):
        extension = os.path.splitext(path)[1]
        name = AWKWARD[number % len(AWKWARD)].format(number, os.path.splitext(os.path.basename(path))[0][:20])
        name = name.replace("/", "_").encode()[: 250 - len(extension.encode())].decode(errors="ignore") + extension
        copy = os.path.join(target, f"{number:04}")
        shutil.copyfile(path, copy)
        files.append((copy, name))
    return files


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--count", type=int, default=500)
    arguments = parser.parse_args()
    root = tempfile.mkdtemp(prefix="raster-collection-")
    os.makedirs(root + "/files")
    files = collect(arguments.folders, arguments.count, root + "/files")
    print(f"{len(files)} files, {sum(os.path.getsize(path) for path, _ in files) / 1e6:.0f} MB, {len({name for _, name in files})} names")

    gateway = Gateway(arguments.binary, root + "/data")
    gateway.start()
    library = "/organizations/local/libraries/library"
    expected = {}
    began = time.time()
    for at in range(0, len(files), 20):
        options = []
        for path, name in files[at:at + 20]:
            quoted = name.replace("\\", "\\\\").replace('"', '\\"')
            options += ["-F", f'files=@"{path}";filename="{quoted}"']
        data = gateway.json(library + "/assets", *options)
        assert len(data["assets"]) == len(files[at:at + 20]), data
        for asset, (path, name) in zip(data["assets"], files[at:at + 20]):
            assert urllib.parse.unquote(asset["url"].rsplit("/", 1)[1]) == name.replace('"', '%22') or \
                urllib.parse.unquote(asset["url"].rsplit("/", 1)[1]) == name, (asset["url"], name)
            expected[asset["id"]] = (digest(path), name, asset["url"], asset["contentType"])
    print(f"uploaded in {time.time() - began:.1f} s")
    gateway.kill(); gateway.start()

    def listing(library, suffix=""):
        page, all = 1, []
        while True:
            part = gateway.json(f"{library}/assets?pageSize=100&page={page}{suffix}")
            all += part
            if len(part) < 100: return all
            page += 1

    listed = listing(library)
    assert {a["id"] for a in listed} == set(expected) and len(listed) == len(expected), "the list is not what was uploaded"
    order = [(-a["created"], a["id"]) for a in listed]
    assert order == sorted(order), "the order is wrong"
    for query, least in [("写真", 1), ("emoji", 1), ("🌅", 1), ("unicode", 1), ("leading hyph", 1), ("עברית", 1), ("many dots", 1)]:
        result = gateway.json("/organizations/local/search/assets?pageSize=500&q=" + urllib.parse.quote(query))
        print(f"search {query!r}: {result['found']} found, first: {result['hits'][0]['highlights'] if result['hits'] else None}")
        assert result["found"] >= least and len(result["hits"]) == min(result["found"], 500)
    ids = list(expected)
    for at in range(0, len(ids), 100):
        count = gateway.send("POST", library + "/assets/tag", {"assetIds": ids[at:at + 100], "tags": ["Alle", "Los %d" % (at // 100)]})
        assert count["taggedCount"] == 2 * len(ids[at:at + 100]), count
    gateway.kill(); gateway.start()
    tags = {tag["id"]: tag["count"] for tag in gateway.json(library + "/tags")}
    assert tags["Alle"] == len(ids), tags
    assert len(listing(library, "&tags=Los%200,Los%201")) == min(200, len(ids))
    text = "  Golden hour\n\tover the Mediterranean 🌅  "
    assert gateway.send("PATCH", f"{library}/assets/{ids[0]}/description", {"description": text})["description"] == text

    moved = gateway.send("DELETE", library + "/assets", {"ids": ids[:50]})
    assert moved["message"] == "Moved 50 assets to trash" and len(moved["ids"]) == 50, moved
    assert len(listing(library)) == len(ids) - 50
    status = subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", expected[ids[0]][2]], capture_output=True).stdout
    assert status == b"404", status
    gateway.kill(); gateway.start()
    assert gateway.send("POST", "/gateway/v1" + library + "/trash/restore", {"ids": ids[:50]})["restoredCount"] == 50
    other = gateway.send("POST", "/organizations/local/libraries", {"name": "Zweite Bibliothek"})["id"]
    done = gateway.send("POST", library + "/assets/transfer", {"targetLibraryId": other, "assetIds": ids[-80:]})
    assert done["transferredCount"] == 80, done
    gateway.kill(); gateway.start()
    second = "/organizations/local/libraries/" + other
    assert {a["id"] for a in listing(second)} == set(ids[-80:])
    counters = {entry["id"]: (entry["assetsCount"], entry["photosCount"], entry["trashCount"]) for entry in gateway.json("/organizations/local/libraries")}
    assert counters["library"][0] == len(ids) - 80 and counters[other][0] == 80 and counters["library"][2] == 0, counters
    print("counters (assets, photos, trash):", counters)

    began, wrong = time.time(), []
    for identifier, (sha, name, url, kind) in expected.items():
        got = subprocess.run(["curl", "-sS", "--globoff", "--path-as-is", url], capture_output=True, check=True).stdout
        if hashlib.sha256(got).hexdigest() != sha: wrong.append(name)
    assert not wrong, wrong
    print(f"downloaded {len(expected)} files, every hash right, {time.time() - began:.1f} s")
    head = gateway.curl(expected[ids[0]][2], "-r", "10-19", "-D", "-", "-o", "/dev/null").decode()
    print(head.strip())
    kinds = {}
    for _, _, _, kind in expected.values(): kinds[kind] = kinds.get(kind, 0) + 1
    print("types:", dict(sorted(kinds.items(), key=lambda item: -item[1])))
    asset = gateway.json(f"{library}/assets/{ids[0]}")
    assert asset["description"] == text and asset["tags"] == ["Alle", "Los 0"], asset
    gateway.process.send_signal(signal.SIGTERM)
    assert gateway.process.wait(timeout=30) == 0
    shutil.rmtree(root)
    print("held: everything that was acknowledged was there after five kills")


if __name__ == "__main__":
    main()
