"""Serves with Linux what ../Service.swift does: echo on port 7, discard on 9, a checksum of what was read
on 10, a greeting on 13, and on 19 bytes without end."""

import asyncio
import os
import struct
import zlib

BLOCK = bytes((i * 2_654_435_761 >> 13) & 255 for i in range(65_536))


async def echo(reader, writer):
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()


async def discard(reader, writer):
    while await reader.read(65_536):
        pass


async def checksum(reader, writer):
    count, value = 0, 1
    while data := await reader.read(65_536):
        count, value = count + len(data), zlib.adler32(data, value)
    writer.write(struct.pack("!QQ", count, value))


async def greet(reader, writer):
    writer.write(b"welcome\n")


async def generate(reader, writer):
    while True:
        writer.write(BLOCK)
        await writer.drain()


def closing(serve):
    async def handle(reader, writer):
        try:
            await serve(reader, writer)
            await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    return handle


async def main():
    services = {7: echo, 9: discard, 10: checksum, 13: greet, 19: generate}
    servers = [
        await asyncio.start_server(
            closing(serve), os.environ["SWIFTLET_ADDRESS"], port, backlog=1024)
        for port, serve in services.items()
    ]
    print("serving", flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


asyncio.run(main())
