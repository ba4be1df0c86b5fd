"""Lets 40 large messages wait for a client that does not read; others must be served, and it then."""

import asyncio
import os

ADDRESS = (os.environ["SWIFTLET_ADDRESS"], 80)
HOST = b" HTTP/1.1\r\nHost: a\r\n"
UPGRADE = (
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
MESSAGE = b"\x82\x7f" + (300_000).to_bytes(8, "big") + b"a" * 300_000


async def join():
    """A client that gets messages and reads none for now."""
    reader, link = await asyncio.wait_for(asyncio.open_connection(*ADDRESS, limit=1024), 20)
    link.write(b"GET /news" + HOST + UPGRADE)
    await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)
    return reader, link


async def main():
    links = [await join() for _ in range(2)]
    await asyncio.sleep(0.5)
    reader, link = await asyncio.wait_for(asyncio.open_connection(*ADDRESS), 20)
    link.write(b"GET /" + HOST + b"Connection: close\r\n\r\n")
    answer = await asyncio.wait_for(reader.read(), 20)
    assert answer.endswith(b"served"), answer
    for reader, link in links:
        for _ in range(40):
            assert await asyncio.wait_for(reader.readexactly(len(MESSAGE)), 20) == MESSAGE
    print("all were served")


asyncio.run(main())
