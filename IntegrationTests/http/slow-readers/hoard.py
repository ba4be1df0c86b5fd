"""Has the guest keep what is not whole, more than it has memory for; others must be served."""

import asyncio
import json
import os
import resource

ADDRESS = (os.environ["SWIFTLET_ADDRESS"], 80)
HOST = b" HTTP/1.1\r\nHost: a\r\n"
UPGRADE = (
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
TREE = json.dumps([[0]] * 10_000).encode()
# How many clients of a kind, and what each sends.
KINDS = {
    "heads": (300, b"GET /" + b"a" * 8000 + HOST + b"X: " + b"b" * 16000),
    "beginnings": (900, b"GET /" + HOST + b"X: " + b"b" * 4000),
    "uploads": (200, b"POST /collect" + HOST + b"Content-Length: 300000\r\n\r\n" + bytes(299_999)),
    "chunks": (
        200, b"POST /collect" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"
        + b"1000\r\n" + bytes(4096) + b"\r\n" + b"40000\r\n" + bytes(250_000)),
    "trees": (60, b"POST /json" + HOST + b"Content-Length: %d\r\n\r\n" % len(TREE) + TREE),
    "fragments": (
        200, b"GET /socket" + HOST + UPGRADE
        + b"\x02\xff\0\0\0\0\0\3\0\0\0\0\0\0" + bytes(190_000)),
}
resource.setrlimit(resource.RLIMIT_NOFILE, (2000, 2000))


async def hold(content):
    """One more that waits for ever; the guest may have refused it."""
    try:
        _, link = await asyncio.wait_for(asyncio.open_connection(*ADDRESS), 10)
    except (OSError, TimeoutError, asyncio.TimeoutError):
        return None
    try:
        link.write(content)
        await asyncio.wait_for(link.drain(), 5)
    except (OSError, TimeoutError, asyncio.TimeoutError):
        pass
    return link


async def ask():
    """A client that wants a page; one whose SYN is dropped sends it again."""
    reader, link = await asyncio.wait_for(asyncio.open_connection(*ADDRESS), 80)
    link.write(b"GET /" + HOST + b"Connection: close\r\n\r\n")
    answer = await asyncio.wait_for(reader.read(), 80)
    assert answer.endswith(b"served"), answer
    link.close()


async def main():
    for name, (count, content) in KINDS.items():
        links = await asyncio.gather(*(hold(content) for _ in range(count)))
        await ask()
        for link in links:
            if link:
                link.transport.abort()
        print(name, flush=True)
    await ask()
    print("all were served")


asyncio.run(main())
