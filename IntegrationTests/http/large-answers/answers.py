"""Has the guest give large answers, reads them and stays; those that come at last must be served."""

import asyncio
import os

ADDRESS = (os.environ["SWIFTLET_ADDRESS"], 80)
HOST = b" HTTP/1.1\r\nHost: a\r\n"
# All parts are as large as what is read of a file at a time.
RANGES = b",".join(b"%d-%d" % (start, start + 16383) for start in range(0, 16 * 16384, 16384))
# What a client asks for, and the status of the answer.
KINDS = {
    "parts": (b"GET /file" + HOST + b"Range: bytes=" + RANGES + b"\r\n\r\n", b"206"),
    "bundles": (b"GET /bundle" + HOST + b"\r\n", b"200"),
    "files": (b"GET /file" + HOST + b"\r\n", b"200"),
    "streams": (b"GET /stream" + HOST + b"\r\n", b"200"),
}


async def ask(reader, link, request, status):
    """Reads an answer to its end; false if the guest breaks it off for want of memory."""
    try:
        link.write(request)
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)
        assert head.startswith(b"HTTP/1.1 " + status), head
        if b"chunked" in head:
            await asyncio.wait_for(reader.readuntil(b"\r\n0\r\n\r\n"), 30)
        else:
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            await asyncio.wait_for(reader.readexactly(length), 30)
    except (OSError, asyncio.IncompleteReadError):
        return False
    return True


async def connect():
    return await asyncio.wait_for(asyncio.open_connection(*ADDRESS, limit=1 << 20), 20)


async def read(count, kept, *kind):
    """Has some clients stay that have read an answer, while others come, all at once."""
    links = [await connect() for _ in range(count)]
    served = [await ask(*link, *kind) for link in links[:kept]]
    served += await asyncio.gather(*(ask(*link, *kind) for link in links[kept:]))
    for _, link in links:
        link.transport.abort()
    assert await ask(*await connect(), b"GET /" + HOST + b"\r\n", b"200")
    return served


async def main():
    for name, kind in KINDS.items():
        # Some of those that come at once may be broken off for want of memory, but the guest stays.
        for kept in 6, 14:
            await read(40, kept, *kind)
        print(name, flush=True)
    for name, kind in KINDS.items():
        # Who has an answer leaves as much memory as there was.
        assert all(await read(20, 20, *kind)), name
    print("all were served")


asyncio.run(main())
