/// A file of counters as LLVM's own runtime would have written it in the guest.
///
/// Source: LLVM 21, compiler-rt/include/profile/InstrProfData.inc, `INSTR_PROF_RAW_HEADER`.
struct RawProfile: Equatable {
  /// The bytes of the file.
  let bytes: [UInt8]

  /// The version of the format that the toolchain writes and reads.
  static let version: UInt64 = 10
  /// Bytes of the record of one function in that version.
  static let recordByteCount = 64
  /// The first word: 0xff, "lprofr", 0x81, for 64 bits.
  static let magic: UInt64 = 0xff6c_7072_6f66_7281
  /// The last kind of values that a function may note, of which the kernel's note none.
  private static let lastValueKind: UInt64 = 2

  /// Puts a file together; nil if the parts do not fit each other.
  ///
  /// - Parameters:
  ///   - sections: What the image says.
  ///   - counters: The counters as they were in the guest's memory.
  init?(_ sections: CoverageSections, counters: [UInt8]) {
    guard counters.count == sections.countersByteCount, counters.count.isMultiple(of: 8),
      sections.data.count.isMultiple(of: Self.recordByteCount)
    else { return nil }
    let header: [UInt64] = [
      Self.magic, Self.version,
      // Identities of binaries, which nothing asks for.
      0,
      UInt64(sections.data.count / Self.recordByteCount),
      // Bytes that fill up before the counters.
      0,
      UInt64(counters.count / 8),
      // Those behind them; bit maps and what fills up behind those.
      0, 0, 0,
      UInt64(sections.names.count),
      sections.countersAddress &- sections.dataAddress,
      0 &- sections.dataAddress, sections.namesAddress,
      // Tables of virtual functions, and their names.
      0, 0, Self.lastValueKind,
    ]
    var bytes: [UInt8] = []
    bytes.reserveCapacity(header.count * 8 + sections.data.count + counters.count)
    for word in header {
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
    bytes += sections.data + counters + sections.names
    bytes += [UInt8](repeating: 0, count: (8 - sections.names.count % 8) % 8)
    self.bytes = bytes
  }

  /// Adds counters of two runs of one image, which ended where the largest numbers are.
  static func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    guard left.count == right.count, left.count.isMultiple(of: 8) else { return right }
    var sum: [UInt8] = []
    sum.reserveCapacity(left.count)
    for start in stride(from: 0, to: left.count, by: 8) {
      var carry: UInt16 = 0
      for index in start..<(start + 8) {
        let digit = UInt16(left[index]) + UInt16(right[index]) + carry
        sum.append(UInt8(truncatingIfNeeded: digit))
        carry = digit >> 8
      }
    }
    return sum
  }
}
