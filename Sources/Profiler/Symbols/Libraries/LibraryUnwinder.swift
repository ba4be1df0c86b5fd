/// Unwinds stacks by a library that others wrote: slower than our own way, and a judge of it.
public struct LibraryUnwinder {
  /// Finds the instruction and the return addresses, the innermost first.
  ///
  /// Takes the 17 registers in the order of DWARF, the words from the stack pointer on, and most
  /// addresses to find.
  public let unwind: (_ registers: [UInt64], _ stack: [UInt64], _ limit: Int) -> [UInt64]

  /// The unwinders there are for an image, whose file must still be there, by their libraries.
  public static func all(
    _ symboliser: Symboliser
  ) -> [(name: String, unwind: LibraryUnwinder)] {
    var all: [(String, LibraryUnwinder)] = []
    if let libdw = LibdwUnwinder(symboliser.image) {
      all.append(("libdw", LibraryUnwinder { libdw.unwind($0, $1, limit: $2) }))
    }
    if let libunwind = LibunwindUnwinder(symboliser.image) {
      all.append(("libunwind", LibraryUnwinder { libunwind.unwind($0, $1, limit: $2) }))
    }
    return all
  }
}

/// A stack as it was copied: what both libraries read registers and memory from.
struct CopiedStack {
  var registers: [UInt64] = [UInt64](repeating: 0, count: 17)
  var words: [UInt64] = []
  var addresses: [UInt64] = []
  var limit = 0

  /// The word at an address; nil if it is not of the copy.
  func word(at address: UInt64) -> UInt64? {
    let offset = address &- registers[7]
    guard offset & 7 == 0, offset >> 3 < UInt64(words.count) else { return nil }
    return words[Int(offset >> 3)]
  }
}
