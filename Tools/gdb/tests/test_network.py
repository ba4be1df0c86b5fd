"""The network's lines, from values in memory."""

import struct
import unittest

import memories

from swiftlet import network, walk
from swiftlet.typetext import Type


class NetworkTests(unittest.TestCase):
    def setUp(self):
        types = memories.Types()
        types.struct("Address", rawValue="Swift.UInt32")
        types.struct("Port", rawValue="Swift.UInt16")
        types.struct("Card", rawValue="Swift.UInt64")
        types.struct("Endpoint", address="Address", port="Port")
        types.struct("Network", address="Address", prefixBitCount="Swift.Int")
        types.struct("Route", network="Network", gateway="Address?")
        types.struct("Configuration", network="Network", gateway="Address?")
        types.enum("State", "free", "incomplete", "known", "probing")
        types.struct("Neighbor", address="Address", hardware="Card", confirmed="Swift.UInt64", state="State")
        types.struct("Cache", entries="[Neighbor]")
        types.struct("Handle", index="Swift.Int", generation="Swift.UInt32")
        types.object("Socket", handle="Handle", count="Swift.Int")
        types.struct("Table", ports="[Port]", generations="[Swift.UInt32]")
        types.struct("Stack", configuration="Configuration", routes="[Route]", neighbors="Cache",
                     sockets="Table")
        types.struct("Interface", stack="Stack", sockets="[Socket?]")
        types.struct("Ring", limit="Swift.Int", count="Swift.Int")
        types.struct("Reassembly", ring="Ring")
        types.enum("TCPState", "synSent", "synReceived", "established")
        types.object("Listener", port="Port", backlog="Swift.Int", waiting="[Handle]")
        types.object("Block", local="Endpoint", remote="Endpoint", state="TCPState", sendQueue="Ring",
                     reassembly="Reassembly")
        types.object("Endpoints", blocks="[Block?]", ports="[Listener?]")
        self.memory = memories.Memory()
        self.space = walk.Space(types, self.memory.read)

    def interface(self):
        own = struct.pack("<IxxxxqIB3x", 0x0a00002a, 24, 0x0a000001, 0)
        self.memory.put(0x4000, own, 0x5000, 0x6000, 0x7000, 0x7100, 0x8000)
        self.memory.array(0x5000, struct.pack("<IxxxxqIB3x", 0x0a010000, 16, 0x0a000002, 0), 1)
        entry = "<IxxxxQQB7x"
        self.memory.array(0x6000, struct.pack(entry, 0x0a000001, 0x525400123456, 1_500_000_000, 2)
                          + struct.pack(entry, 0x0a000009, 0, 0, 1) + struct.pack(entry, 0, 0, 0, 0), 3)
        self.memory.array(0x7000, struct.pack("<HH", 53, 123), 2)
        self.memory.array(0x7100, struct.pack("<II", 4, 5), 2)
        self.memory.array(0x8000, struct.pack("<QQQ", 0, 0x9000, 0x9100), 3)
        self.memory.put(0x9000, 0, 0, 0, struct.pack("<Ixxxx", 4), 2)
        # This one has been given to another socket.
        self.memory.put(0x9100, 0, 0, 1, struct.pack("<Ixxxx", 4), 0)
        return self.space.value(Type("Interface"), 0x4000)

    def test_sockets(self):
        self.assertEqual(list(network.sockets(self.interface())), ["udp    53  2 datagrams wait"])

    def test_neighbors(self):
        self.assertEqual(list(network.neighbors(self.interface())), [
            "10.0.0.1  52:54:00:12:34:56  at 1.500000", "10.0.0.9  asked for"])

    def test_routes(self):
        self.assertEqual(list(network.routes(self.interface())), [
            "10.0.0.42/24  on the link", "10.1.0.0/16  through 10.0.0.2", "0.0.0.0/0  through 10.0.0.1"])

    def test_connections(self):
        self.memory.put(0x4000, 0, 0, 0x5000, 0x6000)
        self.memory.array(0x5000, struct.pack("<QQ", 0, 0x7000), 2)
        self.memory.array(0x6000, struct.pack("<Q", 0x8000), 1)
        ends = struct.pack("<IHxxIHBx", 0x0a00002a, 7, 0x0a000001, 40000, 2)
        self.memory.put(0x7000, 0, 0, ends, 4096, 96, 4096, 5)
        self.memory.put(0x8000, 0, 0, 7, 16, 0x9000)
        self.memory.array(0x9000, bytes(32), 2)
        endpoints = self.space.object(Type("Endpoints"), 0x4000)
        self.assertEqual(list(network.connections(endpoints)), [
            "tcp     7  listens, 2 of at most 16 wait",
            "tcp     7  10.0.0.1:40000  ESTABLISHED, 5 bytes to read, room for 4000 to send"])


if __name__ == "__main__":
    unittest.main()
