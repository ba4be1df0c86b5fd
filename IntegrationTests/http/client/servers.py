"""Has the guest ask nginx, python's servers, and servers that send what is none, and compares."""

import asyncio
import http.server
import os
import re
import socket
import threading
import urllib.request
import zlib

import websockets

GUEST, HOST = os.environ["SWIFTLET_ADDRESS"], os.environ["SWIFTLET_HOST_ADDRESS"]
FOLDER = os.environ["SWIFTLET_RUN_FOLDER"] + "/files/"


def ask(port, target="/", count=1, method="GET", body=b""):
    """What the guest says of each of so many requests over one connection."""
    url = f"http://{GUEST}/ask/{port}/{count}?method={method}&target={target}"
    with urllib.request.urlopen(urllib.request.Request(url, data=body, method="POST")) as answer:
        return answer.read().decode().splitlines()


def told(status, content, trailers=0, location=""):
    note = f" to {location}" if location else ""
    return f"{status}{note} {len(content)} {zlib.adler32(content)} {trailers}"


def expect(found, wanted):
    assert found == wanted, f"expected {wanted}, found {found}"


def ask_nginx():
    small = told(200, open(FOLDER + "small", "rb").read())
    expect(ask(8080, "/small"), [small])
    expect(ask(8080, "/large"), [told(200, open(FOLDER + "large", "rb").read())])
    # It keeps a connection for three requests, says so with the last, and the client heeds it.
    expect(ask(8080, "/small", 5), [small] * 3 + ["not ready"])
    expect(ask(8080, "/small", 2, "HEAD"), [told(200, b"")] * 2)
    expect(ask(8080, "/nothing", 2), [told(204, b"")] * 2)
    # A listing comes in chunks.
    with urllib.request.urlopen(f"http://{HOST}:8080/many/") as listing:
        assert listing.headers["Transfer-Encoding"] == "chunked"
        expect(ask(8080, "/many/"), [told(200, listing.read())])
    for target, method, body, status in [
        ("/none", "GET", b"", 404), ("/small", "POST", b"x", 405),
        ("/small", "PUT", bytes(2000), 413),
    ]:
        found = ask(8080, target, 1, method, body)
        assert re.fullmatch(rf"{status} \d+ \d+ 0", found[0]), (target, method, found)
    found = ask(8080, "/old")
    assert re.fullmatch(r"302 to http://host:8080/small \d+ \d+ 0", found[0]), found


class Handler(http.server.BaseHTTPRequestHandler):
    """Echoes what it gets in chunks, with fields behind them and news before."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response_only(103)
        self.end_headers()
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for start in range(0, len(body), 7000):
            part = body[start:start + 7000]
            self.wfile.write(b"%x;a=b\r\n%s\r\n" % (len(part), part))
        self.wfile.write(b"0\r\nA: b\r\nC: d\r\n\r\n")

    def log_message(self, *_):
        pass


def serve(handler):
    """Has a thread serve; returns the port."""
    server = http.server.ThreadingHTTPServer((HOST, 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def serve_bytes(answer):
    """Has a thread answer the first request with bytes, and close; returns the port."""
    listener = socket.create_server((HOST, 0))

    def run():
        link, _ = listener.accept()
        with link:
            link.recv(65536)
            if answer is None:
                link.recv(1)  # Until the client has had enough.
            else:
                link.sendall(answer)

    threading.Thread(target=run, daemon=True).start()
    return listener.getsockname()[1]


def ask_odd_servers():
    head = b"HTTP/1.1 200 OK\r\n"
    for answer, wanted in [
        (b"HTTP/1.0 200 OK\r\n\r\nto the end", told(200, b"to the end")),
        (head + b"Content-Length: 9\r\n\r\nshort", "200 broke off: 400"),
        (head + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "200 broke off: 400"),
        (head + b"Transfer-Encoding: chunked\r\n\r\nx\r\n", "200 broke off: 400"),
        (head + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "malformed"),
        (head + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", "malformed"),
        (head + b"A: b\r\n c\r\n\r\n", "malformed"),
        (head + b"A: " + b"b" * 70000 + b"\r\n\r\n", "malformed"),
        (b"HTTP/1.1 2", "malformed"), (b"SSH-2.0-OpenSSH\r\n", "malformed"), (b"", "broken"),
        (None, "broken"),
    ]:
        expect(ask(serve_bytes(answer)), [wanted])
    expect(ask(1), ["no connection"])


async def talk():
    async def echo(connection, *_):
        async for message in connection:
            await connection.send(message)

    async with websockets.serve(echo, HOST, 8082):
        url = f"http://{GUEST}/talk/8082"
        answer = await asyncio.to_thread(lambda: urllib.request.urlopen(url).read())
    expect(answer, b"hello 70000\n")


ask_nginx()
# The Swift peer, which sends everything in pieces of one byte.
expect(ask(8090, "/swift", 3), [told(200, b"GET /swift HTTP/1.1", 1)] * 3)
sent = os.urandom(200_000)
expect(ask(serve(Handler), "/", 3, "POST", sent), [told(200, sent, 2)] * 3)
ask_odd_servers()
asyncio.run(talk())
with urllib.request.urlopen(f"http://{GUEST}/talk/8080") as refusal:
    expect(refusal.read(), b"refused: 403\n")
print("all as expected")
