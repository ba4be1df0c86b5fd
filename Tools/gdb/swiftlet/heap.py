"""The kernel's heap as memory shows it: what is in use by size, and every block.

The formats: Sources/Kernel/Core/Memory, Heap, PageAllocator, PageDescriptor, SizeClassState.
"""

import struct

from swiftlet.walk import Absent, Damaged

PAGE = 4096
_FREE, _RUN, _BLOCKS, _FULL = 1, 2, 4, 5
_DESCRIPTOR = struct.Struct("<BBHHHIII")
_SIZE_CLASS = struct.Struct("<IIIIII")
_FREED = struct.pack("<Q", 0x7fb3_9d25_c8e1_460a)
# Before each block of a debug build: a header, and a red zone.
_PREFIX = 32
_MOST_RANGES, _MOST_PAGES = 1024, 1 << 28


def block_size(index):
    """The size of the blocks of a size class."""
    return (index + 1) << 4 if index < 8 else (5 + (index & 3)) << ((index - 8 >> 2) + 5)


class Page:
    """What is known of a page."""

    def __init__(self, data):
        (self.use, self.size_class, _, _, self.fresh, self.length, self.next,
         self.previous) = _DESCRIPTOR.unpack(data)


class Heap:
    """A heap, from the value that it is."""

    def __init__(self, value):
        self.space = value.space
        self.quarantine, self.prefix = None, 0
        if any(name == "quarantine" for name, _, _ in value.layout.fields):
            self.quarantine, self.prefix = value.part("quarantine"), _PREFIX
            value = value.part("heap")
        self.value, pages = value, value.part("pages")
        self.table, self.heads = pages.part("descriptors").word(), pages.part("heads").word()
        self.count, self.base = pages.part("pageCount").number(), pages.part("baseAddress").number()
        self.pages, self.kept = pages, {}
        if not self.table:
            raise Absent("the kernel has no heap yet")
        if not 0 < self.count <= _MOST_PAGES:
            raise Damaged(f"the heap cannot have {self.count} pages")

    def page(self, number):
        """What is known of a page; as many are read at once as a page of memory holds."""
        if not 0 <= number <= self.count:
            raise Damaged(f"the heap has no page {number}")
        group, index = divmod(number, 128)
        if group not in self.kept:
            size = min(128, self.count + 1 - 128 * group) * _DESCRIPTOR.size
            self.kept[group] = self.space.bytes(self.table + 128 * group * _DESCRIPTOR.size, size)
        at = index * _DESCRIPTOR.size
        return Page(self.kept[group][at:at + _DESCRIPTOR.size])

    def runs(self):
        """The number of the first page of each run, and what is known of it."""
        begin, seen = self.page(0).previous, set()
        while begin:
            if begin in seen or len(seen) > _MOST_RANGES:
                raise Damaged("the heap's list of ranges of pages has no end")
            seen.add(begin)
            number = begin
            while number < self.count and (page := self.page(number)).use != 0:
                yield number, page
                number += max(page.length, 1)
            begin = self.page(begin - 1).next

    def blocks(self, size):
        """Address and first bytes of each block that may be in use and holds so many."""
        wanted = size + self.prefix
        for number, page in self.runs():
            step = end = PAGE
            if page.use in (_BLOCKS, _FULL):
                step, end = block_size(page.size_class), min(page.fresh, PAGE)
            elif page.use != _RUN:
                continue
            if step < wanted or end < step:
                continue
            start = self.base + number * PAGE
            # Of a run only the first bytes may be what is looked for.
            data = self.space.bytes(start, wanted if page.use == _RUN else end)
            for at in range(0, end - step + 1, step):
                if data[at + 8:at + 16] != _FREED:
                    yield start + at + self.prefix, data[at + self.prefix:at + wanted]

    def sizes(self):
        """The lines of `monitor heap`."""
        statistics = self.value.part("statistics")
        used, peak, taken, freed = (
            statistics.part(name).number(signed=True)
            for name in ("allocatedByteCount", "peakByteCount", "allocationCount", "freeCount"))
        if self.quarantine is not None:
            freed += self.quarantine.part("count").number()
            used -= self.quarantine.part("byteCount").number()
        free, owned = (self.pages.part(f"{word}PageCount").number() for word in ("free", "owned"))
        yield f"{used} bytes in use, at most {peak}; {taken} allocations, {freed} frees"
        yield f"{free} of {owned} pages are free, at most {self.longest_run()} together"
        yield "   block    in use   at most   pages"
        classes = self.value.part("classes").bytes()
        for blocks, most, _, size, pages, _ in _SIZE_CLASS.iter_unpack(classes):
            if most:
                yield f"{size:8} {blocks:9} {most:9} {pages:7}"
        yield "block 0 is whole pages; by site: kernel heap, on a live guest"

    def longest_run(self):
        """How many free pages lie together at most."""
        bits = int.from_bytes(self.pages.part("occupied").bytes(), "little")
        if not bits:
            return 0
        number = self.space.word(self.heads + 4 * (bits.bit_length() - 1), 4)
        longest, seen = 0, set()
        while number:
            if number in seen:
                raise Damaged("a list of free pages of the heap has no end")
            seen.add(number)
            page = self.page(number)
            longest, number = max(longest, page.length), page.next
        return longest
