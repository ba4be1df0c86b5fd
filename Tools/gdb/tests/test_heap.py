"""The heap in memory: sizes, blocks, and lists that have no end."""

import struct
import unittest

import memories

from swiftlet import heap, walk
from swiftlet.typetext import Type

TABLE, HEADS, BASE = 0x50000, 0x51000, 0x100000


def page(use, size_class=0, fresh=0, length=0, following=0, previous=0):
    return struct.pack("<BBHHHIII", use, size_class, 0, 0xffff, fresh, length, following, previous)


class HeapTests(unittest.TestCase):
    def setUp(self):
        types = memories.Types()
        types.struct("Statistics", allocatedByteCount="Swift.Int", peakByteCount="Swift.Int",
                     allocationCount="Swift.Int", freeCount="Swift.Int")
        pointer, number = "Swift.UnsafeMutablePointer", "Swift.Int"
        types.struct("Pair", first="Swift.UInt64", second="Swift.UInt64")
        types.struct("Pages", descriptors=pointer, heads=pointer, occupied="Pair", pageCount=number,
                     baseAddress="Swift.UInt", freePageCount=number, ownedPageCount=number)
        types.struct("State", **{f"word{i}": "Swift.UInt32" for i in range(6)})
        types.struct("Classes", first="State", second="State")
        types.struct("Heap", pages="Pages", statistics="Statistics", classes="Classes")
        self.types, self.memory = types, memories.Memory()
        # Page 1 holds blocks of 256 bytes, pages 2 and 3 are a run, the rest is free.
        self.pages = [
            page(0, previous=1), page(4, heap_class(256), fresh=1024, length=1),
            page(2, length=2), page(3), page(1, length=4), page(0), page(0), page(1, length=4), page(0)]
        self.memory.put(HEADS, bytes(4 * 4) + struct.pack("<I", 4))
        self.memory.put(0x40000, TABLE, HEADS, 1 << 4, 0, 8, BASE, 4, 7, 1024, 2048, 9, 5,
                        struct.pack("<6I", 3, 4, 1, 256, 1, 1), bytes(24))

    def heap(self):
        self.memory.put(TABLE, b"".join(self.pages))
        space = walk.Space(self.types, self.memory.read)
        return heap.Heap(space.value(Type("Heap"), 0x40000))

    def test_sizes_of_classes(self):
        self.assertEqual([heap.block_size(i) for i in (0, 7, 8, 11, 12, 23)],
                         [16, 128, 160, 256, 320, 2048])

    def test_tells_what_the_monitor_tells(self):
        self.assertEqual(list(self.heap().sizes())[:4], [
            "1024 bytes in use, at most 2048; 9 allocations, 5 frees",
            "4 of 7 pages are free, at most 4 together",
            "   block    in use   at most   pages",
            "     256         3         4       1"])

    def test_blocks_that_are_in_use_or_were_never_free(self):
        data = bytearray(1024)
        data[256 + 8:256 + 16] = struct.pack("<Q", 0x7fb3_9d25_c8e1_460a)
        self.memory.put(BASE + 0x1000, bytes(data))
        self.memory.put(BASE + 0x2000, bytes(4096))
        found = [address - BASE for address, _ in self.heap().blocks(200)]
        self.assertEqual(found, [0x1000, 0x1200, 0x1300, 0x2000])
        self.assertEqual([address - BASE for address, _ in self.heap().blocks(300)], [0x2000])

    def test_blocks_of_a_debug_build_lie_behind_their_headers(self):
        types = self.types
        types.struct("Quarantine", count="Swift.Int", byteCount="Swift.Int")
        types.struct("Guarded", heap="Heap", quarantine="Quarantine")
        self.memory.put(TABLE, b"".join(self.pages))
        self.memory.put(BASE + 0x1000, bytes(range(256)) * 4)
        self.memory.put(BASE + 0x2000, bytes(4096))
        size = types.layout(Type("Heap")).size
        self.memory.put(0x48000, self.memory.read(0x40000, size), 2, 512)
        found = heap.Heap(walk.Space(types, self.memory.read).value(Type("Guarded"), 0x48000))
        blocks = list(found.blocks(200))
        self.assertEqual([address - BASE for address, _ in blocks], [0x1020, 0x1120, 0x1220, 0x1320, 0x2020])
        self.assertEqual(blocks[0][1], bytes(range(32, 232)))
        # What waits in quarantine is freed, as its owners see it.
        self.assertEqual(next(found.sizes()), "512 bytes in use, at most 2048; 9 allocations, 7 frees")
        self.assertEqual([address - BASE for address, _ in found.blocks(250)], [0x2020])

    def test_lists_without_an_end_are_told(self):
        self.pages[0] = page(0, previous=1, following=1)
        with self.assertRaisesRegex(walk.Damaged, "no end"):
            list(self.heap().runs())
        self.pages[4] = page(1, length=4, following=4)
        with self.assertRaisesRegex(walk.Damaged, "no end"):
            self.heap().longest_run()

    def test_pages_that_cannot_be_are_told(self):
        self.pages[0] = page(0, previous=99)
        with self.assertRaisesRegex(walk.Damaged, "no page 98"):
            list(self.heap().runs())


def heap_class(size):
    return next(i for i in range(24) if heap.block_size(i) == size)


if __name__ == "__main__":
    unittest.main()
