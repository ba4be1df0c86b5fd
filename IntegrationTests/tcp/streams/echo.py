"""Opens many connections at once, sends on each, and compares what comes back."""

import asyncio
import os
import sys

ADDRESS = os.environ["SWIFTLET_ADDRESS"]


async def exchange(number, barrier):
    reader, writer = await asyncio.open_connection(ADDRESS, 7)
    await barrier.wait()
    sent = b"%06d" % number * 50
    writer.write(sent)
    got = await reader.readexactly(len(sent))
    assert got == sent, f"connection {number} got something else back"
    await barrier.wait()
    writer.write_eof()
    assert await reader.read() == b""
    writer.close()


async def main(count):
    # Nobody begins before all are connected, nobody ends before all have their answer.
    barrier = asyncio.Barrier(count)
    await asyncio.gather(*(exchange(number, barrier) for number in range(count)))
    print(f"{count} connections")


asyncio.run(main(int(sys.argv[1])))
