internal import Glibc

/// Finds one symbol of an ELF file by its name, quicker than a table of all could be made.
///
/// Source: System V ABI, chapter 4, "Symbol Table", and its supplement for x86-64.
enum SymbolLookup {
  /// The value of a symbol; nil if the file has none of that name, or is no ELF file.
  static func address(of name: String, in path: String) -> UInt64? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size > headerByteCount else { return nil }
    let size = Int(status.st_size)
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { return nil }
    defer { munmap(start, size) }
    return find(name, in: UnsafeRawBufferPointer(start: start, count: size))
  }

  static func find(_ name: String, in file: UnsafeRawBufferPointer) -> UInt64? {
    guard file.count > headerByteCount, file.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2]) else {
      return nil
    }
    let table = Int(truncatingIfNeeded: file.word(at: 40))
    let count = Int(file.half(at: 60))
    for index in 0..<count {
      let header = table + index * 64
      guard header >= 0, header + 64 <= file.count else { return nil }
      // SHT_SYMTAB
      guard file.quarter(at: header + 4) == 2 else { continue }
      let strings = table + Int(file.quarter(at: header + 40)) * 64
      guard strings >= 0, strings + 64 <= file.count else { return nil }
      let symbols = file.section(at: header)
      guard let symbols, let names = file.section(at: strings) else { return nil }
      return search(name, symbols: symbols, names: names)
    }
    return nil
  }

  private static func search(
    _ name: String, symbols: UnsafeRawBufferPointer, names: UnsafeRawBufferPointer
  ) -> UInt64? {
    let wanted = Array(name.utf8) + [0]
    for offset in stride(from: 0, to: symbols.count - symbolByteCount + 1, by: symbolByteCount) {
      let start = Int(symbols.quarter(at: offset))
      guard start + wanted.count <= names.count, let text = names.baseAddress else { continue }
      if memcmp(text + start, wanted, wanted.count) == 0 { return symbols.word(at: offset + 8) }
    }
    return nil
  }

  private static let headerByteCount = 64
  private static let symbolByteCount = 24
}

extension UnsafeRawBufferPointer {
  fileprivate func word(at offset: Int) -> UInt64 {
    UInt64(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  fileprivate func quarter(at offset: Int) -> UInt32 {
    UInt32(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  fileprivate func half(at offset: Int) -> UInt16 {
    UInt16(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  /// The contents of the section whose header stands at an offset; nil if it lies outside.
  fileprivate func section(at header: Int) -> UnsafeRawBufferPointer? {
    let start = word(at: header + 24)
    let size = word(at: header + 32)
    guard start <= UInt64(count), size <= UInt64(count) - start else { return nil }
    return UnsafeRawBufferPointer(rebasing: self[Int(start)..<Int(start + size)])
  }
}
