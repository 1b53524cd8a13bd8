"""A real SMTP server (aiosmtpd) on a free port of this machine, for tests.

Usage: mail_server.py [--security none|starttls|tls] [--login USER:PASSWORD] [--certificate FILE]

The first line on standard output is {"port": N}; then comes one line for each mail that was taken. What happens to a
mail depends on its recipient: 451@… and the like are refused with that status, data-554@… after the data,
hang@… gets no answer to the data, close@… loses the connection before the data and lost@… behind it.
With TLS, a certificate of its own for localhost is written to FILE. The server ends with the process that started it.
"""

import argparse
import asyncio
import json
import os
import ssl
import subprocess

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def say(**facts):
    print(json.dumps(facts), flush=True)


def first(envelope):
    return envelope.rcpt_tos[0].split("@")[0] if envelope.rcpt_tos else ""


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name.isdigit():
            return f"{name} Not this one"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = first(envelope)
        if name.startswith("data-"):
            return f"{name[5:]} Not this one"
        if name == "hang":
            say(hanging=True)
            await asyncio.sleep(3600)
        if name == "lost":
            server.transport.close()
        say(
            sender=envelope.mail_from, recipients=envelope.rcpt_tos, text=envelope.content.decode(),
            isProtected=server.transport.get_extra_info("ssl_object") is not None, isKnown=bool(session.authenticated))
        return "250 OK"


class Server(SMTP):
    async def smtp_DATA(self, arg):
        if first(self.envelope) == "close":
            await self.push("354 Go on")
            self.transport.close()
            return
        await super().smtp_DATA(arg)


def certificate(path):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", path + ".key", "-out", path],
        check=True, stderr=subprocess.DEVNULL)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path, path + ".key")
    return context


def make(options, context):
    login = options.login.split(":") if options.login else None

    def authenticate(server, session, envelope, mechanism, data):
        isKnown = isinstance(data, LoginPassword) and [data.login.decode(), data.password.decode()] == login
        return AuthResult(success=isKnown, handled=False)

    return Server(
        Handler(), tls_context=context if options.security == "starttls" else None,
        require_starttls=options.security == "starttls", auth_required=login is not None,
        auth_require_tls=options.security == "starttls", authenticator=authenticate if login else None)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--security", default="none")
    parser.add_argument("--login")
    parser.add_argument("--certificate")
    options = parser.parse_args()
    context = certificate(options.certificate) if options.certificate else None
    server = await asyncio.get_running_loop().create_server(
        lambda: make(options, context), "127.0.0.1", 0, ssl=context if options.security == "tls" else None)
    say(port=server.sockets[0].getsockname()[1])
    while os.getppid() == parent:
        await asyncio.sleep(1)


parent = os.getppid()
asyncio.run(main())
