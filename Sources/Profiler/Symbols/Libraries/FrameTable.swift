/// The rules of `.debug_frame` in the form of `.eh_frame`, which libunwind can search.
///
/// Debian's libunwind for this processor reads no `.debug_frame`, and images have nothing else.
///
/// Source: DWARF 4, section 6.4.1; Linux Standard Base 5.0, Core, section 10.6.
struct FrameTable {
  /// Pairs of 32 bits by ascending code: where a function begins, and its entry, both counted from
  /// `base`; then the entries.
  private(set) var bytes: [UInt8] = []
  /// How many pairs there are.
  private(set) var count = 0
  /// The code that the rules are about.
  private(set) var code: Range<UInt64> = 0..<0
  /// Where the bytes pretend to lie: no image is so large, and 31 bits lead from there to its code.
  static let base: UInt64 = 0x4000_0000

  private struct Common {
    /// Factors and the return address's register, as they were written.
    var fields: [UInt8]
    var instructions: ArraySlice<UInt8>
    /// Where it was written; nil before its first use.
    var place: Int?
  }

  /// Reads a section.
  ///
  /// - Parameter section: Its bytes; what cannot be read is left out, and all that follows.
  init(_ section: [UInt8]) {
    var commons: [Int: Common] = [:]
    var functions: [(start: UInt64, end: UInt64, common: Int, instructions: ArraySlice<UInt8>)] = []
    var reader = FrameReader(section[...])
    while let entry = reader.entry() {
      var body = FrameReader(entry.body)
      if entry.identifier == .max {
        commons[entry.offset] = Self.common(&body)
      } else if let start = body.integer(8), let size = body.integer(8), start > 0, size > 0,
        start < Self.base, size < Self.base, commons[Int(entry.identifier)] != nil
      {
        functions.append((start, start + size, Int(entry.identifier), body.rest))
      }
    }
    functions.sort { $0.start < $1.start }
    count = functions.count
    code = (functions.first?.start ?? 0)..<(functions.map(\.end).max() ?? 0)
    var entries: [UInt8] = []
    for function in functions {
      guard var common = commons[function.common] else { continue }
      let shared = common.place ?? Self.write(common, to: &entries)
      common.place = shared
      commons[function.common] = common
      let place = Self.write(function.start, function.end, function.instructions, shared, &entries)
      add(UInt32(truncatingIfNeeded: Int64(function.start) - Int64(Self.base)))
      add(UInt32(count * 8 + place))
    }
    bytes += entries
  }

  private mutating func add(_ value: UInt32) { bytes += Self.little(value) }

  /// Reads what entries have in common; nil if it is of an unknown kind.
  private static func common(_ body: inout FrameReader) -> Common? {
    guard let version = body.integer(1), [1, 3, 4].contains(version), body.integer(1) == 0 else {
      return nil
    }
    if version == 4 { guard body.integer(1) == 8, body.integer(1) == 0 else { return nil } }
    guard let codeFactor = body.variable(), let dataFactor = body.variable(),
      let register = body.integer(1)
    else { return nil }
    return Common(
      fields: codeFactor + dataFactor + [UInt8(register)], instructions: body.rest, place: nil)
  }

  private static func write(_ common: Common, to entries: inout [UInt8]) -> Int {
    let start = entries.count
    // The 1 is the length of what follows about pointers, which are absolute: 0.
    let body = [1, 0x7a, 0x52, 0] + common.fields + [1, 0] + common.instructions
    append(little(UInt32(0)) + body, to: &entries)
    return start
  }

  private static func write(
    _ start: UInt64, _ end: UInt64, _ instructions: ArraySlice<UInt8>, _ common: Int,
    _ entries: inout [UInt8]
  ) -> Int {
    let place = entries.count
    let body = little(start) + little(end - start) + [0] + instructions
    append(little(UInt32(place + 4 - common)) + body, to: &entries)
    return place
  }

  /// Writes an entry with its length, filled up with instructions that do nothing.
  private static func append(_ body: [UInt8], to entries: inout [UInt8]) {
    let padding = (12 - body.count % 8) % 8
    entries += little(UInt32(body.count + padding)) + body
    entries += [UInt8](repeating: 0, count: padding)
  }

  private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}

/// Reads the entries of a section with rules, and their fields.
private struct FrameReader {
  private let start: Int
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    start = bytes.startIndex
    rest = bytes
  }

  /// Takes the next entry; nil at the end, and before what is of an unknown form.
  mutating func entry() -> (offset: Int, identifier: UInt32, body: ArraySlice<UInt8>)? {
    let offset = rest.startIndex - start
    guard let length = integer(4), length >= 4, length <= UInt64(rest.count) else { return nil }
    let body = rest.prefix(Int(length))
    rest = rest.dropFirst(Int(length))
    var fields = FrameReader(body)
    guard let identifier = fields.integer(4) else { return nil }
    return (offset, UInt32(identifier), fields.rest)
  }

  /// Takes an integer, lowest byte first.
  mutating func integer(_ byteCount: Int) -> UInt64? {
    guard rest.count >= byteCount else { return nil }
    defer { rest = rest.dropFirst(byteCount) }
    return rest.prefix(byteCount).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Takes the bytes of a number in groups of seven bits.
  mutating func variable() -> [UInt8]? {
    guard let end = rest.prefix(10).firstIndex(where: { $0 < 0x80 }) else { return nil }
    defer { rest = rest[(end + 1)...] }
    return Array(rest[...end])
  }
}
