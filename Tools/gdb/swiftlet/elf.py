"""An ELF file: its sections, and the identity of the build."""

import mmap
import struct


class File:
    """A file, mapped."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            self.bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self.bytes[:6] != b"\x7fELF\x02\x01":
            raise ValueError(f"{path} is no ELF file of 64 bits")
        start, = struct.unpack_from("<Q", self.bytes, 0x28)
        size, count, names = struct.unpack_from("<HHH", self.bytes, 0x3a)
        headers = [struct.unpack_from("<IIQQQQIIQQ", self.bytes, start + i * size)
                   for i in range(count)]
        table = headers[names]
        self.places = {}
        for header in headers:
            begin = table[4] + header[0]
            name = self.bytes[begin:self.bytes.find(b"\0", begin)].decode()
            self.places[name] = header

    def section(self, name):
        """The bytes of a section; none if there is no such section."""
        header = self.places.get(name)
        if header is None or header[1] == 8:
            return b""
        return self.bytes[header[4]:header[4] + header[5]]

    def addresses(self, wanted):
        """The addresses of symbols, by name; those that there are."""
        table, names, found = self.section(".symtab"), self.section(".strtab"), {}
        for name, _, _, _, value, _ in struct.iter_unpack("<IBBHQQ", table):
            text = names[name:names.find(b"\0", name)].decode(errors="replace")
            if text in wanted:
                found[text] = value
        return found

    def build_id(self):
        """Where the build's identity lies in memory, and its bytes; None if it has none."""
        header = self.places.get(".note.gnu.build-id")
        if header is None:
            return None
        note = self.section(".note.gnu.build-id")
        return header[3] + 16, note[16:]
