internal import Hardware
internal import TestSupport

/// Memory that has bytes only where a test puts them.
struct FakePhysicalMemory: PhysicalMemory {
  private var storage: [UInt8] = []
  private var regions: [(start: UInt64, range: Range<Int>)] = []
  /// Addresses at which the regions start, in the order in which they were put there.
  var starts: [UInt64] { regions.map(\.start) }

  init() {}

  /// Memory with the tables of a machine: a file of `Fixtures/acpi`.
  init(_ machine: String) throws {
    for line in try Fixtures().lines("acpi/\(machine).txt") {
      let words = line.split(separator: " ")
      let digits = words[1].utf8.map { UInt8(Character(UnicodeScalar($0)).hexDigitValue ?? 0) }
      put(
        stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] },
        at: UInt64(words[0], radix: 16) ?? 0)
    }
  }

  mutating func put(_ bytes: [UInt8], at start: UInt64) {
    regions.append((start, storage.count..<storage.count + bytes.count))
    storage += bytes
  }

  /// The bytes of a region.
  subscript(region index: Int) -> [UInt8] {
    get { Array(storage[regions[index].range]) }
    set { storage.replaceSubrange(regions[index].range, with: newValue) }
  }

  func withBytes<Result>(
    at address: UInt64, count: Int, _ body: (RawSpan) -> Result?
  ) -> Result? {
    for region in regions where address >= region.start {
      let offset = address - region.start
      guard offset <= UInt64(region.range.count), count <= region.range.count - Int(offset) else {
        continue
      }
      let start = region.range.lowerBound + Int(offset)
      return body(storage.span.bytes.extracting(start..<start + count))
    }
    return nil
  }
}
