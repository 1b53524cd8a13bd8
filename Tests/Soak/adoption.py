#!/usr/bin/env python3
"""Adopts a large tree of real and generated files with awkward names, browses it with curl, changes it underneath, and rescans.

    adoption.py BINARY [REAL-FOLDER...] [--count 50000] [--downloads 2000] [--each 150] [--seed 1]

Copies of the real files and generated ones make a tree of COUNT files. A gateway adopts it, is killed with SIGKILL in the middle and
goes on. Everything is compared with what the tree holds: tags, names, pages, search, and the SHA-256 of DOWNLOADS files, all
awkward ones among them. Then files are added, changed, renamed, moved, deleted, hidden, replaced by links and locked away, EACH of
a kind, and every kind is looked for after a rescan. Run by root, the gateway runs as "nobody", whom modes stop.
"""
import argparse, atexit, hashlib, json, os, pwd, random, shutil, signal, sqlite3, subprocess, tempfile, threading, time, unicodedata, urllib.parse

AWKWARD = [b"{} space ", "ünïcödé {}".encode(), "日本語 {}".encode(), "🌅 {}".encode(), b"-leading-{}", b"quote\"s'{}", b"per%20cent% {}",
           b"new\nline {}", b"tab\t{}", b"back\\slash {}", "nfc é {}".encode(), "nfd e\u0301 {}".encode(), b"UPPER {}", b"upper {}",
           b"invalid \xff\xfe\xc3( {}", b"question?{}#x", b"[{}] (x) {{y}}", b"comma, {}", b"trailing. {}.", "עברית {}".encode(),
           b"semi;colon&{}", b"a" * 240 + b"{}", b"{}.tar.gz", b"dots..{}..", b"$HOME `{}`", b"*{}*", b"<{}>", b"\x7f{}", "\u0085{}".encode()]
FOLDERS = [b"2024", b"Summer, sun", b"index", b"TRASH", b" ", "Ünïcödé".encode(), "nfd u\u0308".encode(), b"new\nline", b"bad \xff name", b"x" * 150,
           "写真".encode(), b"per%cent", b"back\\slash", "🌅".encode(), b"-dash", b"trailing "]


def tag_of(name):
    """The tag that a folder gives, as the adapter's README says."""
    text = "".join("_" if unicodedata.category(c) == "Cc" or c == "," else c for c in name.decode("utf-8", "replace"))
    text = text.strip()[:100].strip()
    return None if not text else text + "_" if text.lower() in ("index", "trash") else text


def tags_of(path):
    tags = []
    for folder in path.split(b"/")[:-1]:
        tag = tag_of(folder)
        if tag and tag not in tags: tags.append(tag)
    return tags


def native(path):
    """The id of a path, as the adapter's README says."""
    out, at = "", 0
    while at < len(path):
        for length in (1, 2, 3, 4):
            try: text = path[at:at + length].decode()
            except UnicodeDecodeError: continue
            if len(text) == 1: break
        else: text, length = None, 1
        if text is None or text == "%" or unicodedata.category(text) == "Cc":
            out += "".join(f"%{byte:02X}" for byte in path[at:at + length])
        else: out += text
        at += length
    return out


def digest(path):
    with open(path, "rb") as file: return hashlib.sha256(file.read()).hexdigest()


class Tree:
    def __init__(self, root, seed):
        self.root, self.random, self.number = os.fsencode(root), random.Random(seed), 0

    def full(self, path): return self.root + b"/" + path

    def write(self, path, data):
        os.makedirs(os.path.dirname(self.full(path)), exist_ok=True)
        with open(self.full(path), "wb") as file: file.write(data)
        return path

    def generated(self, folder):
        self.number += 1
        stem = AWKWARD[self.number % len(AWKWARD)].replace(b"{}", b"%d" % self.number) if self.number % 3 == 0 else b"file-%d" % self.number
        name = stem[:250] + self.random.choice([b".jpg", b".txt", b".bin", b""])
        magic = b"\xff\xd8\xff\xe0" if name.endswith(b".jpg") else b""
        return self.write(folder + b"/" + name if folder else name, magic + self.random.randbytes(self.random.randint(0, 2500)) + b"%d" % self.number)

    def fill(self, real, count):
        paths = []
        for top in real:
            for folder, _, names in os.walk(os.fsencode(top)):
                for name in sorted(names):
                    source = os.path.join(folder, name)
                    if os.path.islink(source) or not os.path.isfile(source) or name.startswith(b".") or len(paths) >= count // 2: continue
                    target = b"real/" + os.path.relpath(source, os.path.dirname(os.fsencode(top.rstrip("/"))))
                    if any(part.startswith(b".") for part in target.split(b"/")): continue
                    os.makedirs(os.path.dirname(self.full(target)), exist_ok=True)
                    shutil.copyfile(source, self.full(target))
                    paths.append(target)
        print(f"{len(paths)} real files")
        while len(paths) < count:
            depth = self.random.randint(0, 4)
            paths.append(self.generated(b"/".join(self.random.choice(FOLDERS) + (b"" if level else b" %d" % (len(paths) % 300)) for level in range(depth))))
        for path in [b".hidden", b"2024/.hidden", b".git/config"]: self.write(path, b"no")
        os.symlink(b"/etc", self.full(b"link-out")); os.symlink(paths[0], self.full(b"link-in")); os.mkfifo(self.full(b"pipe"))
        return sorted(set(paths))

    def snapshot(self):
        return {folder + b"/" + name: (s.st_ino, s.st_size, s.st_mtime_ns, s.st_mode) for folder, _, names in os.walk(self.root) for name in names
                for s in [os.lstat(folder + b"/" + name)]}


