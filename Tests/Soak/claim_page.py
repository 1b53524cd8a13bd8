"""Claims an organization as a person does: in Chromium, without JavaScript.

Usage: claim_page.py PROGRAM [--pictures FOLDER]

Starts a gateway behind a proxy that puts a path in front, opens the claim page in a wide and a narrow window, in the
light and in the dark, checks that nothing has to be scrolled sideways and that the button can be reached with the
keyboard, presses it, and looks at what the page says before, afterwards, and for a link that is used, expired or unknown. The
pictures stay in FOLDER, where one is named. Needs the distribution's chromium, chromium-driver and python3-selenium.
"""

import argparse
import contextlib
import http.client
import http.server
import json
import os
import pathlib
import secrets
import sqlite3
import subprocess
import sys
import tempfile
import threading
import urllib.request

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

PREFIX = "/dam"
VERSION = {"Api-Version": "2026-05-20"}


def fail(text):
    sys.exit(f"claim_page: {text}")


def proxy(gateway):
    """A proxy on a free port that takes the path prefix off and sends the rest to the gateway."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def forward(self):
            if not self.path.startswith(PREFIX + "/"):
                return self.send_error(404)
            connection = http.client.HTTPConnection(gateway)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            connection.request(self.command, self.path[len(PREFIX):], body or None, dict(self.headers))
            answer = connection.getresponse()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("connection", "date", "server"):
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.read())

        do_GET = do_POST = do_HEAD = forward

        def log_message(self, *words):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


class Gateway:
    def __init__(self, program, folder):
        self.folder = folder
        self.program = program
        self.start(program, {"publicURL": None})
        self.url = f"http://127.0.0.1:{proxy(self.address)}{PREFIX}"
        address = self.address
        self.stop()
        # The second start knows the address that people see, which the proxy's port decides.
        self.start(program, {"publicURL": self.url, "listen": address})

    def start(self, program, configuration):
        file = os.path.join(self.folder, "config.json")
        configuration.setdefault("listen", "127.0.0.1:0")
        with open(file, "w") as out:
            json.dump(configuration, out)
        self.log = open(os.path.join(self.folder, "log"), "a")
        self.process = subprocess.Popen(
            [program, "serve", "--config", file, "--data", os.path.join(self.folder, "data"), "--json"],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.address = json.loads(self.process.stdout.readline())["listen"]

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def expire(self, organization):
        """Lets the time of an organization be over, between two runs of the gateway."""
        self.stop()
        with contextlib.closing(sqlite3.connect(os.path.join(self.folder, "data", "catalog.sqlite"))) as catalog:
            with catalog:
                catalog.execute("UPDATE organizations SET expires = created WHERE id = ?", [organization])
        self.start(self.program, {"publicURL": self.url, "listen": self.address})

    def make(self, name):
        request = urllib.request.Request(
            f"http://{self.address}/libraries", headers=VERSION,
            data=json.dumps({"email": f"{secrets.token_hex(8)}@example.com", "name": name}).encode())
        return json.load(urllib.request.urlopen(request))["data"]

    def me(self, key):
        request = urllib.request.Request(
            f"http://{self.address}/me", headers=VERSION | {"Authorization": f"Bearer {key}"})
        return json.load(urllib.request.urlopen(request))["data"]


class Browser:
    def __init__(self, folder, width, height, dark):
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        for word in ["--headless=new", "--no-sandbox", "--disable-gpu", f"--window-size={width},{height}"]:
            options.add_argument(word)
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        # A window has a least width, a screen has not.
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})
        self.driver.get("data:text/html,<title>off</title><script>document.title='on'</script>")
        if self.driver.title != "off":
            fail("this browser runs JavaScript, so that it would show nothing")
        self.name = f"{width}-{'dark' if dark else 'light'}"
        self.folder = folder
        self.width = width

    def look(self, url, state, text):
        self.driver.get(url)
        self.check(state, text)

    def check(self, state, text):
        heading = self.driver.find_element(By.TAG_NAME, "h1").text
        if text not in heading:
            fail(f"{state}: the heading is {heading!r}, not {text!r}")
        size = self.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        if size["width"] > self.width:
            fail(f"{state}: {size['width']} wide in a window of {self.width}")
        if self.folder:
            self.driver.save_screenshot(os.path.join(self.folder, f"{state}-{self.name}.png"))

    def press(self):
        self.driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
        button = self.driver.switch_to.active_element
        if button.tag_name != "button":
            fail(f"the tabulator key leads to {button.tag_name}, not to the button")
        button.send_keys(Keys.ENTER)

    def close(self):
        self.driver.quit()


def tour(gateway, folder, width, height, dark):
    made = gateway.make("Sommerfest 2026 – Bilder & Filme " + "W" * 60)
    browser = Browser(folder, width, height, dark)
    try:
        if not made["claimUrl"].startswith(gateway.url + "/claim/"):
            fail("the claim link does not begin with the public address")
        browser.look(made["claimUrl"], "before", "Keep this library?")
        if folder:
            browser.driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
            browser.check("focus", "Keep this library?")
            browser.look(made["claimUrl"], "before", "Keep this library?")
        browser.press()
        browser.check("after", "The library is yours")
        browser.look(made["claimUrl"], "used", "This link has been used")
        late = gateway.make("Late")
        gateway.expire(late["organizationId"])
        browser.look(late["claimUrl"], "expired", "This link has expired")
        browser.look(gateway.url + "/claim/" + "a" * 40, "unknown", "There is no such link")
    finally:
        browser.close()
    if gateway.me(made["apiKey"])["plan"] != "hobby":
        fail("the key of a claimed organization does not work")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--pictures")
    options = parser.parse_args()
    if options.pictures:
        pathlib.Path(options.pictures).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="raster-claim-") as folder:
        gateway = Gateway(os.path.abspath(options.program), folder)
        try:
            for width, height, dark in [(1280, 900, False), (1280, 900, True), (320, 900, False), (320, 900, True)]:
                tour(gateway, options.pictures, width, height, dark)
                print(f"claimed at {width} pixels, {'dark' if dark else 'light'}, without JavaScript")
        finally:
            gateway.stop()
        with open(os.path.join(folder, "log")) as log:
            if any("/claim/" in line and "(masked)" not in line for line in log):
                fail("a token is in the log")


main()
