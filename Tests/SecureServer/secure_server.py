"""An HTTPS server on a free port of this machine, for tests: every GET is answered with "secret".

Usage: secure_server.py CERTIFICATE [--version 1.1|1.2|1.3]

A certificate of its own for localhost is written to CERTIFICATE. The first line on standard output is {"port": N}. The
server ends with the process that started it.
"""

import argparse
import http.server
import json
import os
import ssl
import subprocess
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"secret")

    def log_message(self, *arguments):
        pass


def context(path, version):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", path + ".key", "-out", path],
        check=True, stderr=subprocess.DEVNULL)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path, path + ".key")
    if version == "1.1":
        # What the library holds to be unsafe has to be asked for.
        context.set_ciphers("DEFAULT@SECLEVEL=0")
    versions = {"1.1": ssl.TLSVersion.TLSv1_1, "1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}
    context.minimum_version = context.maximum_version = versions[version]
    return context


def watch(parent, server):
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def main():
    parent = os.getppid()
    parser = argparse.ArgumentParser()
    parser.add_argument("certificate")
    parser.add_argument("--version", default="1.3")
    options = parser.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context(options.certificate, options.version).wrap_socket(server.socket, server_side=True)
    threading.Thread(target=watch, args=(parent, server), daemon=True).start()
    print(json.dumps({"port": server.server_address[1]}), flush=True)
    server.serve_forever()


main()
