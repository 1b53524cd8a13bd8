"""Requests to the gateway that are not measured themselves: filling it, looking at it, comparing bytes."""
import http.client, json, os

HEADERS = {"Api-Version": "2026-05-20"}


class BenchError(Exception):
    """Why a row cannot be trusted."""


class Client:
    """One connection, used for one request after the other."""

    def __init__(self, port, key=None, timeout=120):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.headers = HEADERS | ({"Authorization": f"Bearer {key}"} if key else {})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def fetch(self, path, method="GET", body=None, headers=None):
        """Status, headers with names in lower case, body."""
        self.connection.request(method, path, body=body, headers=self.headers | (headers or {}))
        answer = self.connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def json(self, path, method="GET", value=None, headers=None):
        """The `data` of an answer; anything else is an error."""
        body = None if value is None else json.dumps(value)
        kind = {} if value is None else {"Content-Type": "application/json"}
        return self._data(path, *self.fetch(path, method, body, kind | (headers or {})))

    def upload(self, path, files):
        """Uploads pairs of a filename and bytes in one request; the assets."""
        body, kind = multipart(files)
        return self._data(path, *self.fetch(path, "POST", body, {"Content-Type": kind}))["assets"]

    def _data(self, path, status, _, body):
        if status not in (200, 201):
            raise BenchError(f"{path} answered {status}: {body[:300].decode(errors='replace')}")
        return json.loads(body)["data"]


def multipart(files):
    """The body of a form with `files`, and its media type."""
    boundary = "bench-" + os.urandom(12).hex()
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode() + data
             for name, data in files]
    return b"\r\n".join(parts) + f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def wire_size(port, path, headers):
    """How many bytes an answer takes on the wire, its head included, and its status."""
    with Client(port) as client:
        client.connection.request("GET", path, headers=headers)
        answer = client.connection.getresponse()
        body = answer.read()
        head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
        return len(f"HTTP/1.1 {answer.status} {answer.reason}\r\n\r\n") + head + len(body), answer.status
