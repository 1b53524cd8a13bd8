"""A library of small assets to measure against, made through the API."""
import itertools, threading

from client import BenchError

LIBRARY = "/organizations/local/libraries/library"
ASSETS = LIBRARY + "/assets"
WORDS = ("golden hour over the mediterranean sea with boats and a lighthouse on the left press release "
         "autumn winter portrait studio product detail close wide angle aerial night street market").split()


class SmallLibrary:
    """Grows to as many assets as the rows that run need; names, descriptions and tags of usual lengths."""

    def __init__(self, gateway, say):
        self.gateway, self.say, self.ids = gateway, say, []

    def grow(self, count):
        """At least `count` assets, in full uploads from eight clients."""
        missing = range(len(self.ids), count, 20)
        if not len(missing): return
        self.say(f"making {count - len(self.ids):,} assets")
        batches, failures = iter(missing), []
        workers = [threading.Thread(target=self._work, args=(batches, failures)) for _ in range(8)]
        for worker in workers: worker.start()
        for worker in workers: worker.join()
        if failures: raise failures[0]

    def _work(self, batches, failures):
        try:
            with self.gateway.client() as client:
                while not failures and (start := next_or_none(batches)) is not None: self._batch(client, start)
        except (BenchError, OSError) as failure:
            failures.append(failure)

    def _batch(self, client, start):
        files = [(f"IMG_2026-{number:07} {words(number, 3)}.txt", words(number, 24).encode()) for number in range(start, start + 20)]
        assets = client.upload(ASSETS, files)
        ids = [asset["id"] for asset in assets]
        client.json(ASSETS + "/tag", "POST", {"assetIds": ids, "tags": ["bench", f"batch {start // 20 % 40}", words(start, 1)]})
        for number in range(0, 20, 4):
            text = words(start + number, 12)
            client.json(f"{ASSETS}/{ids[number]}/description", "PATCH", {"description": text})
        self.ids += ids


LOCK = threading.Lock()


def next_or_none(iterator):
    with LOCK: return next(iterator, None)


def words(number, count):
    """The same words for the same number."""
    start = number * 7 % len(WORDS)
    return " ".join(itertools.islice(itertools.cycle(WORDS), start, start + count))
