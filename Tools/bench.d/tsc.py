"""How fast the time-stamp counter runs that guests see: the host's own, under TCG, too."""

import ctypes
import functools
import mmap
import time

# With an instruction a nanosecond, as -icount shift=0 has it.
COUNTED = 1_000_000
_SECONDS = 0.1
# rdtsc; shl rdx, 32; or rax, rdx; ret
_CODE = b"\x0f\x31\x48\xc1\xe2\x20\x48\x09\xd0\xc3"


@functools.cache
def kilohertz():
    """Ticks in a millisecond, measured against the monotonic clock."""
    with mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC) as code:
        code.write(_CODE)
        place = ctypes.c_char.from_buffer(code)
        read = ctypes.CFUNCTYPE(ctypes.c_uint64)(ctypes.addressof(place))
        begin, first = _pair(read)
        time.sleep(_SECONDS)
        end, last = _pair(read)
        # What refers to the page must be gone before it is.
        del place
    return round((last - first) / (end - begin) / 1000)


def _pair(read):
    """The time and the counter at once: of several pairs the one with the least time between."""
    def pair():
        before, ticks, after = time.monotonic(), read(), time.monotonic()
        return after - before, ((before + after) / 2, ticks)
    return min(pair() for _ in range(50))[1]