class Gateway:
    def __init__(self, binary, data, tree):
        self.binary, self.data, self.tree, self.key, self.lines = binary, data, tree, None, []

    def start(self):
        user = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        self.process = subprocess.Popen([self.binary, "serve", "--data", self.data, "--listen", "127.0.0.1:0", "--json", "--adopt", self.tree],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **user)
        atexit.register(self.process.kill)
        self.began, self.lines, self.done = time.time(), [], threading.Event()
        hello = json.loads(self.process.stdout.readline())
        self.base, self.key = hello["url"], hello.get("key") or self.key
        threading.Thread(target=self.listen, args=(self.process,), daemon=True).start()

    def listen(self, process):
        for line in process.stderr:
            line = line.decode(errors="replace").rstrip()
            self.lines.append(line)
            if " → " in line and " files" in line: self.took = time.time() - self.began; self.done.set()

    def scanned(self, limit=600):
        assert self.done.wait(limit), self.lines[-5:]
        time.sleep(0.5)
        return next(line for line in self.lines if " → " in line and " files" in line)

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as file:
            return {line.split(":")[0]: int(line.split()[1]) // 1024 for line in file if line.startswith(("VmHWM", "VmRSS"))}

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        assert self.process.wait(timeout=30) in (0, -how)

    def json(self, path, *options):
        done = subprocess.run(["curl", "-sS", "--globoff", "-H", f"Authorization: Bearer {self.key}", "-H", "Api-Version: 2026-05-20", *options,
                               self.base + path], capture_output=True, check=True)
        answer = json.loads(done.stdout)
        assert "data" in answer, answer
        return answer["data"]

    def send(self, method, path, value):
        return self.json(path, "-X", method, "-H", "Content-Type: application/json", "--data", json.dumps(value))

    def rows(self):
        """What the catalog knows: id, name and so on by native id."""
        with sqlite3.connect(f"file:{self.data}/catalog.sqlite?mode=ro", uri=True) as catalog:
            return {row[0]: row[1:] for row in catalog.execute("""SELECT s.native_id, s.id, s.name, s.filename, s.state, f.missing, s.size, s.digest
                FROM assets s JOIN adopted_files f ON f.asset = s.key""")}

    def fetch(self, urls, folder):
        """Downloads with one curl: the hash, or the status where that is not 200, for each URL."""
        shutil.rmtree(folder, ignore_errors=True); os.makedirs(folder)
        with open(folder + "/list", "w") as file:
            for number, url in enumerate(urls): file.write(f'url = "{url}"\noutput = "{folder}/{number}"\nwrite-out = "%{{http_code}}\\n"\n')
        codes = subprocess.run(["curl", "-sS", "--globoff", "--path-as-is", "-K", folder + "/list"], capture_output=True, check=True).stdout.split()
        return [digest(f"{folder}/{number}") if code == b"200" else int(code) for number, code in enumerate(codes)]


def browse(gateway, tree, paths, downloads, scratch):
    library = "/organizations/local/libraries/library"
    rows, began, listed, page = gateway.rows(), time.time(), {}, 1
    assert set(rows) == {native(path) for path in paths}, "the catalog knows other files than there are"
    while True:
        part = gateway.json(f"{library}/assets?pageSize=500&page={page}")
        listed.update((asset["id"], asset) for asset in part)
        if len(part) < 500: break
        page += 1
    assert len(listed) == len(paths), (len(listed), len(paths))
    for path in paths:
        asset = listed[rows[native(path)][0]]
        assert asset["tags"] == tags_of(path), (path, asset["tags"])
    counts = {}
    for path in paths:
        for tag in tags_of(path): counts[tag] = counts.get(tag, 0) + 1
    shown = {tag["id"]: tag["count"] for tag in gateway.json(library + "/tags?limit=1000")}
    assert len(shown) == min(1000, len(counts)) and all(counts[tag] == count for tag, count in shown.items()), "the tags are others"
    for word in ["日本語", "ünïcödé", "file 300"]:
        print(f"  search {word!r}: {gateway.json('/organizations/local/search/assets?q=' + urllib.parse.quote(word))['found']} found")
    print(f"  {len(listed)} assets listed and their tags compared in {time.time() - began:.1f} s; {len(counts)} tags")
    odd = [path for path in paths if not all(0x21 <= byte < 0x7F and byte not in b"%\\\"'" for byte in path)]
    chosen = odd if len(odd) >= downloads else odd + tree.random.sample(sorted(set(paths) - set(odd)), min(downloads, len(paths)) - len(odd))
    began = time.time()
    got = gateway.fetch([gateway.base + urllib.parse.urlsplit(listed[rows[native(path)][0]]["url"]).path for path in chosen], scratch)
    wrong = [path for path, sha in zip(chosen, got) if sha != digest(tree.full(path))]
    assert not wrong, (len(wrong), wrong[:3])
    print(f"  {len(chosen)} files downloaded, {len(odd)} with awkward paths, every hash right, {time.time() - began:.1f} s")
    return listed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary"); parser.add_argument("real", nargs="*")
    parser.add_argument("--count", type=int, default=50_000); parser.add_argument("--downloads", type=int, default=2000)
    parser.add_argument("--each", type=int, default=150); parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    root = tempfile.mkdtemp(prefix="raster-adoption-")
    os.chmod(root, 0o755); os.makedirs(root + "/tree"); os.makedirs(root + "/home")
    shutil.copy(arguments.binary, root + "/raster-gateway")
    if os.geteuid() == 0: os.chown(root + "/home", pwd.getpwnam("nobody").pw_uid, pwd.getpwnam("nobody").pw_gid)
    tree = Tree(root + "/tree", arguments.seed)
    paths = tree.fill([folder for folder in arguments.real if os.path.isdir(folder)], arguments.count)
    before = tree.snapshot()
    print(f"{len(paths)} files, {sum(os.lstat(tree.full(path)).st_size for path in paths) / 1e6:.0f} MB")

    gateway = Gateway(root + "/raster-gateway", root + "/home/data", root + "/tree")
    gateway.start()
    while not (found := len(gateway.rows())): time.sleep(0.05)
    gateway.stop(signal.SIGKILL)
    print(f"killed after {found} files or a few more")
    gateway.start()
    print(gateway.scanned()); print(f"adopted in {gateway.took:.1f} s after the kill, memory {gateway.memory()} MiB")
    listed = browse(gateway, tree, paths, arguments.downloads, root + "/scratch")
    assert tree.snapshot() == before, "the tree was changed"
    gateway.stop(); shutil.rmtree(gateway.data)
    gateway.key = None; gateway.start(); print(gateway.scanned()); print(f"adopted in one go in {gateway.took:.1f} s, memory {gateway.memory()} MiB")
    print("\n".join(line for line in gateway.lines if line.startswith("  ")))
    gateway.stop(); gateway.start(); print(gateway.scanned()); print(f"unchanged rescan in {gateway.took:.1f} s, memory {gateway.memory()} MiB")
    change(gateway, tree, paths, arguments.each, root)
    shutil.rmtree(root)
    print("held: every kind of change was taken over, and nothing else")


def change(gateway, tree, paths, each, root):
    rows, pick = gateway.rows(), tree.random
    library = "/organizations/local/libraries/library"
    assert all(row[3] == 0 and row[4] is None for row in rows.values())
    locked_folder = b"locked-away"
    locked = [tree.generated(locked_folder) for _ in range(each)]
    moving = [tree.generated(b"moving/inner") for _ in range(each)]
    gateway.stop(); gateway.start(); gateway.scanned(); rows = gateway.rows()
    pool = pick.sample([path for path in paths if b"/" in path and not path.startswith(b"real/")], each * 6)
    changed, renamed, deleted, hidden, linked, purged = (pool[at * each:(at + 1) * each] for at in range(6))
    mine = [rows[native(path)][0] for path in moving[:50]]
    assert gateway.send("POST", library + "/assets/tag", {"assetIds": mine, "tags": ["mine"]})["taggedCount"] == len(mine)
    asset = gateway.json(f"{library}/assets/{rows[native(changed[0])][0]}")
    path = urllib.parse.urlsplit(asset["url"]).path
    etag = lambda: [line for line in subprocess.run(["curl", "-sSI", gateway.base + path], capture_output=True).stdout.splitlines() if line.lower().startswith(b"etag")]
    tags, before = etag(), time.time()
    for name in changed: tree.write(name, b"changed " + pick.randbytes(100))
    assert etag() != tags and gateway.fetch([gateway.base + path], root + "/scratch") == [digest(tree.full(changed[0]))], "a change before the rescan"
    new_names = {name: os.path.dirname(name) + b"/renamed-%d.txt" % number for number, name in enumerate(renamed)}
    for old, new in new_names.items(): os.rename(tree.full(old), tree.full(new))
    os.rename(tree.full(b"moving"), tree.full(b"moved"))
    os.makedirs(root + "/aside")
    for number, name in enumerate(deleted): shutil.move(tree.full(name), os.fsencode(f"{root}/aside/{number}"))
    for name in hidden: os.rename(tree.full(name), tree.full(os.path.dirname(name) + b"/." + os.path.basename(name)[:200]))
    for name in linked: os.remove(tree.full(name)); os.symlink(b"/etc/hostname", tree.full(name))
    os.chmod(tree.full(locked_folder), 0)
    ids = [rows[native(name)][0] for name in purged]
    for at in range(0, len(ids), 100):
        gateway.send("DELETE", library + "/assets", {"ids": ids[at:at + 100]})
        assert gateway.send("DELETE", "/gateway/v1" + library + "/trash", {"ids": ids[at:at + 100]})["purgedCount"] == len(ids[at:at + 100])
    assert all(os.path.isfile(tree.full(name)) for name in purged), "a purge removed a file"
    added = [tree.generated(b"added") for _ in range(each)]
    gateway.stop(); gateway.start(); print(gateway.scanned()); after = gateway.rows()

    def same(old, new): return after[native(new)][0] == rows[native(old)][0] and after[native(new)][2] == rows[native(old)][2]
    assert all(native(name) in after for name in added), "added"
    assert all(same(name, name) and after[native(name)][5] == 108 for name in changed), "changed"
    assert all(same(old, new) and after[native(new)][1] == os.path.basename(new)[:-4].decode() for old, new in new_names.items()), "renamed"
    moved = {name: name.replace(b"moving", b"moved", 1) for name in moving}
    assert all(same(old, new) for old, new in moved.items()), "moved"
    for identifier in mine[:5]: assert gateway.json(f"{library}/assets/{identifier}")["tags"] == ["inner", "mine", "moved"], "tags of moved files"
    assert not any(native(name) in after for name in purged), "purged ones came back"
    gone = deleted + hidden + linked
    assert all(after[native(name)][4] is not None and after[native(name)][3] == 0 for name in gone), "missing"
    assert all(after[native(name)][4] is None for name in locked), "locked away is not missing"
    others = set(after) - {native(name) for name in gone}
    assert all(after[name][4] is None for name in others), "others are missing"
    urls = [gateway.base + urllib.parse.urlsplit(gateway.json(f"{library}/assets/{after[native(name)][0]}")["url"]).path for name in [gone[0], linked[0], moved[moving[0]]]]
    got = gateway.fetch(urls, root + "/scratch")
    assert got == [404, 404, digest(tree.full(moved[moving[0]]))], got
    doctor = subprocess.run([gateway.binary, "doctor", "--data", gateway.data], capture_output=True).stdout.decode()
    print("\n".join(line[:160] for line in doctor.splitlines() if "adopted" in line or "missing" in line))
    assert f"{len(gone)} files are missing" in doctor
    os.chmod(tree.full(locked_folder), 0o755)
    for number, name in enumerate(deleted): shutil.move(f"{root}/aside/{number}", tree.full(name))
    gateway.stop(); gateway.start(); print(gateway.scanned()); back = gateway.rows()
    assert all(back[native(name)][4] is None and back[native(name)][0] == rows[native(name)][0] for name in deleted), "returned"
    while any(row[6] is None for name, row in gateway.rows().items() if row[4] is None): time.sleep(0.5)
    hashed = gateway.rows()
    assert all(hashed[native(name)][6].hex() == digest(tree.full(name)) for name in added + changed + deleted), "digests"
    print("  hashes of all files that are there are known")
    os.rename(tree.root, tree.root + b"-away"); os.makedirs(tree.root)
    gateway.stop(); gateway.start(); time.sleep(3)
    assert gateway.rows() == hashed and any("mounted" in line for line in gateway.lines), "an empty root"
    gateway.stop(); print("  a root that is away changes nothing")


if __name__ == "__main__":
    main()
