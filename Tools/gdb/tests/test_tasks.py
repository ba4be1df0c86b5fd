"""Tasks in memory: what is one, who waits for whom, and lists that have no end."""

import struct
import unittest

import memories

from swiftlet import tasks, walk

CODE = range(0x100000, 0x200000)


def bytes_of(number=1, kind=0, priority=0x15, function=0x100010, context=0x9000, status=0x15, record=0):
    data = bytearray(0x70)
    struct.pack_into("<BBxxI", data, 0x20, kind, priority, number)
    struct.pack_into("<QQ", data, 0x38, function, context)
    struct.pack_into("<I", data, 0x60, status)
    struct.pack_into("<Q", data, 0x68, record)
    return bytes(data)


class TaskTests(unittest.TestCase):
    def setUp(self):
        self.memory = memories.Memory()
        self.tasks = tasks.Tasks(self.memory.read, CODE)

    def test_knows_a_task_from_other_blocks(self):
        self.assertEqual(tasks.task(bytes_of(7), 0x5000, CODE), (0x5000, 7, 0x100010, 0x9000))
        for wrong in (dict(kind=1), dict(priority=0), dict(priority=0x22), dict(function=0x200000),
                      dict(context=0), dict(context=0x9001), dict(status=0), dict(status=0x2015)):
            self.assertIsNone(tasks.task(bytes_of(**wrong), 0x5000, CODE), wrong)

    def test_finds_blocks_and_then_children(self):
        self.memory.put(0x5000, bytes_of(1, record=0x6000))
        self.memory.put(0x6000, 2, 0x6100)
        self.memory.put(0x6100, 1, 0, 0x7000)
        self.memory.put(0x7000, bytes_of(3))
        blocks = [(0x4000, bytes_of(2)), (0x5000, bytes_of(1, record=0x6000)), (0x5800, bytes(0x68))]
        found = self.tasks.waiting(blocks, 0x4000)
        self.assertEqual([one.number for one in found], [1, 3])

    def test_records_that_lead_in_a_circle_end(self):
        self.memory.put(0x5000, bytes_of(1, record=0x6000))
        self.memory.put(0x6000, 1, 0x6000, 0x5000)
        self.assertEqual(len(self.tasks.waiting([(0x5000, bytes_of(1))], 0)), 1)

    def test_ready_jobs(self):
        self.memory.put(0x5000, 0, 0, 0x6000)
        self.memory.put(0x6000, 0, 0, 0)
        self.assertEqual(self.tasks.ready(0x5000), [0x5000, 0x6000])
        self.assertEqual(self.tasks.ready(0), [])
        self.memory.put(0x6000, 0, 0, 0x5000)
        with self.assertRaisesRegex(walk.Damaged, "no end"):
            self.tasks.ready(0x5000)
        self.memory.put(0x6000, 0, 0, 0x8000)
        with self.assertRaisesRegex(walk.Damaged, "no memory for the job at 0x8000"):
            self.tasks.ready(0x5000)

    def test_a_chain_of_callers(self):
        self.memory.put(0x9000, 0x9100, 0x100010)
        self.memory.put(0x9100, 0x9200, 0x100020)
        self.memory.put(0x9200, 0, 0x100030)
        one = tasks.task(bytes_of(), 0x5000, CODE)
        # The first context says once more where the task goes on.
        self.assertEqual(list(self.tasks.chain(one)), [0x100010, 0x100020, 0x100030])
        self.memory.put(0x9000, 0x9100, 0x100018)
        self.assertEqual(list(self.tasks.chain(one)), [0x100010, 0x100018, 0x100020, 0x100030])

    def test_a_chain_ends_where_memory_or_code_does(self):
        one = tasks.task(bytes_of(), 0x5000, CODE)
        self.assertEqual(list(self.tasks.chain(one)), [0x100010])
        self.memory.put(0x9000, 0x9100, 0x300000)
        self.assertEqual(list(self.tasks.chain(one)), [0x100010])

    def test_a_chain_without_an_end_is_told(self):
        self.memory.put(0x9000, 0x9100, 0x100020)
        self.memory.put(0x9100, 0x9000, 0x100030)
        one = tasks.task(bytes_of(), 0x5000, CODE)
        self.assertEqual(list(self.tasks.chain(one)), [0x100010, 0x100020, 0x100030, None])


if __name__ == "__main__":
    unittest.main()
