"""Talks WebSocket with the guest by a library that others use, and breaks its rules by hand."""

import asyncio
import os

import websockets

ADDRESS = os.environ["SWIFTLET_ADDRESS"]
URL = f"ws://{ADDRESS}/echo"


async def exchange():
    async with websockets.connect(URL, subprotocols=["chat", "echo"], max_size=None) as socket:
        assert socket.subprotocol == "echo"
        for message in ["", "hello", "é€😀", "x" * 125, "x" * 126, "x" * 65536, b"", bytes(range(256)) * 500]:
            await socket.send(message)
            assert await socket.recv() == message
        # A message in fragments.
        await socket.send(["frag", "men", "ted"])
        assert await socket.recv() == "fragmented"
        await asyncio.wait_for(await socket.ping(), 5)
        await asyncio.gather(*(socket.send(str(number)) for number in range(50)))
        assert [await socket.recv() for _ in range(50)] == [str(number) for number in range(50)]
    assert socket.close_code == 1000


async def breaks(frame, code):
    """Sends a frame that is none; the guest must say so with a code."""
    async with websockets.connect(URL) as socket:
        socket.transport.write(frame)
        try:
            await socket.recv()
        except websockets.ConnectionClosed as closed:
            assert closed.rcvd and closed.rcvd.code == code, closed
        else:
            raise AssertionError("the frame was taken")


async def main():
    await exchange()
    await asyncio.gather(*(exchange() for _ in range(20)))
    await breaks(b"\x81\x01A", 1002)
    await breaks(b"\xc1\x80\0\0\0\0", 1002)
    await breaks(b"\x81\x81\0\0\0\0\xff", 1007)
    await breaks(b"\x82\xff\0\0\0\0\0\x10\0\0\0\0\0\0", 1009)
    await breaks(b"\x89\x00", 1002)
    print("understood")


asyncio.run(main())
