"""Large catalogs over HTTP: how the times of one client grow with the number of assets."""
import collections, contextlib, json, math, os, random, re, subprocess, time
from urllib.parse import quote

from client import BenchError
from processes import Gateway, memory
from rows_process import starts

PAGE = 50
# Answers of a case: with fewer than a hundred, the 99th percentile is the slowest of them.
LEAST, ENOUGH, MOST = 10, 100, 400
SHARES = (0.001, 0.01, 0.1, 0.6)


class Case:
    """A question with something random in it: a function from a source of randomness to a path."""

    def __init__(self, name, path, limit=None, about="", headers=None):
        self.name, self.path, self.limit, self.about, self.headers = name, path, limit, about, headers


class Catalog:
    """A data directory with a large library, served while it is measured. README.md has the form of bench.json."""

    def __init__(self, bench, folder):
        self.bench, self.folder, self.facts = bench, folder, {}
        if os.path.exists(folder + "/bench.json"):
            with open(folder + "/bench.json") as file: self.facts = json.load(file)
        elif not os.path.exists(folder + "/catalog.sqlite"): raise BenchError(f"{folder} has no catalog.sqlite")
        self.organization, library = self.facts.get("organization", "local"), self.facts.get("library", "library")
        self.assets_path = f"/organizations/{self.organization}/libraries/{library}/assets"
        self.gateway, self.made_key = Gateway(bench.options.gateway, folder, f"{bench.memory}/catalog-{bench.number()}.log"), None

    def __enter__(self):
        if not self.facts.get("key"): self.made_key = json.loads(self._command("key", "create", self.organization, "--all", "read", "--label", "bench"))
        self.gateway.start()
        self.gateway.key = self.facts.get("key") or self.made_key["key"]
        self.client, self.asked = self.gateway.client(), 0
        return self

    def __exit__(self, *_):
        self.gateway.stop()
        if self.made_key: self._command("key", "revoke", self.organization, self.made_key["id"])

    def _command(self, *words):
        done = subprocess.run([self.bench.options.gateway, *words, "--data", self.folder, "--json"], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode: raise BenchError(f"raster-gateway {' '.join(words)} on {self.folder}: {done.stderr.strip()}")
        return done.stdout

    def look(self):
        """What there is to ask for: the number of assets, tags, and words of several shares."""
        library = self.assets_path.split("/")[-2]
        self.assets = next(item["assetsCount"] for item in self.client.json(f"/organizations/{self.organization}/libraries") if item["id"] == library)
        if self.assets < 20 * PAGE: raise BenchError(f"{self.folder}: {self.assets} assets are too few")
        listed = self.client.json(self.assets_path.removesuffix("/assets") + "/tags?limit=1000")
        self.tags = [(tag["id"], tag["count"]) for tag in listed if tag["count"] > 2 * PAGE]
        if len(self.tags) < 5: raise BenchError(f"{self.folder}: five tags with more than {2 * PAGE} assets are needed")
        chance = random.Random(1)
        self.sample = [asset for _ in range(20) for asset in self.client.json(self.page(chance.randint(1, self.assets // PAGE)))]
        self.words = [(word["text"], self.found(word["text"])) for word in self.facts.get("words", [])] or self._common_words()

    def page(self, number, tags=()):
        return f"{self.assets_path}?page={number}" + (f"&tags={quote(','.join(tags))}" if tags else "")

    def search(self, text, page=1):
        return f"/organizations/{self.organization}/search/assets?page={page}&q={quote(text)}&libraries={self.assets_path.split('/')[-2]}"

    def found(self, text):
        return self.client.json(self.search(text))["found"]

    def _common_words(self):
        """Words of names, from the most common to rare ones, with how many assets have them."""
        counts = collections.Counter(word for asset in self.sample for word in set(re.split(r"[\W_]+", asset["name"].lower())) if len(word) > 1)
        common = [word for word, _ in counts.most_common(20)]
        rare = [word for word, count in counts.items() if count <= 2 and word.isascii()]
        middle = [word for word, count in counts.items() if 3 <= count <= 30]
        some = common + middle[::max(1, len(middle) // 20)] + rare[::max(1, len(rare) // 20)] + [word for word in counts if is_cjk(word)][:3]
        return [(word, self.found(word)) for word in some]

    def word(self, share):
        """The word nearest to a share of all assets, and its true share."""
        plain = [(text, found) for text, found in self.words if found and not is_cjk(text)]
        text, found = min(plain, key=lambda word: abs(math.log(word[1] / self.assets / share)))
        return text, found / self.assets

    def cases(self):
        return [*self._pages(), *self._tag_pages(), *self._searches(), *self._others()]

    def _pages(self):
        last = math.ceil(self.assets / PAGE)
        yield Case("page, no filter, first", lambda chance: self.page(1), 10)
        yield Case("page, no filter, any", lambda chance: self.page(chance.randint(1, last)), 10)
        yield Case("page, no filter, last", lambda chance: self.page(last), 10)

    def _tag_pages(self):
        for name, (tag, count) in (("the most common", self.tags[0]), ("a middling", self.tags[len(self.tags) // 2]), ("a rare", self.tags[-1])):
            yield Case(f"page, {name} tag, any", lambda chance, tag=tag, last=math.ceil(count / PAGE): self.page(chance.randint(1, last), [tag]), 10,
                       f"{count / self.assets:.2%} of all")
        for number in (2, 5):
            several = self.tags[:number]
            names, last = [tag for tag, _ in several], max(1, several[0][1] // PAGE)
            walk = iter(range(2, last))
            yield Case(f"page, {number} common tags, first", lambda chance, names=names: self.page(1, names), 10)
            yield Case(f"page, {number} common tags, one after the other", lambda chance, names=names, walk=walk: self.page(next(walk), names), 10)
            yield Case(f"page, {number} common tags, any", lambda chance, names=names, last=last: self.page(chance.randint(1, last), names), 500)
        rare = [tag for tag, _ in self.tags[-5:]]
        last = max(1, self.tags[-5][1] // PAGE)
        yield Case("page, 5 rare tags, any", lambda chance: self.page(chance.randint(1, last), rare), 500)

    def _searches(self):
        words = {share: self.word(share) for share in SHARES}
        for share, (text, true) in words.items():
            limit = 50 if true <= 0.012 else 300
            yield Case(f"search, a word in {share:.1%} of all", lambda chance, text=text: self.search(text), limit, f"truly {true:.2%}")
            last = max(1, int(true * self.assets) // PAGE)
            yield Case(f"search, a word in {share:.1%} of all, any page", lambda chance, text=text, last=last: self.search(text, chance.randint(1, last)), 300)
        yield Case("search, two common words", lambda chance: self.search(f"{words[0.6][0]} {words[0.1][0]}"), 300)
        yield Case("search, prefix of one letter", lambda chance: self.search(chance.choice("abcdefghijklmnoprstuvw")), 300)
        foreign = next((text[:2] for text, _ in self.words if is_cjk(text)), None)
        if foreign: yield Case("search, two characters of Chinese, Japanese or Korean", lambda chance: self.search(foreign), 300)
        yield Case("search, no words, any page", lambda chance: self.search("", chance.randint(1, self.assets // PAGE)), 300)

    def _others(self):
        yield Case("asset, any", lambda chance: f"{self.assets_path}/{chance.choice(self.sample)['id']}")
        tag = self.client.fetch(self.page(3))[1]["etag"]
        yield Case("page, 304", lambda chance: self.page(3), headers={"If-None-Match": tag})
        yield Case("100 tags", lambda chance: self.assets_path.removesuffix("/assets") + "/tags")

    def time(self, case):
        """The times of one question after the other, in ms, and what each took of the server's processors."""
        chance, times = random.Random(2), []
        expected = 304 if case.headers else 200
        spent, began = self.gateway.cpu(), time.perf_counter()
        with contextlib.suppress(StopIteration):
            while len(times) < MOST and time.perf_counter() - began < self._patience(len(times)):
                path = case.path(chance)
                asked = time.perf_counter()
                # No two requests are the same, so that none is answered from the memory of earlier ones.
                self.asked += 1
                status, _, body = self.client.fetch(path, headers={"X-Bench": str(self.asked)} | (case.headers or {}))
                times.append((time.perf_counter() - asked) * 1e3)
                if status != expected or expected == 200 and '/search/' not in path and len(body) < 20:
                    raise BenchError(f"{path} answered {status} {body[:200]}")
        return times, (self.gateway.cpu() - spent) * 1e3 / len(times)


    def _patience(self, answers):
        """How long a case may take: longer as long as its figures are of little worth."""
        return 4 * self.bench.options.seconds if answers >= ENOUGH else 60 if answers >= LEAST else 600


def is_cjk(text):
    return any("\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in text) and len(text) > 1


def measure(bench):
    """Every case on every catalog, into the table of growth."""
    for folder in bench.options.catalog:
        with Catalog(bench, os.path.abspath(folder)) as catalog:
            time.sleep(5)
            resident = memory(catalog.gateway.process.pid, "VmRSS")
            catalog.look()
            label = f"{catalog.assets:,}"
            bench.say(f"{label} assets in {folder}")
            bench.growth.add("resident after a start and 5 s of nothing, MiB", label, [resident], 40)
            for case in catalog.cases():
                times, cpu = catalog.time(case)
                bench.growth.add(case.name, label, times, case.limit, case.about, cpu)
                bench.say(f"  {case.name}: {bench.growth.cell(case.name, label)}")
            bench.growth.add("resident after all of that, MiB", label, [memory(catalog.gateway.process.pid, "VmRSS")])
            bench.growth.add("start until /readyz, ms", label, starts(catalog.gateway, bench.options.rounds).samples, 1000)
        yield from ()
